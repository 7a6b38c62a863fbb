#include "core/server/api/client_address.h"
#include "core/server/http/http_syntax.h"

namespace nb::server {
namespace {

QHostAddress normalised(const QHostAddress& address) {
    bool isIpv4 = false;
    const quint32 ipv4 = address.toIPv4Address(&isIpv4);
    return isIpv4 ? QHostAddress(ipv4) : address;
}

// The address of a node as proxies write it: 192.0.2.1, 192.0.2.1:80, 2001:db8::1, [2001:db8::1]:80, in
// quotes or not, with the zone that it has on another machine. Empty if it has none of these forms.
QByteArray withoutPort(QByteArray node) {
    if (node.size() >= 2 && node.startsWith('"') && node.endsWith('"'))
        node = node.sliced(1, node.size() - 2).trimmed();
    const bool bracketed = node.startsWith('[');
    const qsizetype end = bracketed              ? node.indexOf(']')
                          : node.count(':') == 1 ? node.indexOf(':')
                                                 : node.size();
    if (end < 0)
        return {};
    const QByteArrayView port = QByteArrayView(node).sliced(end + (bracketed ? 1 : 0));
    if (!port.isEmpty() && !(port.front() == ':' && isDigits(port.sliced(1))))
        return {};
    const QByteArray address = node.first(end).sliced(bracketed ? 1 : 0);
    return address.split('%').first();
}

// Null if it is no address.
QHostAddress parsed(const QByteArray& text) {
    return normalised(
        config::parseAddress(QString::fromLatin1(withoutPort(text.trimmed()))).value_or(QHostAddress()));
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
    for (auto hop = hops.crbegin(); hop != hops.crend(); ++hop) {
        if (hop->trimmed().isEmpty())
            continue; // an empty element of a list means nothing (RFC 9110)
        const QHostAddress address = parsed(*hop);
        if (address.isNull())
            break;
        client = address;
        if (!trusted.contains(client))
            break;
    }
    return client;
}

} // namespace nb::server
