#include "core/telemetry/metrics.h"

#include "core/telemetry/exemplars.h"
#include "core/telemetry/log.h"
#include "core/telemetry/metric_names.h"
#include "core/telemetry/open_metrics.h"
#include "core/telemetry/process_info.h"
#include <QMap>
#include <QSet>
#include <algorithm>
#include <atomic>
#include <mutex>
#include <prometheus/counter.h>
#include <prometheus/gauge.h>
#include <prometheus/histogram.h>
#include <prometheus/registry.h>
#include <prometheus/text_serializer.h>
#include <sstream>
#include <utility>

namespace nb::telemetry {
namespace {

using prometheus::Counter;
using prometheus::Family;
using prometheus::Gauge;
using prometheus::Histogram;
using prometheus::Labels;
using prometheus::Registry;

Family<Counter>& counters(Registry& registry, const MetricName& metric) {
    return prometheus::BuildCounter().Name(metric.name).Help(metric.help).Register(registry);
}

Family<Gauge>& gauges(Registry& registry, const MetricName& metric) {
    return prometheus::BuildGauge().Name(metric.name).Help(metric.help).Register(registry);
}

Gauge& gauge(Registry& registry, const MetricName& metric) {
    return gauges(registry, metric).Add({});
}

Family<Histogram>& histograms(Registry& registry, const MetricName& metric) {
    return prometheus::BuildHistogram().Name(metric.name).Help(metric.help).Register(registry);
}

double seconds(std::chrono::nanoseconds duration) {
    return std::chrono::duration<double>(duration).count();
}

// The value if it is in the list, else the label for everything else.
template <class List>
std::string known(const QString& value, const List& list, std::string_view other = labels::kOther) {
    const std::string text = value.toStdString();
    return std::string(std::find(list.begin(), list.end(), text) == list.end() ? other : text);
}

std::string statusLabel(int code) {
    return code >= 100 && code <= 599 ? std::to_string(code) : std::string(labels::kOther);
}

std::string statusLabel(Status status) {
    return status == Status::Success ? "success" : "error";
}

} // namespace

struct Metrics::Data {
    Registry registry;
    QSet<QString> endpoints; // never changes after construction

    Family<Counter>& httpRequests = counters(registry, names::kHttpRequests);
    Family<Histogram>& httpDuration = histograms(registry, names::kHttpRequestDuration);
    Family<Histogram>& httpRequestSize = histograms(registry, names::kHttpRequestSize);
    Family<Histogram>& httpResponseSize = histograms(registry, names::kHttpResponseSize);
    Gauge& httpActive = gauge(registry, names::kHttpRequestsActive);
    Gauge& httpConnections = gauge(registry, names::kHttpConnectionsOpen);
    Gauge& bodyMemory = gauge(registry, names::kHttpBodyMemory);
    Gauge& bodyMemoryLimit = gauge(registry, names::kHttpBodyMemoryLimit);
    Counter& httpConnectionsTotal = counters(registry, names::kHttpConnections).Add({});
    Family<Counter>& connectionsRejected = counters(registry, names::kHttpConnectionsRejected);
    Family<Counter>& guardRejections = counters(registry, names::kHttpGuardRejections);
    Family<Counter>& clientDisconnects = counters(registry, names::kHttpClientDisconnects);
    Family<Counter>& uploadRejections = counters(registry, names::kUploadRejections);
    Family<Counter>& rateLimitExceeded = counters(registry, names::kRateLimitExceeded);
    Gauge& rateLimitClients = gauge(registry, names::kRateLimitClients);

    Family<Counter>& nanobananaRequests = counters(registry, names::kNanobananaRequests);
    Family<Histogram>& nanobananaDuration = histograms(registry, names::kNanobananaDuration);
    Family<Counter>& upstreamAttempts = counters(registry, names::kUpstreamAttempts);
    Family<Histogram>& upstreamDuration = histograms(registry, names::kUpstreamDuration);
    Family<Counter>& upstreamRetries = counters(registry, names::kUpstreamRetries);
    Family<Counter>& upstreamAuthFailures = counters(registry, names::kUpstreamAuthFailures);
    Family<Counter>& upstreamWasted = counters(registry, names::kUpstreamWasted);
    Family<Gauge>& retryBudget = gauges(registry, names::kRetryBudget);
    Family<Gauge>& breakerState = gauges(registry, names::kBreakerState);
    Family<Counter>& breakerTransitions = counters(registry, names::kBreakerTransitions);
    std::mutex breakerMutex; // guards the next one
    QMap<std::string, BreakerState> lastBreakerStates;

