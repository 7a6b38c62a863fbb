#pragma once
// How long an edit takes here, from the last ones: what queues and refusals tell their clients to expect.
// Used from one thread.

#include <chrono>
#include <deque>

namespace nb::server {

class WaitEstimate {
public:
    // An edit held its slot that long.
    void add(std::chrono::nanoseconds duration);

    [[nodiscard]] bool isKnown() const { return !m_last.empty(); }
    // The median of the last ones, so that a single slow or failed one does not count; kUnknown while there
    // is none.
    [[nodiscard]] std::chrono::nanoseconds typicalEdit() const;

    // Until a newcomer starts: `ahead` edits wait before it for one of `slots`, which are all taken.
    [[nodiscard]] std::chrono::nanoseconds untilStart(int ahead, int slots) const;

    static constexpr std::chrono::seconds kUnknown{5};

private:
    std::deque<std::chrono::nanoseconds> m_last;
};

// As a Retry-After: whole seconds, rounded up, 1 to 60.
[[nodiscard]] std::chrono::seconds retryAfter(std::chrono::nanoseconds wait);

} // namespace nb::server
