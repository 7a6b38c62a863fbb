#pragma once
// The bytes of one request's body, without chunk framing, in one block of memory: filled by the connection,
// handed on by moving, and never copied. Its share of the body memory is free when it is destroyed. Used from
// one thread at a time.

#include "core/server/http/body_memory.h"
#include <QByteArray>

namespace nb::server {

class RequestBody {
public:
    explicit RequestBody(BodyMemory::Share share = {}) : m_share(std::move(share)) {}
    RequestBody(RequestBody&&) = default;
    RequestBody& operator=(RequestBody&&) = default;
    RequestBody(const RequestBody&) = delete;
    RequestBody& operator=(const RequestBody&) = delete;

    [[nodiscard]] const QByteArray& bytes() const { return m_bytes; }
    // Of the body memory; 0 where it is not counted.
    [[nodiscard]] qint64 sharedBytes() const { return m_share.bytes(); }

    // Each returns false, and changes nothing, if there is not enough memory.
    [[nodiscard]] bool reserve(qint64 size);
    [[nodiscard]] bool append(QByteArrayView bytes);
    // Gives back what was reserved and is not needed.
    void trim();

private:
    BodyMemory::Share m_share; // goes last
    QByteArray m_bytes;
};

} // namespace nb::server
