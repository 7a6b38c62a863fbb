#include "core/server/api/rate_limiter.h"

#include <algorithm>
#include <cmath>

namespace nb::server {
namespace {

constexpr qsizetype kClientBytes = 8; // of an IPv6 address: /64
constexpr qsizetype kSiteBytes = 6;   // /48

// The first bytes of an IPv6 address; of an IPv4 address all of it.
QByteArray keyOf(const QHostAddress& client, qsizetype bytes) {
    bool isIpv4 = false;
    const quint32 ipv4 = client.toIPv4Address(&isIpv4);
    if (isIpv4)
        return QByteArray::number(ipv4);
    const Q_IPV6ADDR address = client.toIPv6Address();
    return {reinterpret_cast<const char*>(address.c), bytes};
}

bool isIpv6(const QHostAddress& client) {
    bool isIpv4 = false;
    client.toIPv4Address(&isIpv4);
    return !isIpv4;
}

std::chrono::seconds roundedUp(double seconds) {
    return std::chrono::seconds(static_cast<qint64>(std::ceil(std::max(0.0, seconds))));
}

// What is left, whether a token was taken or not.
RateDecision decisionOn(double tokens, const RateLimit& limit) {
    const double perSecond = limit.perMinute / 60.0;
    return {tokens >= 1, static_cast<int>(tokens), roundedUp((1 - tokens) / perSecond),
            roundedUp((limit.burst - tokens) / perSecond)};
}

// For a request that needs a token of both.
RateDecision stricter(const RateDecision& a, const RateDecision& b) {
    return {a.allowed && b.allowed, std::min(a.remaining, b.remaining),
            std::max(a.untilNextToken, b.untilNextToken), std::max(a.untilFull, b.untilFull)};
}

} // namespace

RateLimiter::RateLimiter(const Limits& limits, Clock clock)
    : m_limits(limits), m_clock(std::move(clock)), m_buckets(limits.maxClients), m_sites(limits.maxClients) {}

RateLimiter::Bucket& RateLimiter::filledBucket(Buckets& buckets, const QByteArray& key,
                                               const RateLimit& limit) {
    const Time now = m_clock();
    Bucket* bucket = buckets.object(key);
    if (!bucket) {
        bucket = new Bucket{static_cast<double>(limit.burst), now};
        buckets.insert(key, bucket); // the cache owns it now
    }
    const double passed = std::chrono::duration<double>(now - bucket->filled).count();
    bucket->tokens = std::min<double>(limit.burst, bucket->tokens + passed * limit.perMinute / 60.0);
    bucket->filled = now;
    return *bucket;
}

RateDecision RateLimiter::take(const QHostAddress& client) {
    const RateLimit siteLimit{m_limits.each.perMinute * kSiteFactor, m_limits.each.burst * kSiteFactor};
    Bucket& own = filledBucket(m_buckets, keyOf(client, kClientBytes), m_limits.each);
    Bucket* const site =
        isIpv6(client) ? &filledBucket(m_sites, keyOf(client, kSiteBytes), siteLimit) : nullptr;
    const bool allowed = own.tokens >= 1 && (!site || site->tokens >= 1);
    const auto takeFrom = [allowed](Bucket& bucket, const RateLimit& limit) {
        if (allowed)
            bucket.tokens -= 1;
        return decisionOn(bucket.tokens, limit);
    };
    RateDecision decision = takeFrom(own, m_limits.each);
    if (site)
        decision = stricter(decision, takeFrom(*site, siteLimit));
    decision.allowed = allowed;
    return decision;
}

} // namespace nb::server
