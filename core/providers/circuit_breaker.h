#pragma once
// Stops calling a service that is known to be failing. It opens when at least half of the last calls failed
// (10 or more within 30 s) and stays open for 15 s, or for 60 s after a refused key; then one probe is let
// through and decides. A call is a whole edit with its retries: one that succeeds at its second attempt is
// no failure, or a service with 30 % of errors would be cut off although every edit gets done. Not
// thread-safe: it belongs to the provider's thread.

#include "core/providers/provider.h"
#include <chrono>
#include <deque>
#include <functional>

namespace nb::providers {

struct BreakerLimits {
    int minCalls = 10;
    std::chrono::milliseconds window{30'000};
    std::chrono::milliseconds openFor{15'000};
    std::chrono::milliseconds openForRefusedKey{60'000};
};

class CircuitBreaker {
public:
    using State = BreakerState;
    enum class Outcome {
        Success,
        Failure,    // unreachable, broken off, timed out, 5xx
        Alive,      // 4xx and 429: it works, the request was at fault; counts neither way
        KeyRefused, // 401, 403
        Unknown,    // cancelled before anything was known
    };
    struct Permit {
        bool allowed = false;
        bool probe = false;               // the one call that decides in HalfOpen
        std::chrono::milliseconds wait{}; // when refused: until it is worth asking again
    };

    explicit CircuitBreaker(std::function<std::chrono::milliseconds()> now, const BreakerLimits& limits = {});

    [[nodiscard]] Permit admit();
    // Once for each permit that was allowed.
    void record(const Permit& permit, Outcome outcome);

    [[nodiscard]] State state() const;
    // Whether the last opening was for a refused key.
    [[nodiscard]] bool keyRefused() const { return m_keyRefused; }

private:
    struct Call {
        std::chrono::milliseconds at;
        bool failed;
    };
    void open(std::chrono::milliseconds duration);
    void close();
    void count(bool failed);

    std::function<std::chrono::milliseconds()> m_now;
    BreakerLimits m_limits;
    std::deque<Call> m_calls; // within the window, oldest first
    bool m_closed = true;
    std::chrono::milliseconds m_openUntil{};
    bool m_probing = false;
    bool m_keyRefused = false;
};

} // namespace nb::providers
