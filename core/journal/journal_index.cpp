#include "core/journal/journal_index.h"

#include "core/edit/report.h"
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QSqlDatabase>
#include <QSqlError>
#include <QSqlQuery>
#include <QTimeZone>
#include <QUuid>
#include <QVariant>
#include <optional>

namespace nb::journal {
namespace {

constexpr int kApplicationId = 0x4e424a31; // "NBJ1", in the file's header
constexpr int kVersion = 2;                // 1 had no column 'options'

// SQLite's primary result codes.
constexpr int kSqliteCorrupt = 11;
constexpr int kSqliteNotADatabase = 26;

const QString kCreate = QStringLiteral(
    "CREATE TABLE entries("
    " id INTEGER PRIMARY KEY AUTOINCREMENT, session TEXT NOT NULL,"
    " state TEXT NOT NULL CHECK(state IN ('begun', 'done', 'failed', 'interrupted')),"
    " name TEXT NOT NULL, picture_sha256 TEXT NOT NULL, picture TEXT NOT NULL, mask TEXT NOT NULL,"
    " prompt TEXT NOT NULL, seed INTEGER, strength REAL NOT NULL, guidance_scale REAL NOT NULL,"
    " preserve_unmasked INTEGER NOT NULL, plan TEXT, engine TEXT NOT NULL, result TEXT, report TEXT,"
    " error_code TEXT, error_message TEXT, began_ms INTEGER NOT NULL, ended_ms INTEGER, options TEXT)");

const QString kColumns =
    QStringLiteral("id, state, name, picture_sha256, picture, mask, prompt, seed, strength, guidance_scale,"
                   " preserve_unmasked, plan, engine, result, report, error_code, error_message, began_ms,"
                   " ended_ms, options");

Error damaged(const QString& file, const QString& detail) {
    return {
        ErrorCode::FileUnreadable,
        QStringLiteral("The journal's index %1 is damaged; it was left as it is. The pictures and results "
                       "beside it can still be used as files")
            .arg(file),
        detail};
}

Error failure(const QString& file, const QSqlError& error) {
    const int code = error.nativeErrorCode().toInt() & 0xff;
    if (code == kSqliteCorrupt || code == kSqliteNotADatabase)
        return damaged(file, error.text());
    return {ErrorCode::FileUnwritable,
            QStringLiteral("Cannot use the journal's index %1: %2").arg(file, error.databaseText()),
            error.text()};
}

QVariant textOrNull(const QString& text) {
    return text.isEmpty() ? QVariant() : QVariant(text);
}

QVariant textOrNull(const QByteArray& utf8) {
    return textOrNull(QString::fromUtf8(utf8));
}

// QtSql binds a null QString as NULL.
QVariant text(const QString& text) {
    return text.isNull() ? QStringLiteral("") : text;
}

class Connection {
public:
    static Result<std::unique_ptr<Connection>> open(const QString& file) {
        std::unique_ptr<Connection> connection(new Connection(file));
        if (!connection->m_database.isValid())
            return Error{ErrorCode::FileUnwritable,
                         QStringLiteral("The journal needs Qt's SQLite driver (package libqt6sql6-sqlite)")};
        if (!connection->m_database.open())
            return failure(file, connection->m_database.lastError());
        if (const Result<QSqlQuery> set = connection->run(QStringLiteral("PRAGMA synchronous=FULL")); !set)
            return set.error();
        return connection;
    }

    ~Connection() {
        m_database.close();
        m_database = {};
        QSqlDatabase::removeDatabase(m_name);
    }
    Connection(const Connection&) = delete;
    Connection& operator=(const Connection&) = delete;

    Result<QSqlQuery> run(const QString& sql, const QVariantList& values = {}) {
        QSqlQuery query(m_database);
        query.setForwardOnly(true);
        bool ok = query.prepare(sql);
        for (const QVariant& value : values)
            query.addBindValue(value);
        ok = ok && query.exec();
        if (!ok)
            return failure(m_file, query.lastError());
        return query;
    }

    // The first column of the first row. Error also if there is none.
    Result<QVariant> value(const QString& sql) {
        Result<QSqlQuery> query = run(sql);
        if (!query)
            return query.error();
        if (!query->next())
            return failure(m_file, query->lastError());
        return query->value(0);
    }

private:
    explicit Connection(const QString& file)
        : m_file(file), m_name(QUuid::createUuid().toString()),
          m_database(QSqlDatabase::addDatabase(QStringLiteral("QSQLITE"), m_name)) {
        m_database.setDatabaseName(file);
        m_database.setConnectOptions(QStringLiteral("QSQLITE_BUSY_TIMEOUT=30000"));
    }

