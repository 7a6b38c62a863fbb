#include "core/journal/journal_index.h"
#include "tests/support/test_main.h"

#include <QFile>
#include <QSqlDatabase>
#include <QSqlQuery>
#include <QTemporaryDir>
#include <QTest>
#include <QVariant>
#include <optional>
#include <thread>

using namespace nb;
using namespace nb::journal;

namespace {

Entry sample() {
    Entry entry;
    entry.name = QStringLiteral("Straße 道.jpg");
    entry.pictureHash = QString(64, QLatin1Char('a'));
    entry.picture = QStringLiteral("pictures/a.jpg");
    entry.mask = QStringLiteral("masks/b.png");
    entry.parameters = {.prompt = QStringLiteral("a \"rose\"; DROP TABLE entries;--\n第二行"),
                        .seed = 2147483647,
                        .strength = 0.1,
                        .guidanceScale = 19.9,
                        .preserveUnmasked = false};
    entry.plan = R"({"regions":[[0,0,10,10]]})";
    entry.engine = QStringLiteral("gemini");
    entry.began = QDateTime::fromString(QStringLiteral("2026-02-28T23:59:59.123Z"), Qt::ISODateWithMs);
    return entry;
}

void sql(const QString& file, const QString& statement) {
    {
        QSqlDatabase database =
            QSqlDatabase::addDatabase(QStringLiteral("QSQLITE"), QStringLiteral("direct"));
        database.setDatabaseName(file);
        if (!database.open() || !QSqlQuery(database).exec(statement))
            qFatal("%s", qPrintable(statement));
    }
    QSqlDatabase::removeDatabase(QStringLiteral("direct"));
}

QVariant sqlValue(const QString& file, const QString& statement) {
    QVariant value;
    {
        QSqlDatabase database =
            QSqlDatabase::addDatabase(QStringLiteral("QSQLITE"), QStringLiteral("direct"));
        database.setDatabaseName(file);
        if (!database.open())
            qFatal("cannot open");
        QSqlQuery query(database);
        if (query.exec(statement) && query.next())
            value = query.value(0);
    }
    QSqlDatabase::removeDatabase(QStringLiteral("direct"));
    return value;
}

QByteArray contents(const QString& path) {
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

} // namespace

class TestJournalIndex : public QObject {
    Q_OBJECT

    std::optional<QTemporaryDir> m_folder;
    QString m_file;

    void writeFile(const QByteArray& bytes) {
        QFile file(m_file);
        QVERIFY(file.open(QIODevice::WriteOnly));
        QCOMPARE(file.write(bytes), bytes.size());
    }

private Q_SLOTS:
    void init() {
        m_folder.emplace();
        m_file = m_folder->filePath(QStringLiteral("journal.sqlite"));
    }

    void keepsEveryValue() {
        JournalIndex index(m_file);
        QVERIFY(index.prepare());
        QCOMPARE(*index.insert(sample(), QStringLiteral("s1")), EntryId(1));
        Entry bare;
        bare.picture = bare.mask = bare.pictureHash = QStringLiteral("x");
        bare.began = sample().began;
        QCOMPARE(*index.insert(bare, QStringLiteral("s2")), EntryId(2));

        QVERIFY(JournalIndex(m_file).prepare()); // again, as the next process does
        const std::vector<Entry> entries = *JournalIndex(m_file).entries();
        QCOMPARE(entries.size(), size_t(2));
        const Entry& first = entries[0];
        QCOMPARE(first.state, EntryState::Begun);
        QCOMPARE(first.name, sample().name);
        QCOMPARE(first.pictureHash, sample().pictureHash);
        QCOMPARE(first.picture, sample().picture);
        QCOMPARE(first.mask, sample().mask);
        QCOMPARE(first.parameters.prompt, sample().parameters.prompt);
        QCOMPARE(first.parameters.seed, sample().parameters.seed);
        QVERIFY(first.parameters.strength == 0.1); // to the last bit
        QVERIFY(first.parameters.guidanceScale == 19.9);
        QCOMPARE(first.parameters.preserveUnmasked, false);
        QCOMPARE(first.plan, sample().plan);
        QCOMPARE(first.engine, sample().engine);
        QCOMPARE(first.began, sample().began);
        QVERIFY(!first.ended.isValid());
        QVERIFY(first.result.isEmpty() && first.report.isEmpty() && first.errorCode.isEmpty());
        QVERIFY(!entries[1].parameters.seed);
        QCOMPARE(entries[1].parameters.preserveUnmasked, true);
        QVERIFY(entries[1].plan.isEmpty());
    }

