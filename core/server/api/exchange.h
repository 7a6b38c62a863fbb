#pragma once
// One exchange (RFC 9110): a whole request, until its response is written. A handler gets it, keeps a
// QPointer to it if it answers later, and calls finish() once; when the client leaves first, the exchange
// emits abandoned() and deletes itself. It may be the guard object of continuations.

#include "core/base/result.h"
#include "core/server/api/finisher.h"
#include "core/server/http/error_response.h"
#include "core/server/http/qt_http_compat.h"
#include <QPointer>

namespace nb::server {

class Exchange : public QObject {
    Q_OBJECT

public:
    // For a request that was counted with Metrics::requestStarted(). The finisher must outlive it. It deletes
    // itself when it has ended.
    Exchange(GuardSocket& socket, RequestRecord record, QByteArray body, Responder responder,
             Finisher& finisher, QObject* parent);

    [[nodiscard]] const RequestRecord& record() const { return m_record; }
    [[nodiscard]] const RequestHead& head() const { return m_record.head; }
    [[nodiscard]] const QByteArray& requestId() const { return m_record.identity.requestId; }
    [[nodiscard]] const QByteArray& body() const { return m_body; }
    // For the metrics when the client leaves; telemetry::labels::kPhases.
    void setPhase(const QString& phase) { m_phase = phase; }
    [[nodiscard]] RequestRecord& record() { return m_record; }
    // Whether the preflight has let it pass once, before its body came.
    [[nodiscard]] bool passedPreflight() const { return m_socket && m_socket->passedPreflight(); }

    // Only the first call does something, and only while the client is there.
    void finish(Response response);
    void finish(const Error& error) { finish(errorResponse(error, requestId())); }
    void finish(const Result<Response>& result) { result ? finish(*result) : finish(result.error()); }

Q_SIGNALS:
    // The client left before its response.
    void abandoned();

private:
    void onAbandoned();
    void end();

    QPointer<GuardSocket> m_socket;
    RequestRecord m_record;
    QByteArray m_body;
    Responder m_responder;
    Finisher& m_finisher;
    QString m_phase = QStringLiteral("edit");
    bool m_ended = false;
};

} // namespace nb::server
