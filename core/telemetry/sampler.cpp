#include "core/telemetry/sampler.h"

#include <QtEndian>
#include <cmath>

namespace nb::telemetry {
namespace {

// The last 7 bytes of a trace id are those that have to be random (W3C Trace Context, level 2).
constexpr quint64 kRandomValues = 1ULL << 56U;

quint64 randomPart(const QByteArray& traceId) {
    return qFromBigEndian<quint64>(traceId.constData() + kTraceIdBytes - 8) % kRandomValues;
}

} // namespace

Sampler::Sampler(const QString& name, double share)
    : m_followsParent(name.startsWith(QLatin1String("parentbased_"))) {
    if (name.endsWith(QLatin1String("always_off")))
        share = 0;
    else if (!name.endsWith(QLatin1String("traceidratio")))
        share = 1;
    m_bound = static_cast<quint64>(std::llround(share * static_cast<double>(kRandomValues)));
}

bool Sampler::samples(const QByteArray& traceId, const TraceParent* parent) const {
    if (m_followsParent && parent)
        return parent->sampled;
    return randomPart(traceId) < m_bound;
}

} // namespace nb::telemetry
