// What pruning takes away: the oldest first, only what has ended, and no file that another edit needs.

#include "core/journal/journal.h"
#include "tests/support/test_main.h"
#include <QDir>
#include <QSqlDatabase>
#include <QSqlQuery>
#include <QTemporaryDir>
#include <QTest>

using namespace nb;
using namespace nb::journal;
using namespace nb::storage;

namespace {

// The journal does not decode: the first bytes only choose a file's extension.
const QByteArray kPng = QByteArray("\x89PNG\r\n\x1a\n", 8);

QByteArray file(char fill, int bytes) {
    return kPng + QByteArray(bytes - int(kPng.size()), fill);
}

} // namespace

class TestJournalPrune : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() {
        m_folder = std::make_unique<QTemporaryDir>();
        m_journal = *Journal::open(m_folder->path());
    }
    void cleanup() {
        m_journal.reset();
        m_folder.reset();
    }

    void withoutLimitsEverythingStays() {
        add('a');
        add('b');
        const Journal::Pruned pruned = *m_journal->prune({});
        QCOMPARE(pruned.entries, 0);
        QCOMPARE(pruned.bytes, 0);
        QCOMPARE(ids(), (QList<EntryId>{1, 2}));
    }

    // Each takes 1000 of a picture and 500 of a result; all have one mask of 100.
    void theOldestGoUntilTheRestFits() {
        for (const char fill : {'a', 'b', 'c'})
            add(fill); // 4600 bytes
        QCOMPARE(m_journal->prune({.bytes = 4600})->entries, 0);
        const Journal::Pruned pruned = *m_journal->prune({.bytes = 4599});
        QCOMPARE(pruned.entries, 1);
        QCOMPARE(pruned.bytes, 1500);
        QCOMPARE(ids(), (QList<EntryId>{2, 3}));
        QCOMPARE(count("pictures"), 2);
        QCOMPARE(count("masks"), 1);
        QCOMPARE(count("results"), 2);
        QCOMPARE(m_journal->prune({.bytes = 1})->entries, 2);
        QCOMPARE(count("pictures") + count("masks") + count("results"), 0);
        // Numbers are never given twice, or a result could be taken for another edit's.
        QCOMPARE(add('d'), 4);
    }

    void aPictureStaysWhileAnotherEditNeedsIt() {
        add('a');
        add('a');
        const Journal::Pruned pruned = *m_journal->prune({.bytes = 2000}); // 2100 are there
        QCOMPARE(pruned.entries, 1);
        QCOMPARE(pruned.bytes, 500);
        QCOMPARE(count("pictures"), 1);
        const auto entries = m_journal->entries();
        for (const Entry& entry : *entries)
            QVERIFY(QFile::exists(m_journal->path(entry.picture)) &&
                    QFile::exists(m_journal->path(entry.mask)));
    }

    void whatRunsIsNotTouched() {
        const EntryId running = *m_journal->begin(beginning('a'));
        QVERIFY(m_journal->keepAnswer(running, 0, file('x', 700)));
        add('b');
        QCOMPARE(m_journal->prune({.age = std::chrono::days(1), .bytes = 1})->entries, 1);
        QCOMPARE(ids(), (QList<EntryId>{running}));
        QCOMPARE(m_journal->answers(running).size(), 1);
        QVERIFY(m_journal->finish(running, file('y', 500), "{}"));
    }

    void whatIsOldGoes() {
        const EntryId old = add('a');
        const EntryId recent = add('b');
        endedBefore(old, std::chrono::days(31));
        endedBefore(recent, std::chrono::days(29));
        QCOMPARE(m_journal->prune({.age = std::chrono::days(30)})->entries, 1);
        QCOMPARE(ids(), (QList<EntryId>{recent}));
    }

    void forgottenFilesOfOursGoAndOthersStay() {
        add('a');
        write("results/99.png");
        write("results/99-answer-0.png");
        write("pictures/" + QByteArray(64, 'f') + ".png");
        write("results/notes.txt");
        write("pictures/holiday.png");
        QCOMPARE(m_journal->prune({})->entries, 0);
        QCOMPARE(count("results"), 2);
        QCOMPARE(count("pictures"), 2);
        QVERIFY(QFile::exists(m_journal->path(QStringLiteral("results/notes.txt"))));
        QVERIFY(QFile::exists(m_journal->path(QStringLiteral("results/1.png"))));
        QVERIFY(QFile::exists(m_journal->path(QStringLiteral("pictures/holiday.png"))));
    }

private:
    static Journal::Beginning beginning(char fill) {
        return {.name = QStringLiteral("photo.png"),
                .picture = file(fill, 1000),
                .mask = file('m', 100),
                .parameters = {.prompt = QStringLiteral("a red rose")},
                .plan = {},
                .engine = QStringLiteral("nanobanana")};
    }
    EntryId add(char fill) {
        const EntryId id = *m_journal->begin(beginning(fill));
        if (!m_journal->finish(id, file('r', 500), "{}"))
            qFatal("cannot finish an entry");
        return id;
    }
    QList<EntryId> ids() {
        QList<EntryId> found;
        const auto entries = m_journal->entries();
        for (const Entry& entry : *entries)
            found += entry.id;
        return found;
    }
    int count(const char* folder) {
        return int(QDir(m_folder->filePath(QLatin1String(folder))).entryList(QDir::Files).size());
    }
    void write(const QByteArray& name) {
        QFile made(m_folder->filePath(QString::fromLatin1(name)));
        if (!made.open(QIODevice::WriteOnly) || made.write("x") != 1)
            qFatal("cannot write %s", name.constData());
    }
    // Straight in the index: the journal takes the time from the clock.
    void endedBefore(EntryId id, std::chrono::days days) {
        {
            QSqlDatabase index = QSqlDatabase::addDatabase(QStringLiteral("QSQLITE"), QStringLiteral("test"));
            index.setDatabaseName(m_folder->filePath(QStringLiteral("journal.sqlite")));
            QVERIFY(index.open());
            QSqlQuery query(index);
            query.prepare(QStringLiteral("UPDATE entries SET ended_ms=? WHERE id=?"));
            query.addBindValue(QDateTime::currentDateTimeUtc().addDays(-days.count()).toMSecsSinceEpoch());
            query.addBindValue(id);
            QVERIFY(query.exec());
        }
        QSqlDatabase::removeDatabase(QStringLiteral("test"));
    }

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<Journal> m_journal;
};

NB_TEST(TestJournalPrune)
#include "tst_journal_prune.moc"
