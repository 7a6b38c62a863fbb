// Journals. Byte 0 says whether the rest is the index itself, an SQLite file, or the values of rows that are
// put into a good index past its own checks.

#include "core/journal/journal.h"

#include "tests/fuzz/fuzz_target.h"
#include <QDir>
#include <QFile>
#include <QSqlDatabase>
#include <QSqlQuery>
#include <QVariant>

namespace nb::fuzz {
namespace {

const QString kIndex = QStringLiteral("/journal.sqlite");

QString journalFolder() {
    return scratchFolder() + QStringLiteral("/journal");
}

// Beside the journal: nothing that it says may touch it.
QString bystander() {
    return scratchFolder() + QStringLiteral("/bystander.png");
}

void write(const QString& path, const QByteArray& bytes) {
    QFile file(path);
    require(file.open(QIODevice::WriteOnly | QIODevice::Truncate) && file.write(bytes) == bytes.size(),
            "a file can be written");
}

QByteArray emptyIndex() {
    static const QByteArray bytes = [] {
        QDir(journalFolder()).removeRecursively();
        require(journal::Journal::open(journalFolder()).has_value(), "a journal can be made");
        QFile file(journalFolder() + kIndex);
        require(file.open(QIODevice::ReadOnly), "its index can be read");
        return file.readAll();
    }();
    return bytes;
}

// A value of any type that SQLite knows, or one of the words that the columns know.
QVariant valueOf(Parts& parts) {
    static const QStringList words{QStringLiteral("begun"), QStringLiteral("done"), QStringLiteral("failed"),
                                   QStringLiteral("interrupted"),
                                   QStringLiteral("pictures/../../bystander.png")};
    const quint8 kind = parts.byte();
    switch (kind % 5) {
    case 0:
        return qlonglong(qint32(parts.number()));
    case 1:
        return double(qint32(parts.number())) / 256;
    case 2:
        return parts.block();
    case 3:
        return words[kind / 5 % words.size()];
    default:
        return QString::fromUtf8(parts.block());
    }
}

void insertRows(Parts& parts) {
    const QString name = QStringLiteral("fuzz");
    {
        QSqlDatabase database = QSqlDatabase::addDatabase(QStringLiteral("QSQLITE"), name);
        database.setDatabaseName(journalFolder() + kIndex);
        require(database.open(), "the index can be opened");
        QSqlQuery(database).exec(QStringLiteral("PRAGMA ignore_check_constraints=ON"));
        for (int row = 0; row < 4 && !parts.atEnd(); ++row) {
            QSqlQuery insert(database);
            insert.prepare(QStringLiteral(
                "INSERT INTO entries(session, state, name, picture_sha256, picture, mask, prompt, seed, "
                "strength,"
                " guidance_scale, preserve_unmasked, plan, engine, result, report, error_code, error_message,"
                " began_ms, ended_ms, options) VALUES(?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)"));
            for (int i = 0; i < 20; ++i)
                insert.addBindValue(valueOf(parts));
            (void)insert.exec();
        }
    }
    QSqlDatabase::removeDatabase(name);
}

// Whatever the journal holds: new entries come and end.
void goOn(journal::Journal& journal) {
    const QByteArray picture = "picture", mask = "mask";
    for (const bool succeeds : {true, false}) {
        const auto id = journal.begin({QStringLiteral("n"), picture, mask, {}, {}, QStringLiteral("local")});
        if (!id)
            return;
        require(journal.keepAnswer(*id, 0, "answer").has_value(), "an answer of a running edit is kept");
        const Result<> ended = succeeds ? journal.finish(*id, "result", "{}")
                                        : journal.fail(*id, {ErrorCode::Internal, QStringLiteral("no")});
        require(ended.has_value(), "an edit that has begun can end");
        require(!journal.fail(*id, {ErrorCode::Internal, QStringLiteral("again")}), "and ends once");
    }
}

void journal(QByteArrayView input) {
    Parts parts(input);
    const bool isFile = parts.byte() % 2 == 0;
    const QByteArray good = emptyIndex();
    QDir(journalFolder()).removeRecursively();
    QDir().mkpath(journalFolder());
    write(bystander(), "not the journal's");
    write(journalFolder() + kIndex, isFile ? parts.rest().toByteArray() : good);
    if (!isFile)
        insertRows(parts);
    if (const auto opened = journal::Journal::open(journalFolder(), journal::Journal::IfMissing::Refuse)) {
        if (const auto entries = (*opened)->entries())
            for (const journal::Entry& entry : *entries) {
                require(entry.state != journal::EntryState::Begun || !isFile || !entry.began.isNull(),
                        "an entry has begun some time");
                (void)(*opened)->answers(entry.id);
            }
        goOn(**opened);
        (void)(*opened)->prune({.age = std::chrono::days(1), .bytes = 1});
    }
    require(QFile::exists(bystander()), "a journal removes nothing but its own files");
}

} // namespace
} // namespace nb::fuzz

NB_FUZZ_TARGET(journal, nb::fuzz::journal)
