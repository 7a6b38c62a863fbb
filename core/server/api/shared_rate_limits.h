#pragma once
// The rate limits that several servers share, in Redis. What cannot be asked there in time is decided by the
// limits of this process, which have seen every request that passed here.

#include "core/server/api/rate_limits.h"
#include "core/server/redis/client.h"
#include <QPointer>
#include <memory>

namespace nb::server {

class SharedRateLimits : public RateLimits {
public:
    // The client must outlive it. own: the limits of this process, with the same limit.
    SharedRateLimits(const RateLimit& limit, redis::Client& client, std::unique_ptr<RateLimits> own,
                     std::chrono::milliseconds wait = redis::kRateLimitWait);

    // Decides at most `wait` later. The buckets are those of RateLimiter.
    void take(const QHostAddress& client, Decided decided) override;

    [[nodiscard]] int trackedClients() const override { return m_own->trackedClients(); }

private:
    RateLimit m_limit;
    redis::Client& m_client;
    std::unique_ptr<RateLimits> m_own;
    std::chrono::milliseconds m_wait;
    QObject m_guard;
};

} // namespace nb::server
