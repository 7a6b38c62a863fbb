#pragma once
// The clocks, the waiting and the random numbers of the retry loop, so that tests can replace them and take
// no real seconds. Not for waiting for the network itself, which always takes real time.

#include <QDateTime>
#include <chrono>
#include <functional>

class QObject;

namespace nb::providers {

struct Timing {
    // A steady clock; only differences mean anything.
    std::function<std::chrono::milliseconds()> now;
    // Civil time in UTC, for dates in answers only.
    std::function<QDateTime()> wallClock;
    // Calls `then` on guard's thread after the wait, unless guard is gone by then.
    std::function<void(std::chrono::milliseconds wait, QObject* guard, std::function<void()> then)> after;
    // Uniform in [0, 1).
    std::function<double()> random;

    static Timing real();
};

} // namespace nb::providers
