#pragma once
// The families of core/telemetry/metric_names.h in a registry, with every series whose labels are known
// beforehand at 0. Only core/telemetry/metrics.cpp uses it: it counts.

#include "core/telemetry/exemplars.h"
#include "core/telemetry/metric_names.h"
#include "core/telemetry/metrics.h"
#include <QMap>
#include <QSet>
#include <algorithm>
#include <atomic>
#include <mutex>
#include <prometheus/counter.h>
#include <prometheus/gauge.h>
#include <prometheus/histogram.h>
#include <prometheus/registry.h>

namespace nb::telemetry {

inline prometheus::Family<prometheus::Counter>& counters(prometheus::Registry& registry,
                                                         const MetricName& metric) {
    return prometheus::BuildCounter().Name(metric.name).Help(metric.help).Register(registry);
}

inline prometheus::Family<prometheus::Gauge>& gauges(prometheus::Registry& registry,
                                                     const MetricName& metric) {
    return prometheus::BuildGauge().Name(metric.name).Help(metric.help).Register(registry);
}

inline prometheus::Gauge& gauge(prometheus::Registry& registry, const MetricName& metric) {
    return gauges(registry, metric).Add({});
}

inline prometheus::Family<prometheus::Histogram>& histograms(prometheus::Registry& registry,
                                                             const MetricName& metric) {
    return prometheus::BuildHistogram().Name(metric.name).Help(metric.help).Register(registry);
}

inline double seconds(std::chrono::nanoseconds duration) {
    return std::chrono::duration<double>(duration).count();
}

// The value if it is in the list, else the label for everything else.
template <class List>
std::string known(const QString& value, const List& list, std::string_view other = labels::kOther) {
    const std::string text = value.toStdString();
    return std::string(std::find(list.begin(), list.end(), text) == list.end() ? other : text);
}

inline std::string statusLabel(int code) {
    return code >= 100 && code <= 599 ? std::to_string(code) : std::string(labels::kOther);
}

inline std::string statusLabel(Status status) {
    return status == Status::Success ? "success" : "error";
}

struct MetricFamilies {
    // `provider` is the one that will be called.
    MetricFamilies(const QList<Route>& routes, const QString& provider);

    prometheus::Registry registry;
    QSet<QString> endpoints; // never changes after construction

    prometheus::Family<prometheus::Counter>& httpRequests = counters(registry, names::kHttpRequests);
    prometheus::Family<prometheus::Histogram>& httpDuration =
        histograms(registry, names::kHttpRequestDuration);
    prometheus::Family<prometheus::Histogram>& httpRequestSize =
        histograms(registry, names::kHttpRequestSize);
    prometheus::Family<prometheus::Histogram>& httpResponseSize =
        histograms(registry, names::kHttpResponseSize);
    prometheus::Gauge& httpActive = gauge(registry, names::kHttpRequestsActive);
    prometheus::Gauge& httpConnections = gauge(registry, names::kHttpConnectionsOpen);
    prometheus::Gauge& bodyMemory = gauge(registry, names::kHttpBodyMemory);
    prometheus::Gauge& bodyMemoryLimit = gauge(registry, names::kHttpBodyMemoryLimit);
    prometheus::Counter& httpConnectionsTotal = counters(registry, names::kHttpConnections).Add({});
    prometheus::Family<prometheus::Counter>& connectionsRejected =
        counters(registry, names::kHttpConnectionsRejected);
    prometheus::Family<prometheus::Counter>& guardRejections =
        counters(registry, names::kHttpGuardRejections);
    prometheus::Family<prometheus::Counter>& clientDisconnects =
        counters(registry, names::kHttpClientDisconnects);
    prometheus::Family<prometheus::Counter>& uploadRejections = counters(registry, names::kUploadRejections);
    prometheus::Family<prometheus::Counter>& rateLimitExceeded =
        counters(registry, names::kRateLimitExceeded);
    prometheus::Gauge& rateLimitClients = gauge(registry, names::kRateLimitClients);

    prometheus::Family<prometheus::Counter>& nanobananaRequests =
        counters(registry, names::kNanobananaRequests);
    prometheus::Family<prometheus::Histogram>& nanobananaDuration =
        histograms(registry, names::kNanobananaDuration);
    prometheus::Family<prometheus::Counter>& upstreamAttempts = counters(registry, names::kUpstreamAttempts);
    prometheus::Family<prometheus::Histogram>& upstreamDuration =
        histograms(registry, names::kUpstreamDuration);
    prometheus::Family<prometheus::Counter>& upstreamRetries = counters(registry, names::kUpstreamRetries);
    prometheus::Family<prometheus::Counter>& upstreamAuthFailures =
        counters(registry, names::kUpstreamAuthFailures);
    prometheus::Family<prometheus::Counter>& upstreamWasted = counters(registry, names::kUpstreamWasted);
    prometheus::Family<prometheus::Gauge>& retryBudget = gauges(registry, names::kRetryBudget);
    prometheus::Family<prometheus::Gauge>& breakerState = gauges(registry, names::kBreakerState);
    prometheus::Family<prometheus::Counter>& breakerTransitions =
        counters(registry, names::kBreakerTransitions);
    std::mutex breakerMutex; // guards the next one
    QMap<std::string, BreakerState> lastBreakerStates;

