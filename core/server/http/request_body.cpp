#include "core/server/http/request_body.h"
#include "core/base/memory.h"
#include <new>

namespace nb::server {

bool RequestBody::reserve(qint64 size) {
    return tryReserve(m_bytes, size);
}

bool RequestBody::append(QByteArrayView bytes) {
    return tryAppend(m_bytes, bytes);
}

void RequestBody::trim() {
    constexpr qsizetype kWorthIt = 64 * 1024;
    if (m_bytes.capacity() - m_bytes.size() < kWorthIt)
        return;
    try {
        m_bytes.squeeze();
        m_share.reduceTo(m_bytes.size());
    } catch (const std::bad_alloc&) { // then it stays as it is
    }
}

} // namespace nb::server
