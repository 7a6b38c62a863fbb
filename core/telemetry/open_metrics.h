#pragma once
// The exposition in the OpenMetrics 1.0 format, which carries exemplars: for scrapers that ask for it.

#include "core/telemetry/exemplars.h"
#include <prometheus/metric_family.h>
#include <vector>

namespace nb::telemetry {

[[nodiscard]] QByteArray openMetricsText(const std::vector<prometheus::MetricFamily>& families,
                                         const Exemplars& exemplars);

} // namespace nb::telemetry
