#include "core/server/api/rate_buckets.h"
#include "tests/support/test_main.h"

#include <QTest>

using namespace nb::server;
using namespace std::chrono_literals;

class TestRateBuckets : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void networks_data() {
        QTest::addColumn<QString>("address");
        QTest::addColumn<QByteArray>("own"); // hexadecimal
        QTest::addColumn<QByteArray>("site");
        const auto row = [](const char* address, const char* own, const char* site) {
            QTest::newRow(address) << QString::fromLatin1(address) << QByteArray(own) << QByteArray(site);
        };
        row("203.0.113.9", QByteArray("3405803785").toHex(), "");
        row("::ffff:203.0.113.9", QByteArray("3405803785").toHex(), "");
        row("2001:db8:1:2:3:4:5:6", "20010db800010002", "20010db80001");
        row("2001:db8:1:2::", "20010db800010002", "20010db80001");
        row("2001:db8:1:3::", "20010db800010003", "20010db80001");
        row("::1", "0000000000000000", "000000000000");
    }
    void networks() {
        QFETCH(QString, address);
        const RateNetworks networks = networksOf(QHostAddress(address));
        QTEST(networks.own.toHex(), "own");
        QTEST(networks.site.toHex(), "site");
    }

    void decisions() {
        const RateLimit limit{30, 10}; // a token in two seconds
        const RateDecision some = decisionOn(3.5, limit);
        QVERIFY(some.allowed);
        QCOMPARE(some.remaining, 3);
        QCOMPARE(some.untilNextToken, 0s);
        QCOMPARE(some.untilFull, 13s);
        const RateDecision none = decisionOn(0.25, limit);
        QVERIFY(!none.allowed);
        QCOMPARE(none.remaining, 0);
        QCOMPARE(none.untilNextToken, 2s); // 1.5, rounded up
        const RateDecision both = stricter(some, none);
        QVERIFY(!both.allowed);
        QCOMPARE(both.remaining, 0);
        QCOMPARE(both.untilNextToken, 2s);
        QCOMPARE(both.untilFull, 20s); // 19.5, rounded up
    }

    void aSiteHasFourTimesAsMuch() {
        const RateLimit site = siteLimit({60, 20});
        QCOMPARE(site.perMinute, 240);
        QCOMPARE(site.burst, 80);
    }
};

NB_TEST_APPLESS(TestRateBuckets)
#include "tst_rate_buckets.moc"
