#pragma once
// How an Error looks to an HTTP client: the status for each ErrorCode, the one JSON body that serves every
// client, and the headers that belong to a status. The headers that every response carries are not added here
// but in core/server/api/common_headers.h.

#include "core/base/error.h"
#include "core/server/http/response.h"

namespace nb::server {

// The one switch from code to status. 499 for Cancelled: only the client cancels.
[[nodiscard]] int httpStatus(ErrorCode code);

// A 422 about several fields, with the message of the first. `problems` is not empty.
[[nodiscard]] Error fieldError(const QList<FieldProblem>& problems);

// The whole response: a 405 has Allow, a 401 WWW-Authenticate; Retry-After is there where the error names a
// time, and with every 503. A 422 lists the faulty fields; a 500 says nothing about its cause.
[[nodiscard]] Response errorResponse(const Error& error, const QByteArray& requestId);

} // namespace nb::server
