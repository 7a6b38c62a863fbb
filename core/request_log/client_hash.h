#pragma once
// What stands in the request log for a client: the same client has the same hash, and who has no key cannot
// find the client behind it by trying all addresses, which a plain or salted hash would allow (there are few
// IPv4 addresses, and a salt in the table goes wherever the table goes).

#include <QByteArray>
#include <QString>

namespace nb::request_log {

class ClientHash {
public:
    // An empty key is replaced by a random one.
    explicit ClientHash(QByteArray key);

    // 32 hexadecimal digits: the first half of the HMAC-SHA-256.
    [[nodiscard]] QString of(const QByteArray& client) const;

private:
    QByteArray m_key;
};

} // namespace nb::request_log
