#include "core/config/database_address.h"
#include "tests/support/test_main.h"

using nb::config::DatabaseAddress;
using nb::config::secretsOf;

class TestDatabaseAddress : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void sqlite_data() {
        QTest::addColumn<QString>("file");
        for (const char* file : {"/var/lib/log.db", "log.db", "../a b/%41@x?.db"})
            QTest::newRow(file) << QString::fromLatin1(file);
    }
    void sqlite() {
        QFETCH(QString, file);
        const auto address = DatabaseAddress::parse(QStringLiteral("sqlite:") + file);
        QVERIFY(address.has_value());
        QCOMPARE(address->kind, DatabaseAddress::Kind::Sqlite);
        QCOMPARE(address->file, file);
        QCOMPARE(address->shown(), QStringLiteral("sqlite:") + file);
    }

    void postgres() {
        const QString url = QStringLiteral("postgresql://an%40editor:p%2Fa%3Ass%27@db.example:6432/"
                                           "the%20log?sslmode=verify-full&sslrootcert=/etc/ca%20x.pem");
        const auto address = DatabaseAddress::parse(url);
        QVERIFY(address.has_value());
        QCOMPARE(address->kind, DatabaseAddress::Kind::PostgreSql);
        QCOMPARE(address->host, QStringLiteral("db.example"));
        QCOMPARE(address->port, quint16(6432));
        QCOMPARE(address->user, QStringLiteral("an@editor"));
        QCOMPARE(address->password, QStringLiteral("p/a:ss'"));
        QCOMPARE(address->database, QStringLiteral("the log"));
        QCOMPARE(address->sslMode, QStringLiteral("verify-full"));
        QCOMPARE(address->sslRootCert, QStringLiteral("/etc/ca x.pem"));
        QCOMPARE(address->shown(), QStringLiteral("postgresql://db.example:6432/the log"));
        QCOMPARE(secretsOf(url), (QStringList{QStringLiteral("p/a:ss'"), QStringLiteral("p%2Fa%3Ass%27")}));
    }

    void whatMayBeMissing() {
        const auto shortest = DatabaseAddress::parse(QStringLiteral("postgres://[::1]/log"));
        QVERIFY(shortest.has_value());
        QCOMPARE(shortest->port, quint16(5432));
        QVERIFY(shortest->user.isEmpty() && shortest->password.isEmpty() && shortest->sslMode.isEmpty());
        QCOMPARE(shortest->shown(), QStringLiteral("postgresql://[::1]:5432/log"));
        QVERIFY(secretsOf(QStringLiteral("postgres://[::1]/log")).isEmpty());
        QVERIFY(secretsOf(QString()).isEmpty());
        const auto socket =
            DatabaseAddress::parse(QStringLiteral("postgresql://editor@/log?host=/run/postgresql"));
        QVERIFY(socket.has_value());
        QCOMPARE(socket->host, QStringLiteral("/run/postgresql"));
        QCOMPARE(socket->user, QStringLiteral("editor"));
        QCOMPARE(socket->shown(), QStringLiteral("postgresql:///log?host=/run/postgresql"));
    }

    void bad_data() {
        QTest::addColumn<QString>("url");
        for (const char* url : {"",
                                "log.db",
                                "sqlite:",
                                "sqlite:///a.db",
                                "sqlite://a.db",
                                "sqlite::memory:",
                                "sqlite:/a/",
                                "sqlite:/a\nb",
                                "mysql://h/d",
                                "postgresql:h/d",
                                "postgresql://",
                                "postgresql:///d",
                                "postgresql://h",
                                "postgresql://h/",
                                "postgresql://h/a/b",
                                "postgresql://h:0/d",
                                "postgresql://h:65536/d",
                                "postgresql://h/d#f",
                                "postgresql://:secret@h/d",
                                "postgresql://u:1/2@h",
                                "postgresql://u:1/2@h/d",
                                "postgresql://h/d?password=secret",
                                "postgresql://h/d?sslmode=no",
                                "postgresql://h/d?sslmode=",
                                "postgresql://h/d?host=/run",
                                "postgresql:///d?host=run",
                                "postgresql://h/d?sslmode=require&sslmode=require",
                                "postgresql://h/d%00",
                                "postgresql://h/d?sslrootcert=a;b",
                                "host=h password=secret dbname=d"})
            QTest::newRow(url) << QString::fromLatin1(url);
    }
    void bad() {
        QFETCH(QString, url);
        QVERIFY(!DatabaseAddress::parse(url).has_value());
    }
};

NB_TEST_APPLESS(TestDatabaseAddress)
#include "tst_database_address.moc"
