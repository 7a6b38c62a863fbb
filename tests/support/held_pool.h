#pragma once
// For tests of what happens while work is waiting or is under way: occupies a WorkerPool until it is told to
// let go, so that the test does not depend on how fast the machine is. And the opposite: waits until a pool
// has nothing left to do.

#include "core/base/worker_pool.h"
#include <QCoreApplication>
#include <QSemaphore>
#include <QTest>
#include <memory>
#include <utility>

namespace nb::test {

// While it lives, whatever is submitted to the pool waits behind its tasks.
class HeldPool {
public:
    // Returns once every thread of `pool`, which outlives it, is occupied.
    explicit HeldPool(WorkerPool& pool) : m_threads(pool.threads()) {
        for (int i = 0; i < m_threads; ++i)
            (void)pool.run([gates = m_gates]() -> Result<> {
                gates->started.release();
                gates->leave.acquire();
                return {};
            });
        m_gates->started.acquire(m_threads);
    }
    ~HeldPool() { release(); }
    HeldPool(const HeldPool&) = delete;
    HeldPool& operator=(const HeldPool&) = delete;

    // Lets the pool go on; once only counts.
    void release() { m_gates->leave.release(std::exchange(m_threads, 0)); }

private:
    struct Gates {
        QSemaphore started;
        QSemaphore leave;
    };
    std::shared_ptr<Gates> m_gates = std::make_shared<Gates>();
    int m_threads;
};

// Returns once `pool` is idle and all continuations on this thread have run, with what they started. False if
// that takes over a minute.
inline bool drain(WorkerPool& pool) {
    do {
        if (!QTest::qWaitFor([&pool] { return pool.busy() == 0; }, 60'000))
            return false;
        QCoreApplication::processEvents();
    } while (pool.busy() > 0);
    return true;
}

} // namespace nb::test
