#include "core/fill/work.h"

#include <algorithm>
#include <atomic>
#include <exception>
#include <mutex>
#include <system_error>
#include <thread>
#include <vector>

namespace nb::fill {

void forEachStrip(const Work& work, int begin, int end, const std::function<void(int, int)>& f) {
    const int strips = (end - begin + kStripRows - 1) / kStripRows;
    std::atomic<int> next = 0;
    std::exception_ptr failure;
    std::mutex failureLock;
    const auto run = [&] {
        try {
            for (int strip = next++; strip < strips; strip = next++) {
                work.throwIfStopped();
                const int first = begin + strip * kStripRows;
                f(first, std::min(first + kStripRows, end));
            }
        } catch (...) {
            next = strips;
            const std::lock_guard lock(failureLock);
            if (!failure)
                failure = std::current_exception();
        }
    };
    {
        std::vector<std::jthread> helpers;
        for (int i = 1; i < std::min(work.threads, strips); ++i) {
            try {
                helpers.emplace_back(run);
            } catch (const std::system_error&) {
                break; // no thread to be had: the ones that run do all of it
            }
        }
        run();
    }
    if (failure)
        std::rethrow_exception(failure);
}

} // namespace nb::fill