    Histogram& imagePixels = histograms(registry, names::kImagePixels).Add({}, buckets::kPixels);
    Family<Histogram>& imageProcessing = histograms(registry, names::kImageProcessing);
    Family<Counter>& maskOperations = counters(registry, names::kMaskOperations);
    Gauge& queueDepth = gauge(registry, names::kQueueDepth);
    Histogram& queueWait = histograms(registry, names::kQueueWait).Add({}, buckets::kRequestSeconds);
    Gauge& queueLimit = gauge(registry, names::kQueueLimit);
    Family<Counter>& queueRefusals = counters(registry, names::kQueueRefusals);
    Gauge& editsInFlight = gauge(registry, names::kEditsInFlight);
    Gauge& editsInFlightLimit = gauge(registry, names::kEditsInFlightLimit);
    Counter& editsJoined = counters(registry, names::kEditsJoined).Add({});
    Family<Counter>& idempotencyHits = counters(registry, names::kIdempotencyHits);
    Gauge& workersBusy = gauge(registry, names::kWorkersBusy);
    Gauge& workersMax = gauge(registry, names::kWorkersMax);

    Family<Gauge>& redisUp = gauges(registry, names::kRedisUp);
    Family<Histogram>& redisDuration = histograms(registry, names::kRedisDuration);
    Family<Counter>& redisFallbacks = counters(registry, names::kRedisFallbacks);
    Counter& spansExported = counters(registry, names::kSpansExported).Add({});
    Family<Counter>& spansDropped = counters(registry, names::kSpansDropped);

    Histogram& eventLoopLag = histograms(registry, names::kEventLoopLag).Add({}, buckets::kLagSeconds);
    Gauge& shutdown = gauge(registry, names::kShutdown);
    Counter& logLinesDropped = counters(registry, names::kLogLinesDropped).Add({});
    Counter& processCpu = counters(registry, names::kProcessCpu).Add({});
    Gauge& processMemory = gauge(registry, names::kProcessMemory);
    Gauge& processMemoryLimit = gauge(registry, names::kProcessMemoryLimit);
    Gauge& processOpenFds = gauge(registry, names::kProcessOpenFds);
    Gauge& processMaxFds = gauge(registry, names::kProcessMaxFds);
    Gauge& processStart = gauge(registry, names::kProcessStart);
    std::atomic<qint64> exchanges = 0;
    Exemplars exemplars;
    std::mutex scrapeMutex; // two scrapes at once must not both add what is missing to the counters above

