#pragma once
// Collects finished spans and delivers them in batches to a collector, on a thread of its own: nobody who
// adds a span waits for the network, for the encoding or for memory. The queue is bounded; what does not fit
// into it, and what cannot be delivered, is dropped and counted.

#include "core/telemetry/otlp_delivery.h"
#include "core/telemetry/span.h"
#include <QThread>
#include <memory>

namespace nb::telemetry {

class Metrics;

struct BatchOptions {
    int queueSize = 2048; // spans
    int batchSize = 512;  // spans
    std::chrono::milliseconds scheduleDelay{5'000};
    std::chrono::milliseconds flushTimeout{5'000}; // at the end
};

class OtlpExporter : public SpanExporter {
public:
    // resource: what describes this process. The metrics must outlive it.
    OtlpExporter(OtlpOptions options, const BatchOptions& batch, SpanAttributes resource, Metrics& metrics);
    // Delivers what is queued, for at most flushTimeout.
    ~OtlpExporter() override;

    void add(Span span) override;

private:
    class Worker;

    QThread m_thread;
    std::unique_ptr<Worker> m_worker; // lives on m_thread
};

} // namespace nb::telemetry