    void keepsWhatIsSeldomAskedFor() {
        JournalIndex index(m_file);
        QVERIFY(index.prepare());
        Entry entry = sample();
        entry.parameters.growPx = 12;
        entry.parameters.fitRetries = 2;
        entry.parameters.context = QRect(-3, 4, 500, 600);
        QVERIFY(index.insert(entry, QStringLiteral("s")));
        QVERIFY(index.insert(sample(), QStringLiteral("s")));
        const std::vector<Entry> entries = *index.entries();
        QCOMPARE(entries[0].parameters.growPx, 12);
        QCOMPARE(entries[0].parameters.fitRetries, 2);
        QCOMPARE(entries[0].parameters.context, std::optional(QRect(-3, 4, 500, 600)));
        QCOMPARE(entries[1].parameters.growPx, 0);
        QVERIFY(!entries[1].parameters.context);
    }

    void anIndexOfTheFirstVersionIsBroughtUpToDate() {
        QVERIFY(JournalIndex(m_file).prepare());
        QVERIFY(JournalIndex(m_file).insert(sample(), QStringLiteral("s")));
        sql(m_file, QStringLiteral("ALTER TABLE entries DROP COLUMN options"));
        sql(m_file, QStringLiteral("PRAGMA user_version=1"));
        JournalIndex index(m_file);
        QVERIFY(index.prepare());
        QCOMPARE((*index.entries())[0].parameters.prompt, sample().parameters.prompt);
        QVERIFY(index.insert(sample(), QStringLiteral("s")));
        QVERIFY(index.prepare());
        QCOMPARE(index.entries()->size(), size_t(2));
    }

    void isInWalMode() {
        QVERIFY(JournalIndex(m_file).prepare());
        QCOMPARE(sqlValue(m_file, QStringLiteral("PRAGMA journal_mode")).toString(), QStringLiteral("wal"));
    }

    void anEntryEndsOnce() {
        JournalIndex index(m_file);
        QVERIFY(index.prepare());
        Entry entry = sample();
        entry.id = *index.insert(entry, QStringLiteral("s"));
        QCOMPARE((*index.begun())[0].session, QStringLiteral("s"));
        entry.state = EntryState::Failed;
        entry.errorCode = QStringLiteral("provider_busy");
        entry.errorMessage = QStringLiteral("Wait");
        entry.ended = entry.began.addSecs(5);
        QVERIFY(index.end(entry));
        QVERIFY(index.begun()->empty());
        entry.state = EntryState::Done;
        QCOMPARE(index.end(entry).error().code, ErrorCode::InvalidArgument);
        const Entry kept = (*index.entries())[0];
        QCOMPARE(kept.state, EntryState::Failed);
        QCOMPARE(kept.errorCode, entry.errorCode);
        QCOMPARE(kept.errorMessage, entry.errorMessage);
        QCOMPARE(kept.ended, entry.ended);
        entry.id = 99;
        QCOMPARE(index.end(entry).error().code, ErrorCode::InvalidArgument);
    }

