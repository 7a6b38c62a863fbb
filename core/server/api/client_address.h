#pragma once
// Who a request comes from, for rate limits and logs: the peer, or what a trusted proxy reports.

#include "core/config/cidr.h"
#include <QByteArray>
#include <QHostAddress>

namespace nb::server {

// The peer, unless it is in `trusted`: then the rightmost address of X-Forwarded-For that is not trusted
// itself, since everything left of it may be forged; without that header X-Real-IP. An entry that is no
// address ends the search at the hop before it. An entry may have a port, quotes and a zone, which do not
// count. IPv4 that came through an IPv6 socket is IPv4.
[[nodiscard]] QHostAddress clientAddress(const QHostAddress& peer, const QByteArray& forwardedFor,
                                         const QByteArray& realIp, const config::SubnetList& trusted);

} // namespace nb::server
