#pragma once
// Whether the sender of a request may do what it asks for: spend money, by its origin and its token; read
// what is for operators, by its address.

#include "core/base/result.h"
#include "core/config/cidr.h"
#include "core/server/api/request_record.h"

namespace nb::server {

// Errors: Forbidden for an Origin that neither the settings name nor the route's OriginRule allows;
// Unauthenticated where tokens are set and none of them came. Tokens are compared in a time that depends on
// neither.
[[nodiscard]] Result<> checkAccess(const RequestRecord& record, const config::ServerSettings& settings);

// Whether a client may read what is for operators: everybody, if the list is empty. Error: Forbidden.
[[nodiscard]] Result<> checkOperator(const QHostAddress& client, const config::SubnetList& allowlist);

} // namespace nb::server
