#include "core/telemetry/metrics.h"

#include "core/telemetry/metric_families.h"
#include "core/telemetry/open_metrics.h"
#include <prometheus/text_serializer.h>
#include <sstream>
#include <utility>

namespace nb::telemetry {

using prometheus::Labels;

Metrics::Metrics(const QList<Route>& routes, const QString& provider)
    : m_families(std::make_unique<MetricFamilies>(routes, provider)) {}

Metrics::~Metrics() = default;

void Metrics::requestStarted() {
    m_families->httpActive.Increment();
}

void Metrics::requestFinished(const HttpExchange& exchange) {
    m_families->httpActive.Decrement();
    refusedExchange(exchange);
}

void Metrics::refusedExchange(const HttpExchange& exchange) {
    ++m_families->exchanges;
    Labels series = m_families->httpLabels(exchange.method, exchange.endpoint);
    m_families->httpRequestSize.Add(series, buckets::kBytes)
        .Observe(static_cast<double>(exchange.requestBytes));
    series["status_code"] = statusLabel(exchange.statusCode);
    m_families->httpRequests.Add(series).Increment();
    m_families->observe(m_families->httpDuration, series, buckets::kRequestSeconds, exchange.duration,
                        exchange.traceId);
    m_families->httpResponseSize.Add(series, buckets::kBytes)
        .Observe(static_cast<double>(exchange.responseBytes));
}

qint64 Metrics::exchanges() const {
    return m_families->exchanges;
}

void Metrics::connectionOpened() {
    m_families->httpConnectionsTotal.Increment();
    m_families->httpConnections.Increment();
}

void Metrics::connectionClosed() {
    m_families->httpConnections.Decrement();
}

void Metrics::setBodyMemory(qint64 bytes) {
    m_families->bodyMemory.Set(static_cast<double>(bytes));
}

void Metrics::setBodyMemoryLimit(qint64 bytes) {
    m_families->bodyMemoryLimit.Set(static_cast<double>(bytes));
}

void Metrics::guardRejected(const QString& reason) {
    const std::string label = known(reason, labels::kGuardReasons);
    m_families->guardRejections.Add({{"reason", label}}).Increment();
    if (known(reason, labels::kConnectionReasons) == label)
        m_families->connectionsRejected.Add({{"reason", label}}).Increment();
}

void Metrics::clientDisconnected(const QString& phase) {
    m_families->clientDisconnects.Add({{"phase", known(phase, labels::kPhases)}}).Increment();
}

void Metrics::uploadRejected(ErrorCode reason) {
    m_families->uploadRejections.Add({{"reason", errorName(reason).toStdString()}}).Increment();
}

void Metrics::rateLimitExceeded(const QString& endpoint) {
    m_families->rateLimitExceeded.Add({{"endpoint", m_families->endpointLabel(endpoint)}}).Increment();
}

void Metrics::setRateLimitTrackedClients(int clients) {
    m_families->rateLimitClients.Set(clients);
}

void Metrics::editFinished(const QString& endpoint, int statusCode, std::chrono::nanoseconds duration,
                           const QByteArray& traceId) {
    const std::string label = m_families->endpointLabel(endpoint);
    m_families->nanobananaRequests.Add({{"status_code", statusLabel(statusCode)}, {"endpoint", label}})
        .Increment();
    m_families->observe(m_families->nanobananaDuration, {{"endpoint", label}}, buckets::kUpstreamSeconds,
                        duration, traceId);
}

void Metrics::upstreamAttempt(const QString& provider, const QString& outcome,
                              std::chrono::nanoseconds duration, const QByteArray& traceId) {
    const Labels series{{"provider", known(provider, labels::kProviders)},
                        {"outcome", known(outcome, labels::kOutcomes)}};
    m_families->upstreamAttempts.Add(series).Increment();
    m_families->observe(m_families->upstreamDuration, series, buckets::kUpstreamSeconds, duration, traceId);
}

void Metrics::upstreamRefusedKey(const QString& provider, int statusCode) {
    m_families->upstreamAuthFailures
        .Add({{"provider", known(provider, labels::kProviders)},
              {"status", known(QString::number(statusCode), labels::kAuthStatuses)}})
        .Increment();
}

void Metrics::upstreamCallWasted(const QString& provider) {
    m_families->upstreamWasted.Add({{"provider", known(provider, labels::kProviders)}}).Increment();
}

void Metrics::setRetryBudget(const QString& provider, int tokens) {
    m_families->retryBudget.Add({{"provider", known(provider, labels::kProviders)}}).Set(tokens);
}

void Metrics::upstreamRetry(const QString& reason) {
    m_families->upstreamRetries.Add({{"reason", known(reason, labels::kOutcomes)}}).Increment();
}

void Metrics::setBreakerState(const QString& provider, BreakerState state) {
    const std::string label = known(provider, labels::kProviders);
    m_families->breakerState.Add({{"provider", label}}).Set(static_cast<double>(state));
    const std::lock_guard lock(m_families->breakerMutex);
    BreakerState& last = m_families->lastBreakerStates[label]; // at first Closed
    if (std::exchange(last, state) == state)
        return;
    const auto name = labels::kBreakerStates.at(static_cast<size_t>(state));
    m_families->breakerTransitions.Add({{"provider", label}, {"to", std::string(name)}}).Increment();
}

void Metrics::pictureReceived(qint64 pixels) {
    m_families->imagePixels.Observe(static_cast<double>(pixels));
}

void Metrics::spansExported(qint64 spans) {
    m_families->spansExported.Increment(static_cast<double>(spans));
}

void Metrics::spansDropped(const char* reason, qint64 spans) {
    m_families->spansDropped.Add({{"reason", known(QString::fromLatin1(reason), labels::kSpanDropReasons)}})
        .Increment(static_cast<double>(spans));
}

void Metrics::imageProcessed(const QString& operation, std::chrono::nanoseconds duration) {
    m_families->imageProcessing
        .Add({{"operation", known(operation, labels::kImageOperations)}}, buckets::kProcessingSeconds)
        .Observe(seconds(duration));
}

void Metrics::maskOperation(const QString& operation, Status status) {
    m_families->maskOperations
        .Add({{"operation", known(operation, labels::kMaskOperations)}, {"status", statusLabel(status)}})
        .Increment();
}

void Metrics::setQueueDepth(int waiting) {
    m_families->queueDepth.Set(waiting);
}

void Metrics::queueWaited(std::chrono::nanoseconds duration) {
    m_families->queueWait.Observe(seconds(duration));
}

void Metrics::queueRefused(const QString& reason) {
    m_families->queueRefusals.Add({{"reason", known(reason, labels::kQueueReasons)}}).Increment();
}

void Metrics::setEditsInFlight(int running) {
    m_families->editsInFlight.Set(running);
}

void Metrics::setEditLimits(int running, int waiting) {
    m_families->editsInFlightLimit.Set(running);
    m_families->queueLimit.Set(waiting);
}

void Metrics::editJoined() {
    m_families->editsJoined.Increment();
}

void Metrics::idempotencyHit(const QString& result) {
    m_families->idempotencyHits.Add({{"result", known(result, labels::kIdempotencyResults)}}).Increment();
}

void Metrics::setWorkers(int busy, int max) {
    m_families->workersBusy.Set(busy);
    m_families->workersMax.Set(max);
}

void Metrics::useRedis() {
    m_families->redisUp.Add({});
    for (const std::string_view operation : labels::kRedisOperations) {
        const Labels series{{"operation", std::string(operation)}};
        m_families->redisDuration.Add(series, buckets::kRedisSeconds);
        for (const std::string_view reason : labels::kRedisFallbackReasons)
            m_families->redisFallbacks.Add(
                {{"operation", std::string(operation)}, {"reason", std::string(reason)}});
    }
}

void Metrics::setRedisUp(bool up) {
    m_families->redisUp.Add({}).Set(up ? 1 : 0);
}

void Metrics::redisAnswered(const QString& operation, std::chrono::nanoseconds duration) {
    m_families->redisDuration
        .Add({{"operation", known(operation, labels::kRedisOperations)}}, buckets::kRedisSeconds)
        .Observe(seconds(duration));
}

void Metrics::redisFallback(const QString& operation, const QString& reason) {
    m_families->redisFallbacks
        .Add({{"operation", known(operation, labels::kRedisOperations)},
              {"reason", known(reason, labels::kRedisFallbackReasons)}})
        .Increment();
}

void Metrics::useRequestLog() {
    m_families->requestLogUp.Add({});
    m_families->requestLogWritten.Add({});
    for (const std::string_view reason : labels::kRequestLogDropReasons)
        m_families->requestLogDropped.Add({{"reason", std::string(reason)}});
}

void Metrics::setRequestLogUp(bool up) {
    m_families->requestLogUp.Add({}).Set(up ? 1 : 0);
}

void Metrics::requestLogWritten(qint64 rows) {
    m_families->requestLogWritten.Add({}).Increment(static_cast<double>(rows));
}

void Metrics::requestLogDropped(const char* reason, qint64 rows) {
    m_families->requestLogDropped
        .Add({{"reason", known(QString::fromLatin1(reason), labels::kRequestLogDropReasons)}})
        .Increment(static_cast<double>(rows));
}

void Metrics::eventLoopLag(std::chrono::nanoseconds lag) {
    m_families->eventLoopLag.Observe(seconds(lag));
}

void Metrics::setShutdownInProgress() {
    m_families->shutdown.Set(1);
}

QByteArray Metrics::text() const {
    m_families->sampleProcess();
    std::ostringstream out;
    prometheus::TextSerializer().Serialize(out, m_families->registry.Collect());
    return QByteArray::fromStdString(out.str());
}

QByteArray Metrics::openMetricsText() const {
    m_families->sampleProcess();
    return telemetry::openMetricsText(m_families->registry.Collect(), m_families->exemplars);
}

} // namespace nb::telemetry
