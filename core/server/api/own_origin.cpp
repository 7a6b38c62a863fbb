#include "core/server/api/own_origin.h"
#include "core/config/cidr.h"

namespace nb::server {

namespace {

// host: lower case, with a port or without, and with brackets around an IPv6 address.
bool isBeyondRebinding(const QByteArray& host) {
    const auto isAddress = [](const QByteArray& text, QAbstractSocket::NetworkLayerProtocol protocol) {
        const std::optional<QHostAddress> address = config::parseAddress(QString::fromLatin1(text));
        return address && address->protocol() == protocol;
    };
    if (host.startsWith('['))
        return isAddress(host.mid(1, host.indexOf(']') - 1), QAbstractSocket::IPv6Protocol);
    const QByteArray name = host.split(':').first();
    return name == "localhost" || name.endsWith(".localhost") ||
           isAddress(name, QAbstractSocket::IPv4Protocol);
}

} // namespace

bool isOwnOrigin(const RequestHead& head, bool usesTls) {
    QByteArray host = head.value("Host").toLower();
    const QByteArray defaultPort = usesTls ? ":443" : ":80"; // which no Origin names
    if (host.endsWith(defaultPort))
        host.chop(defaultPort.size());
    const QByteArray own = (usesTls ? QByteArray("https://") : QByteArray("http://")) + host;
    return head.value("Origin") == own && isBeyondRebinding(host);
}

} // namespace nb::server
