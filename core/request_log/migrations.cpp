#include "core/request_log/migrations.h"

namespace nb::request_log {
namespace {

const QString kVersions = QStringLiteral("CREATE TABLE request_log_schema("
                                         " version INTEGER PRIMARY KEY, program TEXT NOT NULL)");

const QString kIndex =
    QStringLiteral("CREATE INDEX IF NOT EXISTS idx_requests_created_at ON requests(created_at)");

// Not IF NOT EXISTS: a table of that name that is another program's is not written to.
const QString kPostgresTable =
    QStringLiteral("CREATE TABLE requests("
                   " id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,"
                   " created_at TIMESTAMPTZ NOT NULL, request_id TEXT NOT NULL, client_hash TEXT NOT NULL,"
                   " width INTEGER, height INTEGER, image_bytes BIGINT, mask_bytes BIGINT,"
                   " prompt_length BIGINT, engine TEXT, status INTEGER NOT NULL,"
                   " total_seconds DOUBLE PRECISION NOT NULL, validation_seconds DOUBLE PRECISION,"
                   " api_seconds DOUBLE PRECISION, attempts INTEGER, cost_usd DOUBLE PRECISION)");

const QString kSqliteTable =
    QStringLiteral("CREATE TABLE requests("
                   " id INTEGER PRIMARY KEY,"
                   " created_at TEXT NOT NULL, request_id TEXT NOT NULL, client_hash TEXT NOT NULL,"
                   " width INTEGER, height INTEGER, image_bytes INTEGER, mask_bytes INTEGER,"
                   " prompt_length INTEGER, engine TEXT, status INTEGER NOT NULL,"
                   " total_seconds REAL NOT NULL, validation_seconds REAL, api_seconds REAL,"
                   " attempts INTEGER, cost_usd REAL)");

// Any number that no other program takes for a lock in the same database: "nbrqlog" in ASCII.
const QString kPostgresLock = QStringLiteral("SELECT pg_advisory_xact_lock(31070491106897767)");

Result<> migrateLocked(Database& database, const Migrations& migrations) {
    const Result<int> version = schemaVersion(database); // another process may have been quicker
    if (!version)
        return version.error();
    QStringList statements;
    if (*version == 0)
        statements << kVersions;
    for (int next = *version + 1; next <= migrations.size(); ++next)
        statements << migrations[next - 1]
                   << QStringLiteral("INSERT INTO request_log_schema(version, program) VALUES(%1, '%2')")
                          .arg(QString::number(next), QStringLiteral(NB_VERSION));
    for (const QString& sql : std::as_const(statements))
        if (const Result<QSqlQuery> done = database.run(sql); !done)
            return done.error();
    return {};
}

} // namespace

const Migrations& migrationsOf(Kind kind) {
    static const Migrations sqlite{{kSqliteTable, kIndex}};
    static const Migrations postgres{{kPostgresTable, kIndex}};
    return kind == Kind::Sqlite ? sqlite : postgres;
}

// In PostgreSQL not by to_regclass(): without a table in the query it may not yet know of one that another
// process has made while this one waited for the lock.
Result<int> schemaVersion(Database& database) {
    const Result<QVariant> exists = database.value(
        database.kind() == Kind::Sqlite
            ? QStringLiteral("SELECT count(*) FROM sqlite_master WHERE name = 'request_log_schema'")
            : QStringLiteral("SELECT count(*) FROM pg_class WHERE relname = 'request_log_schema'"
                             " AND pg_table_is_visible(oid)"));
    if (!exists)
        return exists.error();
    if (exists->toInt() == 0)
        return 0;
    const Result<QVariant> version =
        database.value(QStringLiteral("SELECT coalesce(max(version), 0) FROM request_log_schema"));
    if (!version)
        return version.error();
    return version->toInt();
}

Result<> migrate(Database& database, const Migrations& migrations) {
    const Result<int> version = schemaVersion(database);
    if (!version)
        return version.error();
    if (*version >= migrations.size())
        return {};
    const QStringList begin = database.kind() == Kind::Sqlite
                                  ? QStringList{QStringLiteral("BEGIN IMMEDIATE")}
                                  : QStringList{QStringLiteral("BEGIN"), kPostgresLock};
    Result<> done;
    for (const QString& sql : begin)
        if (const Result<QSqlQuery> ran = database.run(sql); done && !ran)
            done = ran.error();
    if (done)
        done = migrateLocked(database, migrations);
    if (done)
        if (const Result<QSqlQuery> committed = database.run(QStringLiteral("COMMIT")); !committed)
            done = committed.error();
    if (!done)
        (void)database.run(QStringLiteral("ROLLBACK"));
    return done;
}

} // namespace nb::request_log
