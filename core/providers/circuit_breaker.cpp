#include "core/providers/circuit_breaker.h"

#include <algorithm>
#include <utility>

namespace nb::providers {

CircuitBreaker::CircuitBreaker(std::function<std::chrono::milliseconds()> now, const BreakerLimits& limits)
    : m_now(std::move(now)), m_limits(limits) {}

CircuitBreaker::State CircuitBreaker::state() const {
    if (m_closed)
        return State::Closed;
    return m_now() < m_openUntil ? State::Open : State::HalfOpen;
}

CircuitBreaker::Permit CircuitBreaker::admit() {
    switch (state()) {
    case State::Closed:
        return {true, false, {}};
    case State::Open:
        return {false, false, m_openUntil - m_now()};
    case State::HalfOpen:
        break;
    }
    if (m_probing)
        return {false, false, std::chrono::seconds{1}};
    m_probing = true;
    return {true, true, {}};
}

void CircuitBreaker::record(const Permit& permit, Outcome outcome) {
    if (permit.probe)
        m_probing = false;
    else if (!m_closed)
        return; // a call from before the opening: the probe decides
    switch (outcome) {
    case Outcome::KeyRefused:
        m_keyRefused = true;
        open(m_limits.openForRefusedKey);
        break;
    case Outcome::Failure:
        if (permit.probe)
            open(m_limits.openFor);
        else
            count(true);
        break;
    case Outcome::Success:
        if (permit.probe)
            close();
        count(false);
        break;
    case Outcome::Alive:
        if (permit.probe)
            close();
        break;
    case Outcome::Unknown:
        break;
    }
}

void CircuitBreaker::open(std::chrono::milliseconds duration) {
    m_closed = false;
    m_openUntil = m_now() + duration;
    m_calls.clear();
}

void CircuitBreaker::close() {
    m_closed = true;
    m_keyRefused = false;
    m_calls.clear();
}

void CircuitBreaker::count(bool failed) {
    const auto now = m_now();
    m_calls.push_back({now, failed});
    while (m_calls.front().at <= now - m_limits.window)
        m_calls.pop_front();
    const auto failures =
        std::count_if(m_calls.begin(), m_calls.end(), [](const Call& c) { return c.failed; });
    if (std::ssize(m_calls) >= m_limits.minCalls && failures * 2 >= std::ssize(m_calls)) {
        m_keyRefused = false;
        open(m_limits.openFor);
    }
}

} // namespace nb::providers
