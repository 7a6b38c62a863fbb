#pragma once
// A finished request as a span, by the semantic conventions of OpenTelemetry for HTTP servers. Never a query,
// a header that may hold a secret, or a body.

#include "core/server/api/request_record.h"

namespace nb::server {

// status: 499 if the client left before its response.
[[nodiscard]] telemetry::TimedStep requestSpan(const RequestRecord& record, int status, qint64 responseBytes);

} // namespace nb::server
