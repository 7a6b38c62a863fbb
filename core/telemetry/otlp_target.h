#pragma once
// Where traces are sent, and with what: the OTEL_* variables put together as the OpenTelemetry specification
// says.

#include "core/config/settings.h"
#include <optional>

namespace nb::telemetry {

struct OtlpTarget {
    QUrl url; // complete
    config::TracingSettings::Pairs headers;
    std::chrono::milliseconds timeout{}; // of one request
    bool gzip = false;
    QString warning = {}; // a sentence for the log about an address that was probably meant otherwise
};

// nullopt: no traces are sent.
[[nodiscard]] std::optional<OtlpTarget> otlpTarget(const config::TracingSettings& settings);

} // namespace nb::telemetry
