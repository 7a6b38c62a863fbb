#pragma once
// Whether a request that spends money may: its origin and its token.

#include "core/server/api/request_record.h"
#include "core/server/http/error_body.h"

namespace nb::server {

// Nothing if it may; else 403 for an Origin that the settings do not name, or 401 where tokens are set and
// none of them came. Tokens are compared in a time that depends on neither.
[[nodiscard]] std::optional<Problem> accessProblem(const RequestHead& head,
                                                   const config::ServerSettings& settings);

} // namespace nb::server
