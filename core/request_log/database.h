#pragma once
// One connection to the database of the request log, of either kind. It knows SQL's words, not the table.
// Blocking. Everything but interrupt() is used on one thread, since QtSql ties a connection to its thread.

#include "core/base/result.h"
#include "core/config/database_address.h"
#include <QSqlDatabase>
#include <QSqlQuery>
#include <QVariant>
#include <mutex>

namespace nb::request_log {

using Kind = config::DatabaseAddress::Kind;

class Database {
public:
    explicit Database(config::DatabaseAddress address) : m_address(std::move(address)) {}
    ~Database();
    Database(const Database&) = delete;
    Database& operator=(const Database&) = delete;

    // Error: InvalidArgument, if Qt's driver for it is not installed. Needs a QCoreApplication.
    [[nodiscard]] static Result<> checkDriver(Kind kind);

    // Connects again. Waits for a few seconds at most. All errors of this and of run() are FileUnwritable and
    // say what the database says.
    Result<> open();
    void close(); // rolls back what is not committed
    [[nodiscard]] bool isOpen() const { return m_database.isOpen(); }

    // One statement with values for its "?". Without values it is not prepared, which not all statements can
    // be.
    Result<QSqlQuery> run(const QString& sql, const QVariantList& values = {});
    // The first column of the first row. Error also if there is none.
    Result<QVariant> value(const QString& sql);

    [[nodiscard]] Kind kind() const { return m_address.kind; }
    [[nodiscard]] const config::DatabaseAddress& address() const { return m_address; }

    // Any thread: lets what waits for PostgreSQL's answer fail, and the connection with it. SQLite, which
    // waits for locks no longer than a few seconds, is not touched.
    void interrupt();

private:
    void configure();
    void setSocket(int descriptor);

    const config::DatabaseAddress m_address;
    QString m_name; // of the connection; empty = none
    QSqlDatabase m_database;
    std::mutex m_socketMutex; // guards the next one
    int m_socket = -1;
};

} // namespace nb::request_log
