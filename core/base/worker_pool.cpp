#include "core/base/worker_pool.h"
#include "core/base/memory_reserve.h"

#include <QCoreApplication>
#include <QThread>
#include <algorithm>
#include <latch>
#include <sys/resource.h>
#include <unistd.h>

namespace nb {
namespace {

// On Linux each thread has a nice value of its own, and threads of the pool live as long as the pool. The
// value is relative to the main thread's: a process that was started under `nice` must not get pool threads
// that have a higher priority than its event loop.
void prepareThisThread() {
    thread_local bool isPrepared = false;
    if (isPrepared)
        return;
    const int mainThread = getpriority(PRIO_PROCESS, static_cast<id_t>(getpid()));
    const int nice = std::min(mainThread + WorkerPool::kNiceIncrement, WorkerPool::kLowestPriority);
    setpriority(PRIO_PROCESS, static_cast<id_t>(gettid()), nice);
    MemoryReserve::markWorkerThread();
    isPrepared = true;
}

} // namespace

WorkerPool::WorkerPool(int threads) {
    m_pool.setMaxThreadCount(threads > 0 ? threads : QThread::idealThreadCount());
    m_pool.setExpiryTimeout(-1);
}

WorkerPool::~WorkerPool() {
    m_pool.waitForDone();
}

void WorkerPool::startThreads() {
    const auto gate = std::make_shared<std::latch>(1);
    for (int i = 0; i < m_pool.maxThreadCount(); ++i)
        start([gate] { gate->wait(); }); // so that none is free for the next one
    gate->count_down();
}

void WorkerPool::start(std::function<void()> task) {
    m_pool.start([task = std::move(task)] {
        prepareThisThread();
        task();
    });
}

void WorkerPool::callOnMainThread(std::function<void()> task) {
    if (QCoreApplication* application = QCoreApplication::instance())
        QMetaObject::invokeMethod(application, std::move(task), Qt::QueuedConnection);
    else
        task();
}

} // namespace nb
