#include "core/server/http/body_memory.h"

#include <algorithm>
#include <mutex>

namespace nb::server {

struct BodyMemory::Book {
    Book(qint64 limitBytes, std::function<void(qint64)> changed)
        : limit(limitBytes), onUsed(std::move(changed)) {}

    // With the mutex held.
    void add(qint64 bytes) {
        used += bytes;
        if (memory && onUsed)
            onUsed(used);
    }

    const qint64 limit;
    const std::function<void(qint64)> onUsed;
    std::mutex mutex;
    qint64 used = 0;              // protected by mutex
    BodyMemory* memory = nullptr; // protected by mutex; null when it is gone
};

void BodyMemory::Share::reduceTo(qint64 bytes) {
    if (!m_book || bytes >= m_bytes)
        return;
    const std::lock_guard lock(m_book->mutex);
    m_book->add(bytes - m_bytes);
    m_bytes = bytes;
    if (m_book->memory)
        QMetaObject::invokeMethod(
            m_book->memory, [memory = m_book->memory] { memory->grantNext(); }, Qt::QueuedConnection);
}

BodyMemory::BodyMemory(qint64 limitBytes, std::function<void(qint64)> onUsed)
    : m_book(std::make_shared<Book>(limitBytes, std::move(onUsed))) {
    m_book->memory = this;
}

BodyMemory::~BodyMemory() {
    const std::lock_guard lock(m_book->mutex);
    m_book->memory = nullptr;
}

void BodyMemory::request(const void* owner, qint64 bytes, Granted granted) {
    m_queue.push_back({owner, std::min(bytes, limit()), std::move(granted)});
    grantNext();
}

void BodyMemory::withdraw(const void* owner) {
    if (std::erase_if(m_queue, [owner](const Waiting& w) { return w.owner == owner; }) > 0)
        grantNext(); // it may have stood before smaller ones
}

void BodyMemory::grantNext() {
    while (!m_queue.empty()) {
        {
            const std::lock_guard lock(m_book->mutex);
            if (m_book->used + m_queue.front().bytes > m_book->limit)
                return;
            m_book->add(m_queue.front().bytes);
        }
        const Waiting next = std::move(m_queue.front());
        m_queue.pop_front();
        next.granted(Share(m_book, next.bytes)); // may ask and withdraw in turn
    }
}

qint64 BodyMemory::limit() const {
    return m_book->limit;
}

qint64 BodyMemory::used() const {
    const std::lock_guard lock(m_book->mutex);
    return m_book->used;
}

qint64 defaultBodyMemory(qint64 memoryLimitBytes, qint64 largestBodyBytes) {
    constexpr qint64 kMost = qint64(512) * 1024 * 1024;
    return std::max(std::min(memoryLimitBytes / 4, kMost), 2 * largestBodyBytes);
}

} // namespace nb::server
