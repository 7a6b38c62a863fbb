#include "core/server/api/rate_limiter.h"
#include "core/server/api/rate_buckets.h"

#include <algorithm>

namespace nb::server {

RateLimiter::RateLimiter(const Limits& limits, Clock clock)
    : m_limits(limits), m_clock(std::move(clock)), m_buckets(limits.maxClients), m_sites(limits.maxClients) {}

RateLimiter::Bucket& RateLimiter::filledBucket(Buckets& buckets, const QByteArray& key,
                                               const RateLimit& limit) {
    const Time now = m_clock();
    Bucket* bucket = buckets.object(key);
    if (!bucket) {
        buckets.insert(key, new Bucket{static_cast<double>(limit.burst), now});
        bucket = buckets.object(key); // the latest one is never left out
    }
    const double passed = std::chrono::duration<double>(now - bucket->filled).count();
    bucket->tokens = std::min<double>(limit.burst, bucket->tokens + passed * limit.perMinute / 60.0);
    bucket->filled = now;
    return *bucket;
}

RateDecision RateLimiter::take(const QHostAddress& client) {
    const RateNetworks networks = networksOf(client);
    const RateLimit ofSite = siteLimit(m_limits.each);
    Bucket& own = filledBucket(m_buckets, networks.own, m_limits.each);
    Bucket* const site = networks.site.isEmpty() ? nullptr : &filledBucket(m_sites, networks.site, ofSite);
    const bool allowed = own.tokens >= 1 && (!site || site->tokens >= 1);
    const auto takeFrom = [allowed](Bucket& bucket, const RateLimit& limit) {
        if (allowed)
            bucket.tokens -= 1;
        return decisionOn(bucket.tokens, limit);
    };
    RateDecision decision = takeFrom(own, m_limits.each);
    if (site)
        decision = stricter(decision, takeFrom(*site, ofSite));
    decision.allowed = allowed;
    return decision;
}

} // namespace nb::server
