#include "core/server/api/client_key.h"

#include <QCryptographicHash>

namespace nb::server {

namespace {

QByteArray network(const QHostAddress& address) {
    bool isIpv4 = false;
    const quint32 ipv4 = address.toIPv4Address(&isIpv4);
    if (isIpv4)
        return QByteArray::number(ipv4);
    constexpr qsizetype kNetworkBytes = 8;
    const Q_IPV6ADDR ipv6 = address.toIPv6Address();
    return {reinterpret_cast<const char*>(ipv6.c), kNetworkBytes};
}

// What follows "Bearer" in the header.
QByteArray credentials(const QByteArray& authorization) {
    return authorization.mid(authorization.indexOf(' ') + 1).trimmed();
}

} // namespace

QByteArray clientKey(const RequestRecord& record, const config::ServerSettings& settings) {
    const QByteArray who = settings.apiTokens.isEmpty()
                               ? "address " + network(record.client)
                               : "token " + credentials(record.head.value("Authorization"));
    return QCryptographicHash::hash(who, QCryptographicHash::Sha256);
}

} // namespace nb::server
