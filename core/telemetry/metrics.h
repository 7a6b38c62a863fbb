#pragma once
// What the server counts and measures, as typed calls, and its text for Prometheus. Names, help texts and
// label values are in metric_names.h. Whatever a client sends, the number of time series stays bounded: label
// values outside the known ones are folded into "other", here and not at the callers.
//
// Every member may be called from any thread. Where a trace id is given, the series keeps it as its exemplar.

#include "core/base/error.h"
#include <QByteArray>
#include <QList>
#include <QString>
#include <chrono>
#include <memory>

namespace nb::telemetry {

struct MetricFamilies;

// A row of the server's route table. The counters of its status codes exist from the start, at 0.
struct Route {
    QString method;   // "POST"
    QString endpoint; // "/api/edit": the `endpoint` label
    QList<int> statusCodes;
};

// A finished exchange. `method` and `endpoint` may be anything a client sent.
struct HttpExchange {
    QString method;
    QString endpoint;
    int statusCode = 0; // 100 to 599; 499 = the client left before its answer
    std::chrono::nanoseconds duration{};
    qint64 requestBytes = 0;  // bodies only
    qint64 responseBytes = 0; // bodies only
    QByteArray traceId = {};  // for exemplars; empty = none
};

enum class BreakerState { Closed = 0, HalfOpen = 1, Open = 2 };
enum class Status { Success, Error };

class Metrics {
public:
    // provider: Provider::name() of the configured one; its series exist from the start.
    Metrics(const QList<Route>& routes, const QString& provider);
    ~Metrics();
    Metrics(const Metrics&) = delete;
    Metrics& operator=(const Metrics&) = delete;

    // HTTP. Each requestStarted() is followed by one requestFinished().
    void requestStarted();
    void requestFinished(const HttpExchange& exchange);
    // An answer to something that never became a request (a protocol error): counted, but not active before.
    void refusedExchange(const HttpExchange& exchange);
    void connectionOpened();
    void connectionClosed();
    void setBodyMemory(qint64 bytes);
    void setBodyMemoryLimit(qint64 bytes);
    void guardRejected(const QString& reason);     // labels::kGuardReasons
    void clientDisconnected(const QString& phase); // labels::kPhases
    void uploadRejected(ErrorCode reason);         // the label is errorName(reason)
    void rateLimitExceeded(const QString& endpoint);
    void setRateLimitTrackedClients(int clients);

    // The provider. An edit is one of the first and one or more of the second.
    // statusCode: 200, or the status that our own answer has because of the provider (422, 502, 503, 504).
    // duration: names::kNanobananaDuration. traceId: for exemplars; empty = none.
    void editFinished(const QString& endpoint, int statusCode, std::chrono::nanoseconds duration,
                      const QByteArray& traceId = {});
    void upstreamAttempt(const QString& provider, const QString& outcome, std::chrono::nanoseconds duration,
                         const QByteArray& traceId = {});
    void upstreamRefusedKey(const QString& provider, int statusCode); // 401 or 403
    void upstreamCallWasted(const QString& provider);
    void setRetryBudget(const QString& provider, int tokens);
    void upstreamRetry(const QString& reason); // the outcome of the attempt that is repeated
    // Each change from the state that was set before counts as a transition.
    void setBreakerState(const QString& provider, BreakerState state);

    // Pixels.
    void pictureReceived(qint64 pixels);
    void imageProcessed(const QString& operation, std::chrono::nanoseconds duration); // kImageOperations
    void maskOperation(const QString& operation, Status status);                      // kMaskOperations
    void setQueueDepth(int waiting);
    void queueWaited(std::chrono::nanoseconds duration);
    void queueRefused(const QString& reason); // labels::kQueueReasons
    void setEditsInFlight(int running);
    void setEditLimits(int running, int waiting);
    void editJoined();
    void idempotencyHit(const QString& result); // labels::kIdempotencyResults
    void setWorkers(int busy, int max);

    // Redis. Its series exist from useRedis() on.
    void useRedis();
    void setRedisUp(bool up);
    void redisAnswered(const QString& operation, std::chrono::nanoseconds duration); // kRedisOperations
    void redisFallback(const QString& operation, const QString& reason);             // kRedisFallbackReasons

    // The request log. Its series exist from useRequestLog() on.
    void useRequestLog();
    void setRequestLogUp(bool up);
    void requestLogWritten(qint64 rows);
    void requestLogDropped(const char* reason, qint64 rows); // labels::kRequestLogDropReasons

    // Traces.
    void spansExported(qint64 spans);
    void spansDropped(const char* reason, qint64 spans); // labels::kSpanDropReasons

    // The process.
    void eventLoopLag(std::chrono::nanoseconds lag);
    void setShutdownInProgress(); // there is no way back

    // Exchanges that are over, of all kinds, for those who show one number and no exposition.
    [[nodiscard]] qint64 exchanges() const;

    // The exposition, with the process_* and log_lines_dropped_total values of now. Takes well under 2 ms.
    [[nodiscard]] QByteArray text() const;
    static constexpr const char* kContentType = "text/plain; version=0.0.4; charset=utf-8";
    // The same in the OpenMetrics format, with exemplars.
    [[nodiscard]] QByteArray openMetricsText() const;
    static constexpr const char* kOpenMetricsType =
        "application/openmetrics-text; version=1.0.0; charset=utf-8";

private:
    std::unique_ptr<MetricFamilies> m_families;
};

} // namespace nb::telemetry