    void manyThreadsAtOnce() {
        JournalIndex index(m_file);
        QVERIFY(index.prepare());
        std::atomic<int> good = 0;
        std::vector<std::thread> threads;
        for (int t = 0; t < 4; ++t)
            threads.emplace_back([&] {
                for (int i = 0; i < 10; ++i) {
                    Entry entry = sample();
                    const Result<EntryId> id = index.insert(entry, QStringLiteral("s"));
                    entry.state = EntryState::Done;
                    entry.id = id.value_or(0);
                    entry.ended = entry.began;
                    good += id && index.end(entry) ? 1 : 0;
                }
            });
        for (std::thread& thread : threads)
            thread.join();
        QCOMPARE(good.load(), 40);
        QCOMPARE(index.entries()->size(), size_t(40));
    }

    void whatIsNoIndexIsRefusedAndLeftAlone_data() {
        QTest::addColumn<QByteArray>("bytes");
        QTest::newRow("text") << QByteArray("This is my diary, not a database.\n").repeated(100);
        QTest::newRow("zeros") << QByteArray(8192, '\0');
    }
    void whatIsNoIndexIsRefusedAndLeftAlone() {
        QFETCH(QByteArray, bytes);
        writeFile(bytes);
        const Result<> prepared = JournalIndex(m_file).prepare();
        QVERIFY(!prepared);
        QCOMPARE(prepared.error().code, ErrorCode::FileUnreadable);
        QCOMPARE(contents(m_file), bytes);
    }

    void damagedPagesAreRefusedAndLeftAlone() {
        JournalIndex index(m_file);
        QVERIFY(index.prepare());
        for (int i = 0; i < 100; ++i)
            QVERIFY(index.insert(sample(), QStringLiteral("s")));
        QByteArray bytes = contents(m_file);
        QVERIFY(bytes.size() > 3 * 4096);
        for (int i = 4096; i < bytes.size(); ++i)
            bytes[i] = static_cast<char>(bytes[i] ^ 0x5a);
        writeFile(bytes);
        QCOMPARE(index.prepare().error().code, ErrorCode::FileUnreadable);
        QCOMPARE(index.entries().error().code, ErrorCode::FileUnreadable);
        QCOMPARE(contents(m_file), bytes);
    }

    void aForeignDatabaseAndANewerIndex() {
        sql(m_file, QStringLiteral("CREATE TABLE mine(x)"));
        Result<> prepared = JournalIndex(m_file).prepare();
        QCOMPARE(prepared.error().code, ErrorCode::FileUnreadable);
        QCOMPARE(sqlValue(m_file, QStringLiteral("SELECT count(*) FROM sqlite_master")).toInt(), 1);
        QVERIFY(QFile::remove(m_file));

        QVERIFY(JournalIndex(m_file).prepare());
        sql(m_file, QStringLiteral("PRAGMA user_version=3"));
        prepared = JournalIndex(m_file).prepare();
        QCOMPARE(prepared.error().code, ErrorCode::FileUnreadable);
        QVERIFY2(prepared.error().message.contains(QStringLiteral("newer")),
                 qPrintable(prepared.error().message));
    }

    void aFolderThatIsNotThere() {
        JournalIndex index(m_folder->filePath(QStringLiteral("no/journal.sqlite")));
        QCOMPARE(index.prepare().error().code, ErrorCode::FileUnwritable);
        QCOMPARE(index.insert(sample(), QStringLiteral("s")).error().code, ErrorCode::FileUnwritable);
    }

    void aReportOfAnOlderVersionIsReadWithTheKeysOfToday() {
        JournalIndex index(m_file);
        QVERIFY(index.prepare());
        const EntryId id = *index.insert(sample(), QStringLiteral("s"));
        Entry done = sample();
        done.id = id;
        done.state = EntryState::Done;
        done.report = R"({"engine":"e","regions":[{"lies_badly":true}]})";
        done.ended = done.began;
        QVERIFY(index.end(done));
        QCOMPARE((*index.entries())[0].report,
                 QByteArray(R"({"engine":"e","regions":[{"misaligned":true}]})"));
    }
};

NB_TEST(TestJournalIndex)
#include "tst_journal_index.moc"