    [[nodiscard]] std::string endpointLabel(const QString& endpoint) const {
        return endpoints.contains(endpoint) ? endpoint.toStdString() : std::string(labels::kOtherEndpoint);
    }
    [[nodiscard]] Labels httpLabels(const QString& method, const QString& endpoint) const {
        return {{"method", known(method, labels::kMethods, labels::kOtherMethod)},
                {"endpoint", endpointLabel(endpoint)}};
    }
    void createRouteSeries(const Route& route);
    void createEditSeries(const Route& route);
    void createProviderSeries(const QString& provider);
    void createFixedSeries();
    void sampleProcess();
    void observe(Family<Histogram>& family, const Labels& labels, const std::vector<double>& bounds,
                 std::chrono::nanoseconds duration, const QByteArray& traceId) {
        family.Add(labels, bounds).Observe(seconds(duration));
        exemplars.keep(family.GetName(), labels, bounds, seconds(duration), traceId);
    }
};

// A counter that first appears with its first event has no rate() for that event, so everything that is known
// beforehand starts at 0.
void Metrics::Data::createRouteSeries(const Route& route) {
    Labels base = httpLabels(route.method, route.endpoint);
    for (const int code : route.statusCodes) {
        Labels all = base;
        all["status_code"] = statusLabel(code);
        httpRequests.Add(all);
        httpDuration.Add(all, buckets::kRequestSeconds);
        httpResponseSize.Add(all, buckets::kBytes);
    }
    httpRequestSize.Add(base, buckets::kBytes);
    if (route.statusCodes.contains(429))
        rateLimitExceeded.Add({{"endpoint", endpointLabel(route.endpoint)}});
}

void Metrics::Data::createProviderSeries(const QString& provider) {
    const std::string label = known(provider, labels::kProviders);
    breakerState.Add({{"provider", label}});
    for (const std::string_view state : labels::kBreakerStates)
        breakerTransitions.Add({{"provider", label}, {"to", std::string(state)}});
    for (const std::string_view outcome : labels::kOutcomes) {
        const Labels series{{"provider", label}, {"outcome", std::string(outcome)}};
        upstreamAttempts.Add(series);
        upstreamDuration.Add(series, buckets::kUpstreamSeconds);
    }
    for (const std::string_view status : labels::kAuthStatuses)
        upstreamAuthFailures.Add({{"provider", label}, {"status", std::string(status)}});
    upstreamWasted.Add({{"provider", label}});
    retryBudget.Add({{"provider", label}});
}

// With each of the values as the only label.
template <class List>
void createSeries(Family<Counter>& family, const char* label, const List& values) {
    for (const std::string_view value : values)
        family.Add({{label, std::string(value)}});
}

void Metrics::Data::createFixedSeries() {
    createSeries(guardRejections, "reason", labels::kGuardReasons);
    createSeries(connectionsRejected, "reason", labels::kConnectionReasons);
    createSeries(clientDisconnects, "phase", labels::kPhases);
    createSeries(spansDropped, "reason", labels::kSpanDropReasons);
    for (const std::string_view reason : labels::kOutcomes)
        if (reason != "ok")
            upstreamRetries.Add({{"reason", std::string(reason)}});
    createSeries(queueRefusals, "reason", labels::kQueueReasons);
    createSeries(idempotencyHits, "result", labels::kIdempotencyResults);
    for (const std::string_view status : labels::kStatuses)
        maskOperations.Add({{"operation", "normalise"}, {"status", std::string(status)}});
    for (const std::string_view operation : labels::kImageOperations)
        imageProcessing.Add({{"operation", std::string(operation)}}, buckets::kProcessingSeconds);
    for (int code = 0; code <= static_cast<int>(ErrorCode::MaskWithoutAlpha); ++code)
        uploadRejections.Add({{"reason", errorName(static_cast<ErrorCode>(code)).toStdString()}});
    gauges(registry, names::kBuildInfo).Add({{"version", NB_VERSION}, {"qt_version", qVersion()}}).Set(1);
}

// Of the routes whose edits a provider does: those that can fail because of one.
void Metrics::Data::createEditSeries(const Route& route) {
    constexpr int kProviderFailed = 502;
    if (!route.statusCodes.contains(kProviderFailed))
        return;
    const std::string endpoint = endpointLabel(route.endpoint);
    for (const int code : {200, 422, 499, 500, 502, 503, 504})
        nanobananaRequests.Add({{"status_code", statusLabel(code)}, {"endpoint", endpoint}});
    nanobananaDuration.Add({{"endpoint", endpoint}}, buckets::kUpstreamSeconds);
}

void Metrics::Data::sampleProcess() {
    const ProcessInfo info = processInfo();
    const std::lock_guard lock(scrapeMutex);
    processCpu.Increment(std::max(0.0, info.cpuSeconds - processCpu.Value()));
    logLinesDropped.Increment(
        std::max(0.0, static_cast<double>(log::droppedLines()) - logLinesDropped.Value()));
    processMemory.Set(info.residentBytes);
    processMemoryLimit.Set(info.memoryLimitBytes);
    processOpenFds.Set(info.openFds);
    processMaxFds.Set(info.maxFds);
    processStart.Set(info.startTime);
}

Metrics::Metrics(const QList<Route>& routes, const QString& provider) : m_data(std::make_unique<Data>()) {
    for (const Route& route : routes)
        m_data->endpoints.insert(route.endpoint);
    for (const Route& route : routes) {
        m_data->createRouteSeries(route);
        m_data->createEditSeries(route);
    }
    m_data->createProviderSeries(provider);
    m_data->createFixedSeries();
}

Metrics::~Metrics() = default;

void Metrics::requestStarted() {
    m_data->httpActive.Increment();
}

void Metrics::requestFinished(const HttpExchange& exchange) {
    m_data->httpActive.Decrement();
    refusedExchange(exchange);
}

void Metrics::refusedExchange(const HttpExchange& exchange) {
    ++m_data->exchanges;
    Labels series = m_data->httpLabels(exchange.method, exchange.endpoint);
    m_data->httpRequestSize.Add(series, buckets::kBytes).Observe(static_cast<double>(exchange.requestBytes));
    series["status_code"] = statusLabel(exchange.statusCode);
    m_data->httpRequests.Add(series).Increment();
    m_data->observe(m_data->httpDuration, series, buckets::kRequestSeconds, exchange.duration,
                    exchange.traceId);
    m_data->httpResponseSize.Add(series, buckets::kBytes)
        .Observe(static_cast<double>(exchange.responseBytes));
}

qint64 Metrics::exchanges() const {
    return m_data->exchanges;
}

void Metrics::connectionOpened() {
    m_data->httpConnectionsTotal.Increment();
    m_data->httpConnections.Increment();
}

void Metrics::connectionClosed() {
    m_data->httpConnections.Decrement();
}

void Metrics::setBodyMemory(qint64 bytes) {
    m_data->bodyMemory.Set(static_cast<double>(bytes));
}

void Metrics::setBodyMemoryLimit(qint64 bytes) {
    m_data->bodyMemoryLimit.Set(static_cast<double>(bytes));
}

void Metrics::guardRejected(const QString& reason) {
    const std::string label = known(reason, labels::kGuardReasons);
    m_data->guardRejections.Add({{"reason", label}}).Increment();
    if (known(reason, labels::kConnectionReasons) == label)
        m_data->connectionsRejected.Add({{"reason", label}}).Increment();
}

void Metrics::clientDisconnected(const QString& phase) {
    m_data->clientDisconnects.Add({{"phase", known(phase, labels::kPhases)}}).Increment();
}

void Metrics::uploadRejected(ErrorCode reason) {
    m_data->uploadRejections.Add({{"reason", errorName(reason).toStdString()}}).Increment();
}

void Metrics::rateLimitExceeded(const QString& endpoint) {
    m_data->rateLimitExceeded.Add({{"endpoint", m_data->endpointLabel(endpoint)}}).Increment();
}

void Metrics::setRateLimitTrackedClients(int clients) {
    m_data->rateLimitClients.Set(clients);
}

void Metrics::editFinished(const QString& endpoint, int statusCode, std::chrono::nanoseconds duration,
                           const QByteArray& traceId) {
    const std::string label = m_data->endpointLabel(endpoint);
    m_data->nanobananaRequests.Add({{"status_code", statusLabel(statusCode)}, {"endpoint", label}})
        .Increment();
    m_data->observe(m_data->nanobananaDuration, {{"endpoint", label}}, buckets::kUpstreamSeconds, duration,
                    traceId);
}

void Metrics::upstreamAttempt(const QString& provider, const QString& outcome,
                              std::chrono::nanoseconds duration, const QByteArray& traceId) {
    const Labels series{{"provider", known(provider, labels::kProviders)},
                        {"outcome", known(outcome, labels::kOutcomes)}};
    m_data->upstreamAttempts.Add(series).Increment();
    m_data->observe(m_data->upstreamDuration, series, buckets::kUpstreamSeconds, duration, traceId);
}

void Metrics::upstreamRefusedKey(const QString& provider, int statusCode) {
    m_data->upstreamAuthFailures
        .Add({{"provider", known(provider, labels::kProviders)},
              {"status", known(QString::number(statusCode), labels::kAuthStatuses)}})
        .Increment();
}

void Metrics::upstreamCallWasted(const QString& provider) {
    m_data->upstreamWasted.Add({{"provider", known(provider, labels::kProviders)}}).Increment();
}

void Metrics::setRetryBudget(const QString& provider, int tokens) {
    m_data->retryBudget.Add({{"provider", known(provider, labels::kProviders)}}).Set(tokens);
}

void Metrics::upstreamRetry(const QString& reason) {
    m_data->upstreamRetries.Add({{"reason", known(reason, labels::kOutcomes)}}).Increment();
}

void Metrics::setBreakerState(const QString& provider, BreakerState state) {
    const std::string label = known(provider, labels::kProviders);
    m_data->breakerState.Add({{"provider", label}}).Set(static_cast<double>(state));
    const std::lock_guard lock(m_data->breakerMutex);
    BreakerState& last = m_data->lastBreakerStates[label]; // at first Closed
    if (std::exchange(last, state) == state)
        return;
    const auto name = labels::kBreakerStates.at(static_cast<size_t>(state));
    m_data->breakerTransitions.Add({{"provider", label}, {"to", std::string(name)}}).Increment();
}

void Metrics::pictureReceived(qint64 pixels) {
    m_data->imagePixels.Observe(static_cast<double>(pixels));
}

void Metrics::spansExported(qint64 spans) {
    m_data->spansExported.Increment(static_cast<double>(spans));
}

void Metrics::spansDropped(const char* reason, qint64 spans) {
    m_data->spansDropped.Add({{"reason", known(QString::fromLatin1(reason), labels::kSpanDropReasons)}})
        .Increment(static_cast<double>(spans));
}

void Metrics::imageProcessed(const QString& operation, std::chrono::nanoseconds duration) {
    m_data->imageProcessing
        .Add({{"operation", known(operation, labels::kImageOperations)}}, buckets::kProcessingSeconds)
        .Observe(seconds(duration));
}

void Metrics::maskOperation(const QString& operation, Status status) {
    m_data->maskOperations
        .Add({{"operation", known(operation, labels::kMaskOperations)}, {"status", statusLabel(status)}})
        .Increment();
}

void Metrics::setQueueDepth(int waiting) {
    m_data->queueDepth.Set(waiting);
}

void Metrics::queueWaited(std::chrono::nanoseconds duration) {
    m_data->queueWait.Observe(seconds(duration));
}

void Metrics::queueRefused(const QString& reason) {
    m_data->queueRefusals.Add({{"reason", known(reason, labels::kQueueReasons)}}).Increment();
}

void Metrics::setEditsInFlight(int running) {
    m_data->editsInFlight.Set(running);
}

void Metrics::setEditLimits(int running, int waiting) {
    m_data->editsInFlightLimit.Set(running);
    m_data->queueLimit.Set(waiting);
}

void Metrics::editJoined() {
    m_data->editsJoined.Increment();
}

void Metrics::idempotencyHit(const QString& result) {
    m_data->idempotencyHits.Add({{"result", known(result, labels::kIdempotencyResults)}}).Increment();
}

void Metrics::setWorkers(int busy, int max) {
    m_data->workersBusy.Set(busy);
    m_data->workersMax.Set(max);
}

void Metrics::useRedis() {
    m_data->redisUp.Add({});
    for (const std::string_view operation : labels::kRedisOperations) {
        const Labels series{{"operation", std::string(operation)}};
        m_data->redisDuration.Add(series, buckets::kRedisSeconds);
        for (const std::string_view reason : labels::kRedisFallbackReasons)
            m_data->redisFallbacks.Add(
                {{"operation", std::string(operation)}, {"reason", std::string(reason)}});
    }
}

void Metrics::setRedisUp(bool up) {
    m_data->redisUp.Add({}).Set(up ? 1 : 0);
}

void Metrics::redisAnswered(const QString& operation, std::chrono::nanoseconds duration) {
    m_data->redisDuration
        .Add({{"operation", known(operation, labels::kRedisOperations)}}, buckets::kRedisSeconds)
        .Observe(seconds(duration));
}

void Metrics::redisFallback(const QString& operation, const QString& reason) {
    m_data->redisFallbacks
        .Add({{"operation", known(operation, labels::kRedisOperations)},
              {"reason", known(reason, labels::kRedisFallbackReasons)}})
        .Increment();
}

void Metrics::eventLoopLag(std::chrono::nanoseconds lag) {
    m_data->eventLoopLag.Observe(seconds(lag));
}

void Metrics::setShutdownInProgress() {
    m_data->shutdown.Set(1);
}

QByteArray Metrics::text() const {
    m_data->sampleProcess();
    std::ostringstream out;
    prometheus::TextSerializer().Serialize(out, m_data->registry.Collect());
    return QByteArray::fromStdString(out.str());
}

QByteArray Metrics::openMetricsText() const {
    m_data->sampleProcess();
    return telemetry::openMetricsText(m_data->registry.Collect(), m_data->exemplars);
}

} // namespace nb::telemetry
