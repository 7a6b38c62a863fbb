#pragma once
// Whether a request comes from a page that this very port has served, by Origin and Host.

#include "core/server/http/request_head.h"

namespace nb::server {

// True if Origin is scheme and Host of the request, and the host is one whose address nobody else decides:
// an IP literal, localhost, or a name under .localhost. Of any other name a stranger may be the owner who
// lets it resolve to this server (DNS rebinding): his page has an Origin equal to its Host too. Such names
// belong into ALLOWED_ORIGINS. An Origin counts only in the form in which browsers write it.
[[nodiscard]] bool isOwnOrigin(const RequestHead& head, bool usesTls);

} // namespace nb::server
