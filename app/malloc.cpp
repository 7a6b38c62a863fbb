// The C library's malloc() with the memory reserve below it, for this program and every library that it
// loads: glibc is made for programs that bring their own. A program that fills no reserve has the other half
// of it: errno stays as it was where an allocation succeeds. free() is glibc's as it is. Not a library of
// ours: only a program that is linked with this file has it, and none that a sanitizer watches, which brings
// its own malloc() too.

#include "core/base/memory_reserve.h"

#include <cerrno>
#include <cstddef>
#include <cstdint>

extern "C" {

// glibc's names.
// NOLINTBEGIN(bugprone-reserved-identifier,readability-identifier-naming)
void* __libc_malloc(std::size_t size);
void* __libc_calloc(std::size_t count, std::size_t size);
void* __libc_realloc(void* memory, std::size_t size);
void* __libc_memalign(std::size_t alignment, std::size_t size);
// NOLINTEND(bugprone-reserved-identifier,readability-identifier-naming)

void* malloc(std::size_t size) {
    return nb::memoryReserve().allocate(size, [=] { return __libc_malloc(size); });
}

void* calloc(std::size_t count, std::size_t size) {
    std::size_t bytes = 0;
    if (__builtin_mul_overflow(count, size, &bytes)) {
        errno = ENOMEM;
        return nullptr;
    }
    return nb::memoryReserve().allocate(bytes, [=] { return __libc_calloc(count, size); });
}

void* realloc(void* memory, std::size_t size) {
    if (memory && size == 0) // frees it, and null is no failure
        return __libc_realloc(memory, size);
    return nb::memoryReserve().allocate(size, [=] { return __libc_realloc(memory, size); });
}

void* memalign(std::size_t alignment, std::size_t size) {
    return nb::memoryReserve().allocate(size, [=] { return __libc_memalign(alignment, size); });
}

void* aligned_alloc(std::size_t alignment, std::size_t size) {
    return memalign(alignment, size);
}

int posix_memalign(void** memory, std::size_t alignment, std::size_t size) {
    const bool isPowerOfTwo = alignment != 0 && (alignment & (alignment - 1)) == 0;
    if (!isPowerOfTwo || alignment % sizeof(void*) != 0)
        return EINVAL;
    const int before = errno; // which this function must not change
    void* aligned = memalign(alignment, size);
    if (!aligned)
        return ENOMEM;
    errno = before;
    *memory = aligned;
    return 0;
}

} // extern "C"
