#pragma once
// Where a database is: REQUEST_LOG_URL, parsed. It opens nothing.

#include <QString>
#include <QStringList>
#include <optional>

namespace nb::config {

struct DatabaseAddress {
    enum class Kind { Sqlite, PostgreSql };

    Kind kind = Kind::Sqlite;
    QString file = {}; // of SQLite, as it was written
    // Of PostgreSQL.
    QString host = {}; // a name, an address, or the folder of a Unix socket
    quint16 port = 5432;
    QString user = {};        // empty = that of the process
    QString password = {};    // secret; empty = none
    QString database = {};    // never empty
    QString sslMode = {};     // a word of libpq's; empty = its default
    QString sslRootCert = {}; // a PEM file; empty = libpq's default

    // sqlite:/folder/file.db, sqlite:file.db; postgresql://user:password@host:5432/database, where user,
    // password and port may be missing, and ?sslmode=…&sslrootcert=… or, without a host, ?host=/folder may
    // follow. Nothing else is accepted, so that no secret stands where it would be shown.
    [[nodiscard]] static std::optional<DatabaseAddress> parse(const QString& url);

    // For logs: without user and password.
    [[nodiscard]] QString shown() const;
};

// What must not be shown of such a URL: the password as it is and as it was written. Empty if there is none.
[[nodiscard]] QStringList secretsOf(const QString& databaseUrl);

} // namespace nb::config
