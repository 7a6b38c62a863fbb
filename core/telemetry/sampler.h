#pragma once
// Decides which requests are traced, by the samplers that the OpenTelemetry specification names.

#include "core/telemetry/trace_context.h"
#include <QString>

namespace nb::telemetry {

class Sampler {
public:
    // name: a choice of OTEL_TRACES_SAMPLER. share: of the traceidratio ones, 0 to 1.
    Sampler(const QString& name, double share);

    // parent: of the caller; null = there is none.
    [[nodiscard]] bool samples(const QByteArray& traceId, const TraceParent* parent) const;

private:
    bool m_followsParent;
    quint64 m_bound; // trace ids whose last 7 bytes are below it are sampled
};

} // namespace nb::telemetry