    QString m_file;
    QString m_name;
    QSqlDatabase m_database;
};

Result<> create(Connection& connection) {
    const QStringList steps{QStringLiteral("PRAGMA journal_mode=WAL"),
                            QStringLiteral("BEGIN IMMEDIATE"),
                            kCreate,
                            QStringLiteral("PRAGMA application_id=%1").arg(kApplicationId),
                            QStringLiteral("PRAGMA user_version=%1").arg(kVersion),
                            QStringLiteral("COMMIT")};
    for (const QString& step : steps)
        if (const Result<QSqlQuery> done = connection.run(step); !done)
            return done.error();
    return {};
}

Result<> migrateFrom1(Connection& connection) {
    const QStringList steps{QStringLiteral("BEGIN IMMEDIATE"),
                            QStringLiteral("ALTER TABLE entries ADD COLUMN options TEXT"),
                            QStringLiteral("PRAGMA user_version=%1").arg(kVersion), QStringLiteral("COMMIT")};
    for (const QString& step : steps)
        if (const Result<QSqlQuery> done = connection.run(step); !done)
            return done.error();
    return {};
}

const QString kGrow = QStringLiteral("grow_px");
const QString kFitRetries = QStringLiteral("fit_retries");
const QString kContext = QStringLiteral("context");

// What is seldom asked for, as one JSON object: only what differs from the default.
QByteArray optionsJson(const edit::Parameters& parameters) {
    QJsonObject options;
    if (parameters.growPx != 0)
        options.insert(kGrow, parameters.growPx);
    if (parameters.fitRetries != 0)
        options.insert(kFitRetries, parameters.fitRetries);
    if (const std::optional<QRect>& c = parameters.context)
        options.insert(kContext, QJsonArray{c->x(), c->y(), c->width(), c->height()});
    return options.isEmpty() ? QByteArray() : QJsonDocument(options).toJson(QJsonDocument::Compact);
}

void readOptions(const QByteArray& json, edit::Parameters& parameters) {
    const QJsonObject options = QJsonDocument::fromJson(json).object();
    parameters.growPx = options.value(kGrow).toInt();
    parameters.fitRetries = options.value(kFitRetries).toInt();
    if (const QJsonArray c = options.value(kContext).toArray(); c.size() == 4)
        parameters.context = QRect(c[0].toInt(), c[1].toInt(), c[2].toInt(), c[3].toInt());
}

std::optional<EntryState> stateNamed(const QString& name) {
    for (const EntryState state :
         {EntryState::Begun, EntryState::Done, EntryState::Failed, EntryState::Interrupted})
        if (stateName(state) == name)
            return state;
    return std::nullopt;
}

QDateTime timeOf(const QVariant& milliseconds) {
    return milliseconds.isNull()
               ? QDateTime()
               : QDateTime::fromMSecsSinceEpoch(milliseconds.toLongLong(), QTimeZone::utc());
}

// As it was stored, unless an older version has written a key that has another name now.
QByteArray currentReport(const QByteArray& stored) {
    if (!stored.contains("lies_badly"))
        return stored;
    return QJsonDocument(edit::withCurrentKeys(QJsonDocument::fromJson(stored).object()))
        .toJson(QJsonDocument::Compact);
}

Result<Entry> entryOf(const QSqlQuery& row, const QString& file) {
    const std::optional<EntryState> state = stateNamed(row.value(1).toString());
    if (!state)
        return damaged(file, QStringLiteral("unknown state"));
    Entry entry;
    entry.id = row.value(0).toLongLong();
    entry.state = *state;
    entry.name = row.value(2).toString();
    entry.pictureHash = row.value(3).toString();
    entry.picture = row.value(4).toString();
    entry.mask = row.value(5).toString();
    entry.parameters.prompt = row.value(6).toString();
    if (!row.isNull(7))
        entry.parameters.seed = row.value(7).toInt();
    entry.parameters.strength = row.value(8).toDouble();
    entry.parameters.guidanceScale = row.value(9).toDouble();
    entry.parameters.preserveUnmasked = row.value(10).toBool();
    readOptions(row.value(19).toByteArray(), entry.parameters);
    entry.plan = row.value(11).toString().toUtf8();
    entry.engine = row.value(12).toString();
    entry.result = row.value(13).toString();
    entry.report = currentReport(row.value(14).toString().toUtf8());
    entry.errorCode = row.value(15).toString();
    entry.errorMessage = row.value(16).toString();
    entry.began = timeOf(row.value(17));
    entry.ended = timeOf(row.value(18));
    return entry;
}

} // namespace

Result<> JournalIndex::prepare() {
    auto connection = Connection::open(m_file);
    if (!connection)
        return connection.error();
    const Result<QVariant> application = (*connection)->value(QStringLiteral("PRAGMA application_id"));
    if (!application)
        return application.error();
    const Result<QVariant> tables =
        (*connection)->value(QStringLiteral("SELECT count(*) FROM sqlite_master"));
    if (!tables)
        return tables.error();
    if (application->toInt() == 0 && tables->toInt() == 0)
        return create(**connection);
    if (application->toInt() != kApplicationId)
        return Error{ErrorCode::FileUnreadable,
                     QStringLiteral("%1 is a database, but not the index of a journal").arg(m_file)};
    const Result<QVariant> version = (*connection)->value(QStringLiteral("PRAGMA user_version"));
    if (!version)
        return version.error();
    if (version->toInt() < 1 || version->toInt() > kVersion)
        return Error{
            ErrorCode::FileUnreadable,
            QStringLiteral("The journal %1 was written by a newer version of this program").arg(m_file)};
    const Result<QVariant> check = (*connection)->value(QStringLiteral("PRAGMA quick_check(1)"));
    if (!check)
        return check.error();
    if (check->toString() != QLatin1String("ok"))
        return damaged(m_file, check->toString());
    return version->toInt() == 1 ? migrateFrom1(**connection) : Result<>();
}

Result<EntryId> JournalIndex::insert(const Entry& entry, const QString& session) {
    auto connection = Connection::open(m_file);
    if (!connection)
        return connection.error();
    const edit::Parameters& parameters = entry.parameters;
    const Result<QSqlQuery> inserted =
        (*connection)
            ->run(QStringLiteral(
                      "INSERT INTO entries(session, state, name, picture_sha256, picture, mask,"
                      " prompt, seed, strength, guidance_scale, preserve_unmasked, plan, engine,"
                      " began_ms, options) VALUES(?, 'begun', ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"),
                  {session, text(entry.name), entry.pictureHash, entry.picture, entry.mask,
                   text(parameters.prompt), parameters.seed ? QVariant(*parameters.seed) : QVariant(),
                   parameters.strength, parameters.guidanceScale, parameters.preserveUnmasked ? 1 : 0,
                   textOrNull(entry.plan), text(entry.engine), entry.began.toMSecsSinceEpoch(),
                   textOrNull(optionsJson(parameters))});
    if (!inserted)
        return inserted.error();
    return inserted->lastInsertId().toLongLong();
}

Result<> JournalIndex::end(const Entry& entry) {
    auto connection = Connection::open(m_file);
    if (!connection)
        return connection.error();
    const Result<QSqlQuery> ended =
        (*connection)
            ->run(QStringLiteral("UPDATE entries SET state=?, result=?, report=?, error_code=?,"
                                 " error_message=?, ended_ms=? WHERE id=? AND state='begun'"),
                  {stateName(entry.state), textOrNull(entry.result), textOrNull(entry.report),
                   textOrNull(entry.errorCode), textOrNull(entry.errorMessage),
                   entry.ended.toMSecsSinceEpoch(), entry.id});
    if (!ended)
        return ended.error();
    if (ended->numRowsAffected() != 1)
        return Error{ErrorCode::InvalidArgument,
                     QStringLiteral("The journal has no running edit %1").arg(entry.id)};
    return {};
}

Result<> JournalIndex::remove(const std::vector<EntryId>& ids) {
    auto connection = Connection::open(m_file);
    if (!connection)
        return connection.error();
    if (const Result<QSqlQuery> begun = (*connection)->run(QStringLiteral("BEGIN IMMEDIATE")); !begun)
        return begun.error();
    for (const EntryId id : ids)
        if (const Result<QSqlQuery> removed =
                (*connection)->run(QStringLiteral("DELETE FROM entries WHERE id=? AND state<>'begun'"), {id});
            !removed)
            return removed.error(); // closing the connection rolls back
    if (const Result<QSqlQuery> done = (*connection)->run(QStringLiteral("COMMIT")); !done)
        return done.error();
    return {};
}

Result<std::vector<JournalIndex::Begun>> JournalIndex::begun() {
    auto connection = Connection::open(m_file);
    if (!connection)
        return connection.error();
    Result<QSqlQuery> query =
        (*connection)->run(QStringLiteral("SELECT id, session FROM entries WHERE state='begun'"));
    if (!query)
        return query.error();
    std::vector<Begun> found;
    while (query->next())
        found.push_back({query->value(0).toLongLong(), query->value(1).toString()});
    if (query->lastError().isValid())
        return failure(m_file, query->lastError());
    return found;
}

Result<std::vector<Entry>> JournalIndex::entries() {
    auto connection = Connection::open(m_file);
    if (!connection)
        return connection.error();
    Result<QSqlQuery> query =
        (*connection)->run(QStringLiteral("SELECT %1 FROM entries ORDER BY id").arg(kColumns));
    if (!query)
        return query.error();
    std::vector<Entry> found;
    while (query->next()) {
        Result<Entry> entry = entryOf(*query, m_file);
        if (!entry)
            return entry.error();
        found.push_back(std::move(*entry));
    }
    if (query->lastError().isValid())
        return failure(m_file, query->lastError());
    return found;
}

} // namespace nb::journal
