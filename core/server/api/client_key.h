#pragma once
// Who a request comes from, as far as clients share something: places in the queue, and the names in which
// they keep their Idempotency-Keys. Rate limits go by the address alone.

#include "core/server/api/request_record.h"

namespace nb::server {

// A digest of the API token where tokens are asked for, since a client may have several addresses; else the
// address, of IPv6 its /64, which is what one client gets assigned. The record has passed checkAccess(): its
// token is a valid one. 32 bytes; it does not tell the token.
[[nodiscard]] QByteArray clientKey(const RequestRecord& record, const config::ServerSettings& settings);

} // namespace nb::server
