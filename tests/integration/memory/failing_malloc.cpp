#include "tests/integration/memory/failing_malloc.h"

#include "core/base/memory_reserve.h"
#include <atomic>
#include <cerrno>
#include <climits>
#include <cstddef>

namespace nb::test {
namespace {

constinit std::atomic<int> left = INT_MAX; // until one fails
constinit std::atomic<int> count = 0;
constinit std::atomic<bool> onlyOnce = true;
constinit std::atomic<bool> failed = false;
constinit thread_local bool isExempt = false;

bool fails(std::size_t size) {
    if (isExempt || !MemoryReserve::isLarge(size) || left == INT_MAX)
        return false;
    ++count;
    const int before = left--;
    const bool fail = onlyOnce ? before == 1 : before <= 1;
    if (fail) {
        failed = true;
        errno = ENOMEM;
    }
    return fail;
}

// As the program's malloc() has it (core/base/memory_reserve.h): what succeeds leaves errno as it was.
template <class Attempt>
void* allocate(std::size_t size, Attempt attempt) {
    if (fails(size))
        return nullptr;
    const int before = errno;
    void* memory = attempt();
    if (memory)
        errno = before;
    return memory;
}

} // namespace

void failAllocation(int n, Fail how) {
    count = 0;
    failed = false;
    onlyOnce = how == Fail::Once;
    left = n;
}

int stopFailing() {
    left = INT_MAX;
    return count;
}

bool hasFailed() {
    return failed;
}

void exemptThisThread() {
    isExempt = true;
}

} // namespace nb::test

extern "C" {

// glibc's names.
// NOLINTBEGIN(bugprone-reserved-identifier,readability-identifier-naming)
void* __libc_malloc(std::size_t size);
void* __libc_calloc(std::size_t count, std::size_t size);
void* __libc_realloc(void* memory, std::size_t size);
void* __libc_memalign(std::size_t alignment, std::size_t size);
// NOLINTEND(bugprone-reserved-identifier,readability-identifier-naming)

void* malloc(std::size_t size) {
    return nb::test::allocate(size, [=] { return __libc_malloc(size); });
}

void* calloc(std::size_t count, std::size_t size) {
    return nb::test::allocate(count * size, [=] { return __libc_calloc(count, size); });
}

void* realloc(void* memory, std::size_t size) {
    return nb::test::allocate(size, [=] { return __libc_realloc(memory, size); });
}

void* memalign(std::size_t alignment, std::size_t size) {
    return nb::test::allocate(size, [=] { return __libc_memalign(alignment, size); });
}

void* aligned_alloc(std::size_t alignment, std::size_t size) {
    return memalign(alignment, size);
}

int posix_memalign(void** memory, std::size_t alignment, std::size_t size) {
    void* aligned = memalign(alignment, size);
    if (!aligned)
        return ENOMEM;
    *memory = aligned;
    return 0;
}

} // extern "C"
