#pragma once
// Where Redis is and who asks: REDIS_URL, whose form core/config has checked.

#include <QByteArray>
#include <QString>
#include <QUrl>

namespace nb::redis {

enum class Encryption { None, Tls };

struct Address {
    QString host;
    quint16 port = 6379;
    Encryption encryption = Encryption::None;
    QByteArray user;     // of the access control list; empty = the default user
    QByteArray password; // secret; empty = none is sent
    int database = 0;
    QString certificateAuthorities = {}; // a PEM file, for Tls; empty = those of the system

    // redis://user:password@host:6379/0; rediss:// for TLS.
    [[nodiscard]] static Address of(const QUrl& url);
    // For logs: the URL without user and password.
    [[nodiscard]] QString shown() const;
};

} // namespace nb::redis
