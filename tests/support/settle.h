#pragma once
// The condition for "and nothing else happens": instead of a fixed wait, wait until all work that has been
// started is over.

#include "core/base/worker_pool.h"
#include <QCoreApplication>
#include <QTest>

namespace nb::test {

// Handles all events that are pending, zero timers included, and those that they cause.
inline void handleEvents() {
    constexpr int kRounds = 5; // a continuation may post another one
    for (int round = 0; round < kRounds; ++round) {
        QCoreApplication::sendPostedEvents();
        QCoreApplication::processEvents();
    }
}

// Waits until the pool has no work and all its continuations have run. False if that takes over five seconds.
[[nodiscard]] inline bool settle(WorkerPool& pool) {
    const bool idle = QTest::qWaitFor([&] {
        handleEvents();
        return pool.busy() == 0;
    });
    handleEvents();
    return idle && pool.busy() == 0;
}

} // namespace nb::test
