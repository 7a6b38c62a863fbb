#pragma once
// Makes spans of what was timed, for the requests that are sampled, and hands them to the exporter. A request
// has its ids from the start, whether it is traced or not, so that log lines can carry them.

#include "core/config/settings.h"
#include "core/telemetry/sampler.h"
#include "core/telemetry/span.h"
#include <chrono>
#include <memory>

namespace nb::telemetry {

class Metrics;

// One request's place in its trace. Copied freely.
struct RequestTrace {
    QByteArray traceId;
    QByteArray spanId;        // of the request itself
    QByteArray parentId = {}; // of the caller's span; empty = a new trace
    QByteArray state = {};    // tracestate
    bool sampled = false;     // spans are made
    // The same moment on both clocks: the spans of a request stay in order though the wall clock jumps.
    std::chrono::steady_clock::time_point steadyBegin = {};
    qint64 wallBeginNs = 0; // since 1970, UTC

    // As log lines show it; empty if there is none.
    [[nodiscard]] QByteArray idText() const { return traceId.toHex(); }
};

// A step that is over.
struct TimedStep {
    QString name;
    SpanKind kind = SpanKind::Internal;
    std::chrono::steady_clock::time_point began = {};
    std::chrono::steady_clock::time_point ended = {};
    SpanAttributes attributes = {};
    SpanStatus status = SpanStatus::Unset;
};

class Tracer {
public:
    // With the exporter that the settings ask for, or none. The metrics must outlive it. A warning about the
    // settings is logged.
    Tracer(const config::TracingSettings& settings, Metrics& metrics);
    // exporter: null = none. For other exporters, and for tests.
    Tracer(Sampler sampler, std::unique_ptr<SpanExporter> exporter)
        : m_sampler(sampler), m_exporter(std::move(exporter)) {}

    // For a request that begins. parent: what the caller sent; wantedId: the trace id for a request without
    // parent, empty = a new one.
    [[nodiscard]] RequestTrace begin(const std::optional<TraceParent>& parent,
                                     const QByteArray& wantedId = {}) const;

    // The span of the request itself.
    void recordRequest(const RequestTrace& trace, TimedStep step) const;
    // One below it. spanId: of the span, empty = a new one; parentId: empty = the request's.
    void recordStep(const RequestTrace& trace, TimedStep step, const QByteArray& spanId = {},
                    const QByteArray& parentId = {}) const;

    // The trace id that measurements of this request carry as their exemplar: of a trace that can be looked
    // up, in the traces or, where none are sent, in the log. Empty = none.
    [[nodiscard]] QByteArray exemplarOf(const RequestTrace& trace) const;

    // Whether spans go anywhere.
    [[nodiscard]] bool exports() const { return static_cast<bool>(m_exporter); }

private:
    Sampler m_sampler;
    std::unique_ptr<SpanExporter> m_exporter;
};

} // namespace nb::telemetry
