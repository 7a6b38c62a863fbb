#pragma once
// The bounded pool on which all work on pixels runs, so that no event loop ever waits for it. Its threads run
// at a lower scheduling priority than the rest of the process: with all cores busy, a request that only needs
// the event loop is still answered at once. Its queue has no limit: callers decide before how much may be
// submitted (the server by admission, the studio by its queue of generations).

#include "core/base/current_exception.h"
#include "core/base/result.h"
#include <QFuture>
#include <QPromise>
#include <QThreadPool>
#include <exception>
#include <functional>
#include <memory>
#include <optional>
#include <type_traits>

namespace nb {

class WorkerPool {
public:
    static constexpr int kNiceIncrement = 10;  // added to the main thread's nice value
    static constexpr int kLowestPriority = 19; // the largest nice value

    // threads: 1 or more; 0 = one for each core.
    explicit WorkerPool(int threads = 0);
    ~WorkerPool(); // waits for all tasks
    WorkerPool(const WorkerPool&) = delete;
    WorkerPool& operator=(const WorkerPool&) = delete;

    // Starts all threads now, for a process that may run out of memory later: QThreadPool does not tell that
    // it could not start one, and the work would never be done. Returns before they have started.
    void startThreads();

    [[nodiscard]] int threads() const { return m_pool.maxThreadCount(); }
    [[nodiscard]] int busy() const { return m_pool.activeThreadCount(); }

    // Runs `work`, a callable that returns Result<T>, on a pool thread; safe from any thread. The future is
    // finished by the main thread's event loop, so that a guard which lives there can die at any time: a
    // future that the pool's thread finishes may post to a guard which is just being destroyed (Qt 6.4 checks
    // that it lives, then posts). The main thread must therefore never block for a future.
    // The future always finishes with a value: an exception that leaves `work` becomes an Error
    // (core/base/current_exception.h), and the future is never cancelled, so that a plain .then(guard, f)
    // always runs. `work`, with all that it holds, is destroyed before the future is finished: whoever gets
    // the result may be the only one left who holds the samples.
    template <class Work>
    [[nodiscard]] auto run(Work work) -> QFuture<std::invoke_result_t<Work>> {
        using R = std::invoke_result_t<Work>;
        auto promise = std::make_shared<QPromise<R>>();
        QFuture<R> future = promise->future();
        promise->start();
        start([promise, work = std::optional<Work>(std::move(work))]() mutable {
            promise->addResult(guarded<R>(*work));
            work.reset();
            callOnMainThread([promise = std::move(promise)] { promise->finish(); });
        });
        return future;
    }

private:
    template <class R, class Work>
    static R guarded(Work& work) {
        try {
            return work();
        } catch (...) {
            return R(currentExceptionAsError());
        }
    }
    void start(std::function<void()> task);
    // Calls it on this thread where there is no application.
    static void callOnMainThread(std::function<void()> task);

    QThreadPool m_pool;
};

// A future that is already finished.
template <class R>
[[nodiscard]] QFuture<R> readyFuture(R value) {
    QPromise<R> promise;
    promise.start();
    promise.addResult(std::move(value));
    promise.finish();
    return promise.future();
}

} // namespace nb
