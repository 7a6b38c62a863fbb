#include "core/telemetry/exemplars.h"

#include <algorithm>
#include <chrono>

namespace nb::telemetry {

void Exemplars::keep(const std::string& metric, const Labels& labels, const std::vector<double>& bounds,
                     double value, const QByteArray& traceId) {
    if (traceId.isEmpty())
        return;
    // Buckets are "up to and including"; the last one, +Inf, has no bound.
    const auto bucket =
        static_cast<size_t>(std::lower_bound(bounds.begin(), bounds.end(), value) - bounds.begin());
    const std::chrono::duration<double> now = std::chrono::system_clock::now().time_since_epoch();
    const std::lock_guard lock(m_mutex);
    m_latest[{metric, labels}][bucket] = {traceId, value, now.count()};
}

std::optional<Exemplar> Exemplars::find(const std::string& metric, const Labels& labels,
                                        size_t bucket) const {
    const std::lock_guard lock(m_mutex);
    const auto series = m_latest.find({metric, labels});
    if (series == m_latest.end())
        return {};
    const auto found = series->second.find(bucket);
    return found == series->second.end() ? std::nullopt : std::optional(found->second);
}

} // namespace nb::telemetry
