#pragma once
// A token bucket for each client, in this process. Used from one thread.

#include "core/server/api/rate_limits.h"
#include <QByteArray>
#include <QCache>

namespace nb::server {

class RateLimiter : public RateLimits {
public:
    using Time = std::chrono::steady_clock::time_point;
    using Clock = std::function<Time()>;

    struct Limits {
        RateLimit each;
        int maxClients = 20'000;
    };

    explicit RateLimiter(const Limits& limits, Clock clock = std::chrono::steady_clock::now);

    // Takes a token from the client's bucket if there is one. IPv6 clients share the bucket of their /64; all
    // of a /48 share a second one, and a request needs a token of both (rate_buckets.h). A refused request
    // takes none. Above maxClients the one that was not seen for longest is forgotten.
    RateDecision take(const QHostAddress& client);
    // Decides at once.
    void take(const QHostAddress& client, Decided decided) override { decided(take(client)); }

    [[nodiscard]] int trackedClients() const override { return static_cast<int>(m_buckets.count()); }

private:
    struct Bucket {
        double tokens = 0;
        Time filled; // when `tokens` was true
    };

    using Buckets = QCache<QByteArray, Bucket>;
    Bucket& filledBucket(Buckets& buckets, const QByteArray& key, const RateLimit& limit);

    Limits m_limits;
    Clock m_clock;
    Buckets m_buckets; // one for each client
    Buckets m_sites;   // one for each /48
};

} // namespace nb::server
