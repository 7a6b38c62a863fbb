#include "core/telemetry/metric_families.h"

#include "core/telemetry/log.h"
#include "core/telemetry/process_info.h"

namespace nb::telemetry {

using prometheus::Counter;
using prometheus::Family;
using prometheus::Labels;

namespace {

// With each of the values as the only label.
template <class List>
void createSeries(Family<Counter>& family, const char* label, const List& values) {
    for (const std::string_view value : values)
        family.Add({{label, std::string(value)}});
}

} // namespace

MetricFamilies::MetricFamilies(const QList<Route>& routes, const QString& provider) {
    for (const Route& route : routes)
        endpoints.insert(route.endpoint);
    for (const Route& route : routes) {
        createRouteSeries(route);
        createEditSeries(route);
    }
    createProviderSeries(provider);
    createFixedSeries();
}

// A counter that first appears with its first event has no rate() for that event, so everything that is known
// beforehand starts at 0.
void MetricFamilies::createRouteSeries(const Route& route) {
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

void MetricFamilies::createProviderSeries(const QString& provider) {
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

void MetricFamilies::createFixedSeries() {
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
void MetricFamilies::createEditSeries(const Route& route) {
    constexpr int kProviderFailed = 502;
    if (!route.statusCodes.contains(kProviderFailed))
        return;
    const std::string endpoint = endpointLabel(route.endpoint);
    for (const int code : {200, 422, 499, 500, 502, 503, 504})
        nanobananaRequests.Add({{"status_code", statusLabel(code)}, {"endpoint", endpoint}});
    nanobananaDuration.Add({{"endpoint", endpoint}}, buckets::kUpstreamSeconds);
}

void MetricFamilies::sampleProcess() {
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

} // namespace nb::telemetry
