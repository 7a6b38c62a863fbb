#include "core/base/memory_reserve.h"

#include <cstdlib>

// The C library's own, whoever has taken over the names without underscores.
extern "C" void* __libc_malloc(std::size_t size);
extern "C" void __libc_free(void* memory);

namespace nb {

bool MemoryReserve::fill() {
    const std::lock_guard lock(m_lock);
    return fillLocked();
}

void MemoryReserve::refill() {
    if (m_state == State::GivenBack)
        (void)fill();
}

bool MemoryReserve::fillLocked() {
    if (isWhole())
        return true;
    for (void*& block : m_blocks)
        if (block = m_allocate(kBlockBytes); !block) {
            giveBack();
            return false;
        }
    m_state = State::Whole;
    return true;
}

void MemoryReserve::giveBack() {
    if (m_state != State::Unused)
        m_state = State::GivenBack;
    for (void*& block : m_blocks) {
        m_free(block); // null where there is none
        block = nullptr;
    }
}

MemoryReserve& memoryReserve() {
    // malloc() is called before any constructor runs.
    static constinit MemoryReserve reserve(__libc_malloc, __libc_free);
    return reserve;
}

} // namespace nb
