#include "core/server/api/wait_estimate.h"

#include <algorithm>
#include <vector>

namespace nb::server {

namespace {

constexpr std::size_t kRemembered = 31;
constexpr std::chrono::seconds kMinRetryAfter{1};
constexpr std::chrono::seconds kMaxRetryAfter{60};

} // namespace

void WaitEstimate::add(std::chrono::nanoseconds duration) {
    m_last.push_back(duration);
    if (m_last.size() > kRemembered)
        m_last.pop_front();
}

std::chrono::nanoseconds WaitEstimate::typicalEdit() const {
    if (m_last.empty())
        return kUnknown;
    std::vector<std::chrono::nanoseconds> sorted(m_last.begin(), m_last.end());
    const auto middle = sorted.begin() + static_cast<std::ptrdiff_t>(sorted.size() / 2);
    std::nth_element(sorted.begin(), middle, sorted.end());
    return *middle;
}

std::chrono::nanoseconds WaitEstimate::untilStart(int ahead, int slots) const {
    return typicalEdit() * (ahead + 1) / slots;
}

std::chrono::seconds retryAfter(std::chrono::nanoseconds wait) {
    return std::clamp(std::chrono::ceil<std::chrono::seconds>(wait), kMinRetryAfter, kMaxRetryAfter);
}

} // namespace nb::server