    prometheus::Histogram& imagePixels = histograms(registry, names::kImagePixels).Add({}, buckets::kPixels);
    prometheus::Family<prometheus::Histogram>& imageProcessing =
        histograms(registry, names::kImageProcessing);
    prometheus::Family<prometheus::Counter>& maskOperations = counters(registry, names::kMaskOperations);
    prometheus::Gauge& queueDepth = gauge(registry, names::kQueueDepth);
    prometheus::Histogram& queueWait =
        histograms(registry, names::kQueueWait).Add({}, buckets::kRequestSeconds);
    prometheus::Gauge& queueLimit = gauge(registry, names::kQueueLimit);
    prometheus::Family<prometheus::Counter>& queueRefusals = counters(registry, names::kQueueRefusals);
    prometheus::Gauge& editsInFlight = gauge(registry, names::kEditsInFlight);
    prometheus::Gauge& editsInFlightLimit = gauge(registry, names::kEditsInFlightLimit);
    prometheus::Counter& editsJoined = counters(registry, names::kEditsJoined).Add({});
    prometheus::Family<prometheus::Counter>& idempotencyHits = counters(registry, names::kIdempotencyHits);
    prometheus::Gauge& workersBusy = gauge(registry, names::kWorkersBusy);
    prometheus::Gauge& workersMax = gauge(registry, names::kWorkersMax);

    prometheus::Family<prometheus::Gauge>& redisUp = gauges(registry, names::kRedisUp);
    prometheus::Family<prometheus::Histogram>& redisDuration = histograms(registry, names::kRedisDuration);
    prometheus::Family<prometheus::Counter>& redisFallbacks = counters(registry, names::kRedisFallbacks);
    prometheus::Family<prometheus::Gauge>& requestLogUp = gauges(registry, names::kRequestLogUp);
    prometheus::Family<prometheus::Counter>& requestLogWritten =
        counters(registry, names::kRequestLogWritten);
    prometheus::Family<prometheus::Counter>& requestLogDropped =
        counters(registry, names::kRequestLogDropped);
    prometheus::Counter& spansExported = counters(registry, names::kSpansExported).Add({});
    prometheus::Family<prometheus::Counter>& spansDropped = counters(registry, names::kSpansDropped);

    prometheus::Histogram& eventLoopLag =
        histograms(registry, names::kEventLoopLag).Add({}, buckets::kLagSeconds);
    prometheus::Gauge& shutdown = gauge(registry, names::kShutdown);
    prometheus::Counter& logLinesDropped = counters(registry, names::kLogLinesDropped).Add({});
    prometheus::Counter& processCpu = counters(registry, names::kProcessCpu).Add({});
    prometheus::Gauge& processMemory = gauge(registry, names::kProcessMemory);
    prometheus::Gauge& processMemoryLimit = gauge(registry, names::kProcessMemoryLimit);
    prometheus::Gauge& processOpenFds = gauge(registry, names::kProcessOpenFds);
    prometheus::Gauge& processMaxFds = gauge(registry, names::kProcessMaxFds);
    prometheus::Gauge& processStart = gauge(registry, names::kProcessStart);
    std::atomic<qint64> exchanges = 0;
    Exemplars exemplars;
    std::mutex scrapeMutex; // two scrapes at once must not both add what is missing to the counters above

    [[nodiscard]] std::string endpointLabel(const QString& endpoint) const {
        return endpoints.contains(endpoint) ? endpoint.toStdString() : std::string(labels::kOtherEndpoint);
    }
    [[nodiscard]] prometheus::Labels httpLabels(const QString& method, const QString& endpoint) const {
        return {{"method", known(method, labels::kMethods, labels::kOtherMethod)},
                {"endpoint", endpointLabel(endpoint)}};
    }
    // Brings what is known of the process up to date.
    void sampleProcess();
    void observe(prometheus::Family<prometheus::Histogram>& family, const prometheus::Labels& labels,
                 const std::vector<double>& bounds, std::chrono::nanoseconds duration,
                 const QByteArray& traceId) {
        family.Add(labels, bounds).Observe(seconds(duration));
        exemplars.keep(family.GetName(), labels, bounds, seconds(duration), traceId);
    }

private:
    void createRouteSeries(const Route& route);
    void createEditSeries(const Route& route);
    void createProviderSeries(const QString& provider);
    void createFixedSeries();
};

} // namespace nb::telemetry
