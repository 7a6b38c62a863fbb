#include "core/server/api/rate_limiter.h"

#include <algorithm>
#include <cmath>

namespace nb::server {
namespace {

QByteArray bucketKey(const QHostAddress& client) {
    bool isIpv4 = false;
    const quint32 ipv4 = client.toIPv4Address(&isIpv4);
    if (isIpv4)
        return QByteArray::number(ipv4);
    constexpr qsizetype kNetworkBytes = 8;
    const Q_IPV6ADDR address = client.toIPv6Address();
    return {reinterpret_cast<const char*>(address.c), kNetworkBytes};
}

std::chrono::seconds roundedUp(double seconds) {
    return std::chrono::seconds(static_cast<qint64>(std::ceil(std::max(0.0, seconds))));
}

} // namespace

RateLimiter::RateLimiter(const Limits& limits, Clock clock)
    : m_limits(limits), m_clock(std::move(clock)), m_buckets(limits.maxClients) {}

RateLimiter::Bucket& RateLimiter::filledBucket(const QHostAddress& client) {
    const QByteArray key = bucketKey(client);
    const Time now = m_clock();
    Bucket* bucket = m_buckets.object(key);
    if (!bucket) {
        bucket = new Bucket{static_cast<double>(m_limits.each.burst), now};
        m_buckets.insert(key, bucket); // the cache owns it now
    }
    const double passed = std::chrono::duration<double>(now - bucket->filled).count();
    bucket->tokens =
        std::min<double>(m_limits.each.burst, bucket->tokens + passed * m_limits.each.perMinute / 60.0);
    bucket->filled = now;
    return *bucket;
}

RateDecision RateLimiter::take(const QHostAddress& client) {
    Bucket& bucket = filledBucket(client);
    const double perSecond = m_limits.each.perMinute / 60.0;
    RateDecision decision;
    decision.allowed = bucket.tokens >= 1;
    if (decision.allowed)
        bucket.tokens -= 1;
    decision.remaining = static_cast<int>(bucket.tokens);
    decision.untilNextToken = roundedUp((1 - bucket.tokens) / perSecond);
    decision.untilFull = roundedUp((m_limits.each.burst - bucket.tokens) / perSecond);
    return decision;
}

} // namespace nb::server
