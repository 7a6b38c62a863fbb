#include "core/server/http/request_body.h"
#include "core/base/memory.h"

namespace nb::server {

bool RequestBody::reserve(qint64 size) {
    return tryReserve(m_bytes, size);
}

bool RequestBody::append(QByteArrayView bytes) {
    return tryAppend(m_bytes, bytes);
}

} // namespace nb::server
