#pragma once
// Whether an address is one of the public internet: what a picture may be fetched from when a service names
// the address. Everything that leads back into our own network is not (server-side request forgery).

class QHostAddress;

namespace nb::providers {

// False for loopback, private, link-local, carrier-grade NAT, multicast, documentation and reserved ranges,
// and for IPv6 forms that carry an IPv4 address (mapped, 6to4, Teredo, NAT64, ISATAP).
[[nodiscard]] bool isPublicAddress(const QHostAddress& address);

} // namespace nb::providers
