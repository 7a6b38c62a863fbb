#pragma once
// What keeps a process alive that has no memory left: some memory that is set aside at the start and given
// back as soon as a small allocation fails, so that the small things, of which there are thousands and which
// nobody can check one by one (an event, a string of a log line, the error itself), still succeed. Until the
// reserve is whole again every large allocation fails at once, which ends the work that takes the memory.
// What is small depends on the thread: work on a thread of the WorkerPool can be ended with an Error from
// kLargeAllocation on; an event loop, ours or one of Qt's, cannot, and its buffers count as small.
// This is the policy alone; app/malloc.cpp puts it below malloc() of the programs that want it. Safe from any
// thread. Nothing here allocates but through the functions that it is given.

#include "core/base/memory.h"
#include <array>
#include <atomic>
#include <cerrno>
#include <cstddef>
#include <mutex>

namespace nb {

class MemoryReserve {
public:
    using Allocate = void* (*)(std::size_t);
    using Free = void (*)(void*);

    // Blocks instead of one piece: below malloc()'s threshold for mappings of their own, so that they lie in
    // its heap and what is given back can be had again even where no further page may be mapped.
    static constexpr std::size_t kBlockBytes = 100 * 1024;
    static constexpr std::size_t kBlocks = 80;

    // Of malloc's kind; not called yet.
    constexpr MemoryReserve(Allocate take, Free giveUp) : m_allocate(take), m_free(giveUp) {}

    // For this thread, from now on: what fails there ends one piece of work and no event loop.
    static void markWorkerThread() { smallBelow = std::size_t(kLargeAllocation); }

    // Whether an allocation of this size on this thread may fail without harm: whether it is large.
    [[nodiscard]] static bool isLarge(std::size_t size) { return size >= smallBelow; }

    // Sets the memory aside, or what is missing of it. False if there is not enough: then nothing is set
    // aside that was not before.
    bool fill();
    // The same, if it was filled once: for whoever looks from time to time.
    void refill();
    // Whether all of it is set aside.
    [[nodiscard]] bool isWhole() const { return m_state.load(std::memory_order_relaxed) == State::Whole; }

    // `attempt` is asked for `size` bytes and returns null if it has none. Null, with errno ENOMEM, is the
    // answer. With memory errno is what it was before: glibc leaves ENOMEM there when it has made up for
    // something that failed inside, with memory to spare too, and AllocationFailures would take it for a
    // lack.
    template <class Attempt>
    void* allocate(std::size_t size, Attempt attempt) {
        const int before = errno;
        void* memory = attemptWithReserve(size, attempt);
        if (memory)
            errno = before;
        return memory;
    }

private:
    template <class Attempt>
    void* attemptWithReserve(std::size_t size, Attempt attempt) {
        if (!isLarge(size)) {
            void* memory = attempt();
            return memory ? memory : allocateAgain(attempt);
        }
        if (m_state.load(std::memory_order_relaxed) == State::Unused)
            return attempt();
        // The lock keeps a large allocation from taking what is given back for a small one.
        const std::lock_guard lock(m_lock);
        if (!isWhole() && !fillLocked()) {
            errno = ENOMEM;
            return nullptr;
        }
        return attempt();
    }

    // Over the largest buffers of Qt Network, of 256 KiB with the limits that our code sets.
    static constexpr std::size_t kEventLoopAllocation = 512 * 1024;
    static inline constinit thread_local std::size_t smallBelow = kEventLoopAllocation; // bytes

    enum class State : char { Unused, Whole, GivenBack };

    template <class Attempt>
    void* allocateAgain(Attempt attempt) {
        if (m_state.load(std::memory_order_relaxed) == State::Unused)
            return nullptr;
        const std::lock_guard lock(m_lock);
        giveBack();
        return attempt();
    }

    bool fillLocked();
    void giveBack();

    Allocate m_allocate;
    Free m_free;
    std::mutex m_lock;
    std::atomic<State> m_state = State::Unused;
    std::array<void*, kBlocks> m_blocks{};
};

// That of this process, over the C library's malloc(). Unused, and of no effect, until somebody fills it in a
// program that has app/malloc.cpp.
[[nodiscard]] MemoryReserve& memoryReserve();

} // namespace nb
