#include "core/request_log/database.h"
#include "tests/core/request_log/databases.h"
#include "tests/support/test_main.h"
#include <QElapsedTimer>
#include <QFile>
#include <thread>

using namespace nb;
using namespace nb::request_log;

class TestDatabase : public QObject {
    Q_OBJECT

    test::Databases m_databases;

private Q_SLOTS:
    void runsStatements_data() { test::Databases::addRows(); }
    void runsStatements() {
        NB_FRESH_DATABASE(m_databases, url);
        Database database(test::Databases::addressOf(url));
        QVERIFY(!database.isOpen());
        const Result<> opened = database.open();
        QVERIFY2(opened.has_value(), qPrintable(opened ? QString() : opened.error().message));
        QVERIFY(database.run(QStringLiteral("CREATE TABLE t(a INTEGER, b TEXT)")).has_value());
        QVERIFY(database
                    .run(QStringLiteral("INSERT INTO t VALUES (?, ?), (?, ?)"),
                         {1, QStringLiteral("it's; -- \\"), 2, QVariant()})
                    .has_value());
        QCOMPARE(database.value(QStringLiteral("SELECT sum(a) FROM t"))->toInt(), 3);
        QCOMPARE(database.value(QStringLiteral("SELECT b FROM t WHERE a = 1"))->toString(),
                 QStringLiteral("it's; -- \\"));
        QCOMPARE(database.value(QStringLiteral("SELECT count(*) FROM t WHERE b IS NULL"))->toInt(), 1);
        const Result<QSqlQuery> bad = database.run(QStringLiteral("SELECT * FROM nothing"));
        QVERIFY(!bad && bad.error().message.contains(QStringLiteral("nothing")));
        QVERIFY(!bad.error().message.contains(QLatin1Char('\n')));
    }

    void saysWhyItCannotConnect() {
        Database noFolder({.file = m_databases.folder() + QStringLiteral("/no/such/folder.db")});
        QVERIFY(!noFolder.open());
        QVERIFY(!noFolder.isOpen());
        if (!test::PostgresServer::isInstalled())
            QSKIP("PostgreSQL is not installed");
        config::DatabaseAddress address = test::Databases::addressOf(m_databases.fresh(true));
        address.password = QStringLiteral("not-this-word");
        const Result<> refused = Database(address).open();
        QVERIFY(!refused && refused.error().message.contains(QStringLiteral("password")));
        QVERIFY(!refused.error().message.contains(address.password));
    }

    // Two connections: the second waits for the first one's lock, and another thread ends that.
    void aHangingStatementCanBeInterrupted() {
        if (!test::PostgresServer::isInstalled())
            QSKIP("PostgreSQL is not installed");
        const config::DatabaseAddress address = test::Databases::addressOf(m_databases.fresh(true));
        Database holder(address), waiting(address);
        QVERIFY(holder.open() && waiting.open());
        QVERIFY(waiting.run(QStringLiteral("SET statement_timeout = 0")).has_value());
        QVERIFY(holder.run(QStringLiteral("SELECT pg_advisory_lock(1)")).has_value());
        std::jthread interrupter([&] {
            Database observer(address); // of this thread
            const QString waits = QStringLiteral("SELECT count(*) FROM pg_locks WHERE NOT granted");
            while (observer.isOpen() ? observer.value(waits).value_or(QVariant(1)).toInt() == 0
                                     : observer.open().has_value())
                std::this_thread::yield();
            waiting.interrupt();
        });
        QVERIFY(!waiting.run(QStringLiteral("SELECT pg_advisory_lock(1)")).has_value());
        interrupter.join();
        waiting.interrupt(); // again, on what is broken
        QVERIFY(waiting.open().has_value());
        QCOMPARE(waiting.value(QStringLiteral("SELECT 1"))->toInt(), 1);
    }
};

NB_TEST(TestDatabase)
#include "tst_database.moc"
