#pragma once
// Whether the sender of a request that spends money is allowed to: its origin and its token.

#include "core/base/result.h"
#include "core/server/api/request_record.h"

namespace nb::server {

// Errors: Forbidden for an Origin that the settings do not name; Unauthenticated where tokens are set and
// none of them came. Tokens are compared in a time that depends on neither.
[[nodiscard]] Result<> checkAccess(const RequestHead& head, const config::ServerSettings& settings);

} // namespace nb::server
