#pragma once
// A token bucket for each client. It knows addresses and time, not HTTP: RateGate decides which headers and
// status a refusal gets. Used from one thread.

#include <QByteArray>
#include <QCache>
#include <QHostAddress>
#include <chrono>
#include <functional>

namespace nb::server {

class RateLimiter {
public:
    using Time = std::chrono::steady_clock::time_point;
    using Clock = std::function<Time()>;

    struct Limits {
        int perMinute = 60; // tokens that come back in a minute; 1 or more
        int burst = 20;     // tokens that a bucket holds; 1 or more
        int maxClients = 20'000;
    };

    struct Decision {
        bool allowed = true;
        int remaining = 0;                     // whole tokens left
        std::chrono::seconds untilNextToken{}; // 0 if there is one, else rounded up
        std::chrono::seconds untilFull{};      // rounded up
    };

    explicit RateLimiter(const Limits& limits, Clock clock = std::chrono::steady_clock::now);

    // Takes a token from the client's bucket if there is one. IPv6 clients share the bucket of their /64,
    // which is what one of them gets assigned. Above maxClients the one that was not seen for longest is
    // forgotten.
    Decision take(const QHostAddress& client);
    // The same without taking anything.
    Decision look(const QHostAddress& client);

    [[nodiscard]] int trackedClients() const { return static_cast<int>(m_buckets.count()); }
    [[nodiscard]] const Limits& limits() const { return m_limits; }

private:
    struct Bucket {
        double tokens = 0;
        Time filled; // when `tokens` was true
    };

    Bucket& filledBucket(const QHostAddress& client);
    [[nodiscard]] Decision decisionOn(const Bucket& bucket) const;

    Limits m_limits;
    Clock m_clock;
    QCache<QByteArray, Bucket> m_buckets;
};

} // namespace nb::server
