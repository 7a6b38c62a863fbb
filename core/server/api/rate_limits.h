#pragma once
// Who counts the requests of each client against the rate limit: this process for itself (rate_limiter.h), or
// all replicas together. It knows addresses and tokens, not HTTP: RateGate decides what a refusal looks like.
// Used from one thread.

#include <QHostAddress>
#include <chrono>
#include <functional>

namespace nb::server {

// A token bucket for each client.
struct RateLimit {
    int perMinute = 60; // tokens that come back in a minute; 1 or more
    int burst = 20;     // tokens that a bucket holds; 1 or more
};

struct RateDecision {
    bool allowed = true;
    int remaining = 0;                     // whole tokens left
    std::chrono::seconds untilNextToken{}; // 0 if there is one, else rounded up
    std::chrono::seconds untilFull{};      // rounded up
};

class RateLimits {
public:
    using Decided = std::function<void(const RateDecision&)>;

    virtual ~RateLimits() = default;

    // Takes a token from the client's bucket if there is one. `decided` is called once, on the thread that
    // asks: before take() returns, or later, when the request may be gone. What is not decided when this is
    // destroyed is never called.
    virtual void take(const QHostAddress& client, Decided decided) = 0;

    // The clients of which this process knows something.
    [[nodiscard]] virtual int trackedClients() const = 0;
};

} // namespace nb::server
