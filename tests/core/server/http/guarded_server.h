#pragma once
// A GuardServer before a QHttpServer, for tests of the guard over real sockets.

#include "core/server/http/error_response.h"
#include "core/server/http/qt_http_compat.h"
#include "tests/support/raw_client.h"
#include <QPointer>
#include <memory>

namespace nb::test {

using namespace nb::server;

// A guard before a QHttpServer that answers every request with its method and body, at once or when told to.
struct Guarded {
    explicit Guarded(GuardLimits limits = {}) {
        if (limits.maxBodyBytes == 0)
            limits.maxBodyBytes = 1'000'000;
        auto hooks = std::make_shared<GuardHooks>();
        hooks->onRejected = [this](GuardSocket&, const Rejection& rejection) {
            reasons.append(rejection.reason);
            return Response{
                httpStatus(rejection.error.code), "text/plain", rejection.error.message.toUtf8(), {}};
        };
        hooks->onPreflight = [this](GuardSocket&) { return early; };
        hooks->onDropped = [this](GuardSocket&, const char* reason) { reasons.append(reason); };
        guard = new GuardServer(limits, hooks, [](const QHostAddress&) { return false; });
        listening = guard->listen(QHostAddress::LocalHost);
        serve(http, guard, [this](GuardSocket& socket, const QHttpServerRequest& request, Responder) {
            ++handled;
            last = &socket;
            QObject::connect(&socket, &GuardSocket::abandoned, &http, [this] { ++abandoned; });
            if (!hold)
                socket.respond({200, "text/plain", socket.head().method + " " + request.body(), {}});
        });
    }

    quint16 port() const { return guard->serverPort(); }

    QHttpServer http;
    GuardServer* guard = nullptr; // owned by http
    bool listening = false;
    bool hold = false;
    std::optional<Response> early;
    int handled = 0;
    int abandoned = 0;
    QPointer<GuardSocket> last;
    QByteArrayList reasons;
};

inline QByteArray get(const QByteArray& headers = {}) {
    return "GET / HTTP/1.1\r\nHost: a\r\n" + headers + "\r\n";
}

inline QByteArray post(const QByteArray& headers, const QByteArray& body) {
    return "POST / HTTP/1.1\r\nHost: a\r\n" + headers + "\r\n" + body;
}

} // namespace nb::test
