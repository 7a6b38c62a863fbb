#pragma once
// The only place that deals with the differences between QHttpServer of Qt 6.4 (Debian 12) and 6.8 (Debian
// 13). QHttpServer does not route here: it parses, and passes every request to one function.

#include "core/server/http/guard_server.h"
#include <QHttpServer>
#include <QHttpServerRequest>
#include <QHttpServerResponder>

namespace nb::server {

// Keeps QHttpServer from reading on (6.8) until it is destroyed, so it is held until the request is answered.
// It must not outlive the QHttpServer.
using Responder = std::shared_ptr<QHttpServerResponder>;

// Whether QHttpServer itself answers "Expect: 100-continue" once it has read the header.
inline constexpr bool kQtAnswersExpect = QT_VERSION >= QT_VERSION_CHECK(6, 8, 0);

// Passes every complete request on `guard` to handler(GuardSocket&, const QHttpServerRequest&, Responder),
// within the event in which its last byte came. `http` becomes the owner of the listening `guard`.
template <class Handler>
void serve(QHttpServer& http, GuardServer* guard, Handler handler) {
#if QT_VERSION >= QT_VERSION_CHECK(6, 8, 0)
    http.setMissingHandler(guard, [guard, handler = std::move(handler)](const QHttpServerRequest& request,
                                                                        QHttpServerResponder& responder) {
        if (GuardSocket* socket = guard->find(request.remoteAddress(), request.remotePort()))
            handler(*socket, request, std::make_shared<QHttpServerResponder>(std::move(responder)));
    });
#else
    http.setMissingHandler(
        [handler = std::move(handler)](const QHttpServerRequest& request, QHttpServerResponder&& responder) {
            if (auto* socket = qobject_cast<GuardSocket*>(responder.socket()))
                handler(*socket, request, std::make_shared<QHttpServerResponder>(std::move(responder)));
        });
#endif
    http.bind(guard);
}

} // namespace nb::server
