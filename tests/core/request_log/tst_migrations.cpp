#include "core/request_log/migrations.h"
#include "tests/core/request_log/databases.h"
#include "tests/support/test_main.h"
#include <thread>

using namespace nb;
using namespace nb::request_log;

class TestMigrations : public QObject {
    Q_OBJECT

    test::Databases m_databases;

    static int count(Database& database, const QString& table) {
        return database.value(QStringLiteral("SELECT count(*) FROM ") + table)->toInt();
    }

private Q_SLOTS:
    void makesTheTables_data() { test::Databases::addRows(); }
    void makesTheTables() {
        NB_FRESH_DATABASE(m_databases, url);
        Database database(test::Databases::addressOf(url));
        QVERIFY(database.open().has_value());
        QCOMPARE(schemaVersion(database).value_or(-1), 0);
        const Migrations& all = migrationsOf(database.kind());
        for (int time = 0; time < 2; ++time) {
            const Result<> done = migrate(database, all);
            QVERIFY2(done.has_value(), qPrintable(done ? QString() : done.error().message));
            QCOMPARE(schemaVersion(database).value_or(-1), int(all.size()));
            QCOMPARE(count(database, QStringLiteral("request_log_schema")), int(all.size()));
            QCOMPARE(count(database, QStringLiteral("requests")), 0);
        }
        // What the runbook types.
        QVERIFY(database
                    .run(QStringLiteral(
                        "CREATE INDEX IF NOT EXISTS idx_requests_created_at ON requests(created_at)"))
                    .has_value());
        QVERIFY(
            database.run(QStringLiteral("DROP INDEX idx_requests_created_at")).has_value()); // it was there
    }

    // From an older version only what is missing is run; of a newer one nothing is touched.
    void runsWhatIsMissing_data() { test::Databases::addRows(); }
    void runsWhatIsMissing() {
        NB_FRESH_DATABASE(m_databases, url);
        Database database(test::Databases::addressOf(url));
        QVERIFY(database.open().has_value());
        const Migrations one{
            {QStringLiteral("CREATE TABLE t(a INTEGER)"), QStringLiteral("INSERT INTO t VALUES (1)")}};
        const Migrations two = one + Migrations{{QStringLiteral("ALTER TABLE t ADD COLUMN b INTEGER"),
                                                 QStringLiteral("UPDATE t SET b = a + 1")}};
        QVERIFY(migrate(database, one).has_value());
        QVERIFY(migrate(database, two).has_value());
        QCOMPARE(database.value(QStringLiteral("SELECT sum(b) FROM t"))->toInt(), 2);
        QVERIFY(migrate(database, one).has_value());
        QCOMPARE(schemaVersion(database).value_or(-1), 2);
    }

    void allOrNothing_data() { test::Databases::addRows(); }
    void allOrNothing() {
        NB_FRESH_DATABASE(m_databases, url);
        Database database(test::Databases::addressOf(url));
        QVERIFY(database.open().has_value());
        const Migrations broken{{QStringLiteral("CREATE TABLE t(a INTEGER)")}, {QStringLiteral("nonsense")}};
        QVERIFY(!migrate(database, broken).has_value());
        QCOMPARE(schemaVersion(database).value_or(-1), 0);
        QVERIFY(!database.run(QStringLiteral("SELECT * FROM t")).has_value());
        QVERIFY(migrate(database, {broken.first()}).has_value()); // the connection is of use afterwards
    }

    // Another program's table of that name is not written to.
    void leavesForeignTablesAlone_data() { test::Databases::addRows(); }
    void leavesForeignTablesAlone() {
        NB_FRESH_DATABASE(m_databases, url);
        Database database(test::Databases::addressOf(url));
        QVERIFY(database.open().has_value());
        QVERIFY(database.run(QStringLiteral("CREATE TABLE requests(created_at TEXT)")).has_value());
        QVERIFY(!migrate(database, migrationsOf(database.kind())).has_value());
        QCOMPARE(schemaVersion(database).value_or(-1), 0);
    }

    void manyAtOnce_data() { test::Databases::addRows(); }
    void manyAtOnce() {
        NB_FRESH_DATABASE(m_databases, url);
        const config::DatabaseAddress address = test::Databases::addressOf(url);
        constexpr int kProcesses = 8;
        std::atomic<int> ready = 0;
        std::mutex mutex;
        QStringList faults;
        {
            std::vector<std::jthread> threads;
            for (int i = 0; i < kProcesses; ++i)
                threads.emplace_back([&] {
                    Database database(address);
                    ready.fetch_add(1);
                    while (ready < kProcesses)
                        std::this_thread::yield();
                    Result<> done = database.open();
                    if (done)
                        done = migrate(database, migrationsOf(database.kind()));
                    const std::lock_guard lock(mutex);
                    if (!done)
                        faults << done.error().message;
                });
        }
        QCOMPARE(faults, QStringList());
        Database database(address);
        QVERIFY(database.open().has_value());
        QCOMPARE(count(database, QStringLiteral("request_log_schema")),
                 int(migrationsOf(database.kind()).size()));
    }
};

NB_TEST(TestMigrations)
#include "tst_migrations.moc"
