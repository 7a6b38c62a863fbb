#pragma once
// One exchange (RFC 9110): a request from its head on, until its response is written. Whoever decides about
// the head calls proceed() or finish(); a handler gets the whole request, keeps a QPointer to it if it
// answers later, and calls finish() once. When the client leaves first, the exchange emits abandoned() and
// deletes itself. It may be the guard object of continuations.

#include "core/base/result.h"
#include "core/server/api/finisher.h"
#include "core/server/http/error_response.h"
#include "core/server/http/guard_connection.h"
#include <QPointer>

namespace nb::server {

class Exchange : public QObject, private RequestListener {
    Q_OBJECT

public:
    using Handle = std::function<void(Exchange&)>;

    // For a head that is there, counted with Metrics::requestStarted(). The finisher must outlive it. It
    // deletes itself when it has ended.
    Exchange(GuardConnection& connection, RequestRecord record, Finisher& finisher, QObject* parent);
    ~Exchange() override;

    [[nodiscard]] const RequestRecord& record() const { return m_record; }
    [[nodiscard]] const RequestHead& head() const { return m_record.head; }
    [[nodiscard]] const QByteArray& requestId() const { return m_record.identity.requestId; }
    [[nodiscard]] const RequestBody& body() const { return m_body; }
    // The body as its new owner's, so that it is freed when it has been read.
    [[nodiscard]] RequestBody takeBody() { return std::exchange(m_body, RequestBody()); }
    // For the metrics when the client leaves; telemetry::labels::kPhases. Until the body is there: upload.
    void setPhase(const QString& phase) { m_phase = phase; }
    [[nodiscard]] RequestRecord& record() { return m_record; }

    // Reads the body; `handle` is called when it is whole.
    void proceed(Handle handle);

    // Only the first call does something, and only while the client is there. guardReason: one of
    // telemetry::labels::kGuardReasons if the request breaks a limit of the guard's.
    void finish(Response response, const char* guardReason = nullptr);
    void finish(const Error& error, const char* guardReason = nullptr) {
        finish(errorResponse(error, requestId()), guardReason);
    }
    void finish(const Result<Response>& result) { result ? finish(*result) : finish(result.error()); }

Q_SIGNALS:
    // Its end begins, however it comes: the last moment to complete the record.
    void ending();
    // The client left before its response.
    void abandoned();

private:
    void bodyComplete(RequestBody body) override;
    Response rejected(const Rejection& rejection) override;
    void clientLeft() override;
    void end();

    QPointer<GuardConnection> m_connection;
    RequestRecord m_record;
    RequestBody m_body;
    Handle m_handle;
    Finisher& m_finisher;
    QString m_phase = QStringLiteral("upload");
    bool m_ended = false;
};

} // namespace nb::server
