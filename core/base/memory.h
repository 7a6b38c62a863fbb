#pragma once
// Memory that grows with what comes from outside: how it is asked for, and what is said when there is none. A
// byte array that is made, filled or joined from a request or a response is resized with these, which return
// false where Qt would throw: an exception must not travel through an event loop. Work on the WorkerPool
// needs them only where a library of C calls back, since the pool turns std::bad_alloc into an Error anyway.
// docs/adr/0016-memory.md says how the rest of the process lives without memory. Safe from any thread.

#include "core/base/error.h"
#include <QByteArray>
#include <QByteArrayView>
#include <cerrno>

namespace nb {

// From this size on, in bytes, an allocation is expected to fail now and then, and each one is checked where
// it is made. Smaller ones have the reserve (core/base/memory_reserve.h).
inline constexpr qsizetype kLargeAllocation = 64 * 1024;

// The one error for lack of memory. detail: for the log, what the memory was for.
[[nodiscard]] Error outOfMemory(const QString& detail = {});

// Each returns false, and leaves `bytes` as they were, if there is not enough memory.
// What resizing adds is not initialised.
[[nodiscard]] bool tryResize(QByteArray& bytes, qsizetype size);
[[nodiscard]] bool tryReserve(QByteArray& bytes, qsizetype size);
[[nodiscard]] bool tryAppend(QByteArray& bytes, QByteArrayView more);

// Whether allocations failed on this thread while it lives: libraries of C report that as damage of what they
// read, or leave something out. It reads errno, which an allocation leaves at ENOMEM when it fails and which
// nothing that only computes changes afterwards; one that failed and was made good may count, too.
class AllocationFailures {
public:
    AllocationFailures() : m_happenedBefore(happened()) { errno = 0; }
    ~AllocationFailures() {
        if (m_happenedBefore)
            errno = ENOMEM;
    }
    AllocationFailures(const AllocationFailures&) = delete;
    AllocationFailures& operator=(const AllocationFailures&) = delete;

    [[nodiscard]] static bool happened() { return errno == ENOMEM; }

private:
    bool m_happenedBefore; // for one around this one
};

} // namespace nb
