#include "core/config/database_address.h"

#include <QUrl>
#include <QUrlQuery>
#include <algorithm>

namespace nb::config {
namespace {

const QString kSqlite = QStringLiteral("sqlite:");

bool isClean(const QString& text) {
    return std::none_of(text.begin(), text.end(),
                        [](QChar c) { return c.category() == QChar::Other_Control; });
}

// As it is, not percent-decoded: what follows the scheme is a path. "//" would be read in one way by those
// who know URLs and in another by those who know SQLAlchemy's.
std::optional<DatabaseAddress> sqliteOf(const QString& file) {
    if (file.isEmpty() || file.startsWith(QLatin1String("//")) || file.startsWith(QLatin1Char(':')) ||
        file.endsWith(QLatin1Char('/')) || !isClean(file))
        return {};
    DatabaseAddress address;
    address.file = file;
    return address;
}

bool isSslMode(const QString& word) {
    static const QStringList modes{QStringLiteral("disable"),   QStringLiteral("allow"),
                                   QStringLiteral("prefer"),    QStringLiteral("require"),
                                   QStringLiteral("verify-ca"), QStringLiteral("verify-full")};
    return modes.contains(word);
}

// Whether each parameter is known, there once, and allowed. The password is none: it would be shown.
bool takeParameters(const QUrl& url, DatabaseAddress& address) {
    const auto items = QUrlQuery(url).queryItems(QUrl::FullyDecoded);
    for (const auto& [name, value] : items) {
        QString* target = nullptr;
        if (name == QLatin1String("sslmode") && isSslMode(value))
            target = &address.sslMode;
        else if (name == QLatin1String("sslrootcert") && !value.contains(QLatin1Char(';')))
            target = &address.sslRootCert; // QtSql takes a ";" for the end of an option
        else if (name == QLatin1String("host") && value.startsWith(QLatin1Char('/')))
            target = &address.host;
        if (!target || !target->isEmpty() || value.isEmpty())
            return false;
        *target = value;
    }
    return true;
}

std::optional<DatabaseAddress> postgresOf(const QString& text) {
    const QUrl url(text, QUrl::StrictMode);
    if (!url.isValid() || url.hasFragment() || url.port() == 0)
        return {};
    DatabaseAddress address;
    address.kind = DatabaseAddress::Kind::PostgreSql;
    address.host = url.host();
    address.port = static_cast<quint16>(url.port(address.port));
    address.user = url.userName(QUrl::FullyDecoded);
    address.password = url.password(QUrl::FullyDecoded);
    address.database = url.path(QUrl::FullyDecoded).mid(1);
    // An unencoded "/" in a password ends the host early: the rest, with the "@", would be the database.
    const QString path = url.path(QUrl::FullyEncoded);
    const bool isOneName = path.startsWith(QLatin1Char('/')) && path.count(QLatin1Char('/')) == 1 &&
                           !path.contains(QLatin1Char('@'));
    const bool complete = takeParameters(url, address) && isOneName && !address.database.isEmpty() &&
                          !address.host.isEmpty() && (!address.user.isEmpty() || address.password.isEmpty());
    const QStringList all{address.host, address.user, address.password, address.database,
                          address.sslRootCert};
    return complete && std::all_of(all.begin(), all.end(), isClean) ? std::optional(address) : std::nullopt;
}

} // namespace

std::optional<DatabaseAddress> DatabaseAddress::parse(const QString& url) {
    if (url.startsWith(kSqlite))
        return sqliteOf(url.mid(kSqlite.size()));
    for (const char* scheme : {"postgresql://", "postgres://"})
        if (url.startsWith(QLatin1String(scheme)))
            return postgresOf(url);
    return {};
}

QString DatabaseAddress::shown() const {
    if (kind == Kind::Sqlite)
        return kSqlite + file;
    const bool isSocket = host.startsWith(QLatin1Char('/'));
    const bool isIpv6 = host.contains(QLatin1Char(':'));
    const QString place = isIpv6 ? QLatin1Char('[') + host + QLatin1Char(']') : host;
    return isSocket ? QStringLiteral("postgresql:///%1?host=%2").arg(database, host)
                    : QStringLiteral("postgresql://%1:%2/%3").arg(place, QString::number(port), database);
}

QStringList secretsOf(const QString& databaseUrl) {
    const std::optional<DatabaseAddress> address = DatabaseAddress::parse(databaseUrl);
    if (!address || address->password.isEmpty())
        return {};
    return {address->password, QUrl(databaseUrl, QUrl::StrictMode).password(QUrl::FullyEncoded)};
}

} // namespace nb::config
