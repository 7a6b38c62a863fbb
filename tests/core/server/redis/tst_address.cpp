#include "core/server/redis/address.h"
#include "tests/support/test_main.h"

#include <QTest>

using namespace nb::redis;
using namespace Qt::StringLiterals;

class TestAddress : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void partsOfTheUrl_data() {
        QTest::addColumn<QString>("url");
        QTest::addColumn<QString>("host");
        QTest::addColumn<int>("port");
        QTest::addColumn<bool>("tls");
        QTest::addColumn<QByteArray>("user");
        QTest::addColumn<QByteArray>("password");
        QTest::addColumn<int>("database");
        const auto row = [](const char* url, const char* host, int port, bool tls, const char* user,
                            const char* password, int database) {
            QTest::newRow(url) << QString::fromLatin1(url) << QString::fromLatin1(host) << port << tls
                               << QByteArray(user) << QByteArray(password) << database;
        };
        row("redis://cache", "cache", 6379, false, "", "", 0);
        row("redis://cache:7000/3", "cache", 7000, false, "", "", 3);
        row("rediss://cache/", "cache", 6379, true, "", "", 0);
        row("redis://:se%40cret@10.0.0.5", "10.0.0.5", 6379, false, "", "se@cret", 0);
        row("redis://editor:p%C3%A4ss%2F%25@cache/12", "cache", 6379, false, "editor", "p\xC3\xA4ss/%", 12);
        row("redis://[2001:db8::1]:7000", "2001:db8::1", 7000, false, "", "", 0);
    }
    void partsOfTheUrl() {
        QFETCH(QString, url);
        const Address address = Address::of(QUrl(url, QUrl::StrictMode));
        QTEST(address.host, "host");
        QTEST(static_cast<int>(address.port), "port");
        QTEST(address.encryption == Encryption::Tls, "tls");
        QTEST(address.user, "user");
        QTEST(address.password, "password");
        QTEST(address.database, "database");
    }

    void shownWithoutCredentials() {
        const Address address = Address::of(QUrl(u"rediss://editor:geheim@cache:7000/2"_s));
        QCOMPARE(address.shown(), u"rediss://cache:7000/2"_s);
    }
};

NB_TEST(TestAddress)
#include "tst_address.moc"
