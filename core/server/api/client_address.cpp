#include "core/server/api/client_address.h"

#include <ranges>

namespace nb::server {
namespace {

QHostAddress normalised(const QHostAddress& address) {
    bool isIpv4 = false;
    const quint32 ipv4 = address.toIPv4Address(&isIpv4);
    return isIpv4 ? QHostAddress(ipv4) : address;
}

QHostAddress parsed(const QByteArray& text) {
    return normalised(QHostAddress(QString::fromLatin1(text.trimmed())));
}

} // namespace

QHostAddress clientAddress(const QHostAddress& peer, const QByteArray& forwardedFor, const QByteArray& realIp,
                           const config::SubnetList& trusted) {
    QHostAddress client = normalised(peer);
    if (!trusted.contains(client))
        return client;
    if (forwardedFor.trimmed().isEmpty()) {
        const QHostAddress real = parsed(realIp);
        return real.isNull() ? client : real;
    }
    const QList<QByteArray> hops = forwardedFor.split(',');
    for (const QByteArray& hop : std::views::reverse(hops)) {
        const QHostAddress address = parsed(hop);
        if (address.isNull())
            break;
        client = address;
        if (!trusted.contains(client))
            break;
    }
    return client;
}

} // namespace nb::server
