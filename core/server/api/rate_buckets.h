#pragma once
// What the rate limits of one process and those of several have in common: whose tokens a request takes, and
// what the tokens that are left mean. Pure functions.

#include "core/server/api/rate_limits.h"
#include <QByteArray>

namespace nb::server {

// Who shares a bucket with a client.
struct RateNetworks {
    QByteArray own;  // the IPv4 address, or the /64 of an IPv6 one, which is what one of them gets assigned
    QByteArray site; // the /48 of an IPv6 address, which is what a site may get; else empty
};
[[nodiscard]] RateNetworks networksOf(const QHostAddress& client);

// A site has more clients than one.
constexpr int kSiteFactor = 4;
[[nodiscard]] RateLimit siteLimit(const RateLimit& limit);

// By what a bucket holds afterwards, whether a token was taken or not.
[[nodiscard]] RateDecision decisionOn(double tokens, const RateLimit& limit);

// For a request that needs a token of both.
[[nodiscard]] RateDecision stricter(const RateDecision& a, const RateDecision& b);

} // namespace nb::server
