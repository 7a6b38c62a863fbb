#include "core/config/cidr.h"
#include "tests/support/test_main.h"

#include <QTest>

using namespace nb;
using config::Subnet;
using config::SubnetList;

class TestCidr : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void contains_data() {
        QTest::addColumn<QString>("subnet");
        QTest::addColumn<QString>("address");
        QTest::addColumn<bool>("inside");
        QTest::newRow("first of /8") << "10.0.0.0/8"
                                     << "10.0.0.0" << true;
        QTest::newRow("last of /8") << "10.0.0.0/8"
                                    << "10.255.255.255" << true;
        QTest::newRow("after /8") << "10.0.0.0/8"
                                  << "11.0.0.0" << false;
        QTest::newRow("before /8") << "10.0.0.0/8"
                                   << "9.255.255.255" << false;
        QTest::newRow("/31") << "192.0.2.2/31"
                             << "192.0.2.3" << true;
        QTest::newRow("after /31") << "192.0.2.2/31"
                                   << "192.0.2.4" << false;
        QTest::newRow("one address") << "192.0.2.1"
                                     << "192.0.2.1" << true;
        QTest::newRow("another address") << "192.0.2.1"
                                         << "192.0.2.2" << false;
        QTest::newRow("everything IPv4") << "0.0.0.0/0"
                                         << "203.0.113.9" << true;
        QTest::newRow("everything IPv4 is no IPv6") << "0.0.0.0/0"
                                                    << "2001:db8::1" << false;
        QTest::newRow("everything IPv6 is no IPv4") << "::/0"
                                                    << "203.0.113.9" << false;
        QTest::newRow("IPv6") << "2001:db8::/32"
                              << "2001:db8:ffff::1" << true;
        QTest::newRow("other IPv6") << "2001:db8::/32"
                                    << "2001:db9::1" << false;
        QTest::newRow("IPv6 address") << "::1"
                                      << "::1" << true;
        QTest::newRow("zone of the peer") << "fe80::/10"
                                          << "fe80::1%lo" << true;
        QTest::newRow("IPv4 through an IPv6 socket") << "10.0.0.0/8"
                                                     << "::ffff:10.1.2.3" << true;
        QTest::newRow("outside through an IPv6 socket") << "10.0.0.0/8"
                                                        << "::ffff:11.1.2.3" << false;
        QTest::newRow("mapped notation") << "::ffff:10.0.0.0/104"
                                         << "10.1.2.3" << true;
        QTest::newRow("mapped address") << "::ffff:192.0.2.1"
                                        << "192.0.2.1" << true;
    }
    void contains() {
        QFETCH(QString, subnet);
        QFETCH(QString, address);
        const Result<Subnet> parsed = Subnet::parse(subnet);
        QVERIFY(parsed);
        QTEST(parsed->contains(QHostAddress(address)), "inside");
    }

    void refuses_data() {
        QTest::addColumn<QString>("text");
        for (const char* text : {"",
                                 "localhost",
                                 "10",
                                 "10/8",
                                 "10.",
                                 "10.0.0/24",
                                 "10.0.0.0/",
                                 "10.0.0.0/33",
                                 "10.0.0.0/-1",
                                 "10.0.0.0/+8",
                                 "10.0.0.0/08",
                                 "10.0.0.0/255.0.0.0",
                                 "10.0.0.1/8",
                                 "010.0.0.1",
                                 "256.0.0.1",
                                 "0x7f.0.0.1",
                                 "10.0.0.0/8 ",
                                 " 10.0.0.0/8",
                                 "10.0.0.0/8/8",
                                 "2001:db8::/129",
                                 "2001:db8::1/32",
                                 "fe80::1%lo",
                                 "1:2:3",
                                 ":::",
                                 "::ffff:300.0.0.1",
                                 "[::1]",
                                 "10.0.0.0/8,11.0.0.0/8"})
            QTest::newRow(text) << text;
    }
    void refuses() {
        QFETCH(QString, text);
        const Result<Subnet> parsed = Subnet::parse(text);
        QVERIFY(!parsed);
        QCOMPARE(parsed.error().code, ErrorCode::InvalidArgument);
        QVERIFY2(parsed.error().message.contains(QLatin1Char('"') + text + QLatin1Char('"')),
                 qPrintable(parsed.error().message));
    }

    void aListContainsWhatAnyOfItsSubnetsContains() {
        const auto list = SubnetList::parse({QStringLiteral("10.0.0.0/8"), QStringLiteral("::1")});
        QVERIFY(list);
        QVERIFY(list->contains(QHostAddress(QStringLiteral("10.9.9.9"))));
        QVERIFY(list->contains(QHostAddress(QStringLiteral("::1"))));
        QVERIFY(!list->contains(QHostAddress(QStringLiteral("127.0.0.1"))));
        QVERIFY(!list->isEmpty());
        QVERIFY(SubnetList::parse({})->isEmpty());
        QVERIFY(!SubnetList::parse({QStringLiteral("10.0.0.0/8"), QStringLiteral("nonsense")}));
    }

    void aNullAddressIsInNoSubnet() {
        QVERIFY(!Subnet::parse(QStringLiteral("0.0.0.0/0"))->contains(QHostAddress()));
        QVERIFY(!Subnet::parse(QStringLiteral("::/0"))->contains(QHostAddress()));
    }
};

NB_TEST(TestCidr)
#include "tst_cidr.moc"
