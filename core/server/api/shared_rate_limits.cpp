#include "core/server/api/shared_rate_limits.h"

#include "core/server/api/rate_buckets.h"
#include "core/server/redis/token_bucket.h"

namespace nb::server {
namespace {

using redis::Bucket;

Bucket bucketOf(const QByteArray& key, const RateLimit& limit) {
    return {"nanobanana:rate:" + key, limit.perMinute, limit.burst};
}

// In braces what both keys of a client have in common: a cluster keeps them together.
QList<Bucket> bucketsOf(const QHostAddress& client, const RateLimit& limit) {
    const RateNetworks networks = networksOf(client);
    if (networks.site.isEmpty())
        return {bucketOf('{' + networks.own.toHex() + '}', limit)};
    const QByteArray site = '{' + networks.site.toHex() + '}';
    return {bucketOf(site + ':' + networks.own.toHex(), limit), bucketOf(site, siteLimit(limit))};
}

RateDecision decisionOf(const redis::BucketsState& state, const RateLimit& limit) {
    RateDecision decision = decisionOn(state.tokens.front(), limit);
    if (state.tokens.size() > 1)
        decision = stricter(decision, decisionOn(state.tokens.back(), siteLimit(limit)));
    decision.allowed = state.taken;
    return decision;
}

} // namespace

SharedRateLimits::SharedRateLimits(const RateLimit& limit, redis::Client& client,
                                   std::unique_ptr<RateLimits> own, std::chrono::milliseconds wait)
    : m_limit(limit), m_client(client), m_own(std::move(own)), m_wait(wait) {}

void SharedRateLimits::take(const QHostAddress& client, Decided decided) {
    redis::takeTokens(m_client, bucketsOf(client, m_limit), m_wait,
                      [this, client, decided = std::move(decided),
                       guard = QPointer(&m_guard)](const std::optional<redis::BucketsState>& state) {
                          if (!guard)
                              return;
                          if (!state) {
                              m_own->take(client, decided);
                              return;
                          }
                          // So that a client does not get a full bucket when Redis goes away.
                          if (state->taken)
                              m_own->take(client, [](const RateDecision&) {});
                          decided(decisionOf(*state, m_limit));
                      });
}

} // namespace nb::server
