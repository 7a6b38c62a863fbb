#pragma once
// Waiting while the event loop runs: for a result, and for "nothing else happens" (instead of a fixed wait,
// until all work that has been started is over).

#include "core/base/worker_pool.h"
#include <QCoreApplication>
#include <QFuture>
#include <QTest>

namespace nb::test {

// The result of work; work that does not end within 20 s fails as Internal.
template <class T>
[[nodiscard]] Result<T> finished(const QFuture<Result<T>>& future) {
    if (!QTest::qWaitFor([&future] { return future.isFinished(); }, 20'000))
        return Error{ErrorCode::Internal, QStringLiteral("the test's own limit: the work did not end")};
    return future.result();
}

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
