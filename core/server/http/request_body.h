#pragma once
// The bytes of one request's body, without chunk framing, in one block of memory: filled by the connection,
// handed on by moving, and never copied. Used from one thread at a time.

#include <QByteArray>

namespace nb::server {

class RequestBody {
public:
    RequestBody() = default;
    RequestBody(RequestBody&&) = default;
    RequestBody& operator=(RequestBody&&) = default;
    RequestBody(const RequestBody&) = delete;
    RequestBody& operator=(const RequestBody&) = delete;

    [[nodiscard]] const QByteArray& bytes() const { return m_bytes; }

    // Each returns false, and changes nothing, if there is not enough memory.
    [[nodiscard]] bool reserve(qint64 size);
    [[nodiscard]] bool append(QByteArrayView bytes);

private:
    QByteArray m_bytes;
};

} // namespace nb::server
