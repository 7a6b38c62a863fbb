#include "core/request_log/database.h"

#include "core/request_log/postgres_socket.h"
#include <QSqlError>
#include <QUuid>
#include <sys/socket.h>
#include <unistd.h>

namespace nb::request_log {
namespace {

// Seconds that libpq waits for a connection; milliseconds that a statement may take, waiting for locks
// included.
constexpr const char* kPostgresOptions = "connect_timeout=3;application_name=nanobanana";
constexpr const char* kPostgresLimit = "SET statement_timeout = 10000";
constexpr const char* kSqliteOptions = "QSQLITE_BUSY_TIMEOUT=3000";

QString driverOf(Kind kind) {
    return kind == Kind::Sqlite ? QStringLiteral("QSQLITE") : QStringLiteral("QPSQL");
}

// One line of what the database says, where that says anything.
Error failure(const QSqlError& error) {
    QString text = error.databaseText().simplified();
    if (text.isEmpty())
        text = error.driverText().simplified();
    return {ErrorCode::FileUnwritable, text, error.nativeErrorCode()};
}

} // namespace

Database::~Database() {
    close();
}

Result<> Database::checkDriver(Kind kind) {
    if (QSqlDatabase::isDriverAvailable(driverOf(kind)))
        return {};
    return Error{
        ErrorCode::InvalidArgument,
        kind == Kind::Sqlite
            ? QStringLiteral("Qt's driver for SQLite is not installed (package libqt6sql6-sqlite)")
            : QStringLiteral("Qt's driver for PostgreSQL is not installed (package libqt6sql6-psql)")};
}

Result<> Database::open() {
    close();
    m_name = QUuid::createUuid().toString();
    m_database = QSqlDatabase::addDatabase(driverOf(kind()), m_name);
    configure();
    if (!m_database.open()) {
        const Error error = failure(m_database.lastError());
        close();
        return error;
    }
    setSocket(duplicateSocket(m_database));
    if (kind() == Kind::PostgreSql) {
        if (const Result<QSqlQuery> limited = run(QString::fromLatin1(kPostgresLimit)); !limited)
            return limited.error();
        return {};
    }
    // Whoever reads the file then keeps nobody from writing. Where it cannot be had, it works without.
    (void)run(QStringLiteral("PRAGMA journal_mode=WAL"));
    (void)run(QStringLiteral("PRAGMA synchronous=NORMAL"));
    return {};
}

void Database::configure() {
    if (kind() == Kind::Sqlite) {
        m_database.setDatabaseName(m_address.file);
        m_database.setConnectOptions(QString::fromLatin1(kSqliteOptions));
        return;
    }
    m_database.setHostName(m_address.host);
    m_database.setPort(m_address.port);
    m_database.setDatabaseName(m_address.database);
    m_database.setUserName(m_address.user);
    m_database.setPassword(m_address.password);
    QString options = QString::fromLatin1(kPostgresOptions);
    if (!m_address.sslMode.isEmpty())
        options += QStringLiteral(";sslmode=") + m_address.sslMode;
    if (!m_address.sslRootCert.isEmpty()) {
        QString path = m_address.sslRootCert;
        path.replace(QLatin1Char('\\'), QLatin1String("\\\\"))
            .replace(QLatin1Char('\''), QLatin1String("\\'"));
        options += QStringLiteral(";sslrootcert='") + path + QLatin1Char('\'');
    }
    m_database.setConnectOptions(options);
}

void Database::close() {
    setSocket(-1);
    if (m_name.isEmpty())
        return;
    m_database.close();
    m_database = {};
    QSqlDatabase::removeDatabase(std::exchange(m_name, {}));
}

Result<QSqlQuery> Database::run(const QString& sql, const QVariantList& values) {
    QSqlQuery query(m_database);
    query.setForwardOnly(true);
    bool ok = false;
    if (values.isEmpty()) {
        ok = query.exec(sql);
    } else {
        ok = query.prepare(sql);
        for (const QVariant& value : values)
            query.addBindValue(value);
        ok = ok && query.exec();
    }
    if (!ok)
        return failure(query.lastError());
    return query;
}

Result<QVariant> Database::value(const QString& sql) {
    Result<QSqlQuery> query = run(sql);
    if (!query)
        return query.error();
    if (!query->next())
        return failure(query->lastError());
    return query->value(0);
}

void Database::interrupt() {
    const std::lock_guard lock(m_socketMutex);
    if (m_socket >= 0)
        ::shutdown(m_socket, SHUT_RDWR);
}

void Database::setSocket(int descriptor) {
    const std::lock_guard lock(m_socketMutex);
    if (m_socket >= 0)
        ::close(m_socket);
    m_socket = descriptor;
}

} // namespace nb::request_log
