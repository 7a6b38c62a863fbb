#include "core/server/api/rate_buckets.h"

#include <algorithm>
#include <cmath>

namespace nb::server {
namespace {

constexpr qsizetype kOwnBytes = 8;  // of an IPv6 address: /64
constexpr qsizetype kSiteBytes = 6; // /48

std::chrono::seconds roundedUp(double seconds) {
    return std::chrono::seconds(static_cast<qint64>(std::ceil(std::max(0.0, seconds))));
}

} // namespace

RateNetworks networksOf(const QHostAddress& client) {
    bool isIpv4 = false;
    const quint32 ipv4 = client.toIPv4Address(&isIpv4);
    if (isIpv4)
        return {QByteArray::number(ipv4), {}};
    const Q_IPV6ADDR address = client.toIPv6Address();
    const auto* bytes = reinterpret_cast<const char*>(address.c);
    return {QByteArray(bytes, kOwnBytes), QByteArray(bytes, kSiteBytes)};
}

RateLimit siteLimit(const RateLimit& limit) {
    return {limit.perMinute * kSiteFactor, limit.burst * kSiteFactor};
}

RateDecision decisionOn(double tokens, const RateLimit& limit) {
    const double perSecond = limit.perMinute / 60.0;
    return {tokens >= 1, static_cast<int>(tokens), roundedUp((1 - tokens) / perSecond),
            roundedUp((limit.burst - tokens) / perSecond)};
}

RateDecision stricter(const RateDecision& a, const RateDecision& b) {
    return {a.allowed && b.allowed, std::min(a.remaining, b.remaining),
            std::max(a.untilNextToken, b.untilNextToken), std::max(a.untilFull, b.untilFull)};
}

} // namespace nb::server
