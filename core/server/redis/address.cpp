#include "core/server/redis/address.h"

namespace nb::redis {

Address Address::of(const QUrl& url) {
    Address address;
    address.host = url.host();
    address.port = static_cast<quint16>(url.port(address.port));
    address.encryption = url.scheme() == QStringLiteral("rediss") ? Encryption::Tls : Encryption::None;
    address.user = url.userName(QUrl::FullyDecoded).toUtf8();
    address.password = url.password(QUrl::FullyDecoded).toUtf8();
    address.database = url.path().mid(1).toInt();
    return address;
}

QString Address::shown() const {
    QUrl url;
    url.setScheme(encryption == Encryption::Tls ? QStringLiteral("rediss") : QStringLiteral("redis"));
    url.setHost(host);
    url.setPort(port);
    url.setPath(QLatin1Char('/') + QString::number(database));
    return url.toString();
}

} // namespace nb::redis
