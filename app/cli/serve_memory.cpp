#include "app/cli/serve_memory.h"

#include "core/base/memory_reserve.h"
#include "core/base/worker_pool.h"
#include "core/telemetry/log.h"
#include <QThread>
#include <algorithm>
#include <array>
#include <malloc.h>

namespace nb::app {
namespace {

// Linux maps the main thread's stack as it is used, and ends a process for which it cannot. One byte at the
// far end has all of it mapped, and takes one page.
[[gnu::noinline]] void mapStackOfThisThread() {
    constexpr std::size_t kStackBytes = 512 * 1024;
    std::array<volatile char, kStackBytes> stack;
    stack[0] = 0;
}

} // namespace

void limitArenas() {
    // With one alone the event loop waits for threads of lower priority: the slowest hundredth of the health
    // checks took three times as long. A second one is enough for two threads of the pool, and more for more.
    mallopt(M_ARENA_MAX, std::max(2, QThread::idealThreadCount() / 4));
}

void prepareForLackOfMemory(WorkerPool& pool) {
    mapStackOfThisThread();
    pool.startThreads();
    if (!memoryReserve().fill())
        log::warning(QStringLiteral("There is not enough memory to set some aside"));
}

} // namespace nb::app
