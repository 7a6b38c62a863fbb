#pragma once
// The part of the option table (core/config/options.h) that OpenTelemetry has named.

#include "core/config/options.h"

namespace nb::config {

// In the order of the documentation.
[[nodiscard]] QList<Option> tracingOptions();

} // namespace nb::config
