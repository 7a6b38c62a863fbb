#pragma once
// The single place that every response passes on its way out, whether a handler, the preflight or the guard
// made it: common headers, metrics, the request's span, its log line and its row in the request log. It
// writes nothing to sockets.

#include "core/server/api/request_record.h"

namespace nb::telemetry {
class Metrics;
struct HttpExchange;
} // namespace nb::telemetry

namespace nb::server {

class Finisher {
public:
    // All must outlive it.
    Finisher(const config::Settings& settings, telemetry::Metrics& metrics, const telemetry::Tracer& tracer)
        : m_settings(settings), m_metrics(metrics), m_tracer(tracer) {}

    // From now on the edits among them are added to it. It must outlive this, or be replaced by null.
    void setRequestLog(RequestLog* requestLog) { m_requestLog = requestLog; }

    // Counts and logs the end of a request that was counted with Metrics::requestStarted(); returns the
    // response as it goes out. outcome: for the log, where the response does not say it.
    [[nodiscard]] Response finishResponse(const RequestRecord& record, Response response,
                                          const QString& outcome = QStringLiteral("answered"));
    // The same for one that the guard refused, for one of telemetry::labels::kGuardReasons.
    [[nodiscard]] Response finishRejected(const RequestRecord& record, Response response, const char* reason);
    // The same for what never became a request and was not counted.
    [[nodiscard]] Response finishRefusal(const RequestRecord& record, Response response, const char* reason);
    // The client left. phase: telemetry::labels::kPhases.
    void finishAbandoned(const RequestRecord& record, const QString& phase);

private:
    void addHeaders(const RequestRecord& record, Response& response) const;
    [[nodiscard]] telemetry::HttpExchange measured(const RequestRecord& record, int status,
                                                   qint64 responseBytes) const;
    void addToRequestLog(const RequestRecord& record, int status) const;
    void logExchange(const RequestRecord& record, int status, qint64 responseBytes,
                     const QString& outcome) const;

    const config::Settings& m_settings;
    telemetry::Metrics& m_metrics;
    const telemetry::Tracer& m_tracer;
    RequestLog* m_requestLog = nullptr; // null = there is none
};

} // namespace nb::server
