#include "core/fill/execution.h"

#include "core/base/memory_reserve.h"

#include <algorithm>
#include <atomic>
#include <exception>
#include <mutex>
#include <system_error>
#include <thread>
#include <vector>

namespace nb::fill {

void forEachTask(const Execution& execution, int count, const std::function<void(int)>& f) {
    std::atomic<int> next = 0;
    std::exception_ptr failure;
    std::mutex failureLock;
    const auto run = [&] {
        MemoryReserve::markWorkerThread();
        try {
            for (int task = next++; task < count; task = next++) {
                execution.throwIfStopped();
                f(task);
            }
        } catch (...) {
            next = count;
            const std::lock_guard lock(failureLock);
            if (!failure)
                failure = std::current_exception();
        }
    };
    {
        std::vector<std::jthread> helpers;
        for (int i = 1; i < std::min(execution.threads, count); ++i) {
            try {
                helpers.emplace_back(run);
            } catch (const std::system_error&) {
                break; // no further thread can be started: those that run do all tasks
            }
        }
        run();
    }
    if (failure)
        std::rethrow_exception(failure);
}

void forEachStrip(const Execution& execution, int begin, int end, const std::function<void(int, int)>& f) {
    forEachTask(execution, (end - begin + kStripRows - 1) / kStripRows, [&](int strip) {
        const int first = begin + strip * kStripRows;
        f(first, std::min(first + kStripRows, end));
    });
}

} // namespace nb::fill
