#pragma once
// The single place that every answer passes on its way out, whether a route, the limits or the guard made it:
// common headers, metrics and the request's log line. It writes nothing to sockets.

#include "core/server/api/request_record.h"
#include "core/server/http/error_body.h"

namespace nb::telemetry {
class Metrics;
}

namespace nb::server {

class Finisher {
public:
    // Both must outlive it.
    Finisher(const config::Settings& settings, telemetry::Metrics& metrics)
        : m_settings(settings), m_metrics(metrics) {}

    // The answer as it goes out, for a request that was counted with Metrics::requestStarted().
    [[nodiscard]] Response finished(const RequestRecord& record, Response response);
    // For one that was not: refused before it was whole. `reason` is the guard's; null if it had none.
    [[nodiscard]] Response refused(const RequestRecord& record, Response response, const char* reason);
    // The client left. phase: telemetry::labels::kPhases.
    void abandoned(const RequestRecord& record, const QString& phase);

private:
    void complete(const RequestRecord& record, Response& response) const;
    void logExchange(const RequestRecord& record, int status, qint64 responseBytes,
                     const QString& outcome) const;

    const config::Settings& m_settings;
    telemetry::Metrics& m_metrics;
};

// A failure as an answer, without the common headers.
[[nodiscard]] Response errorResponse(const Problem& problem, const QByteArray& requestId);

} // namespace nb::server
