#include "core/providers/public_address.h"
#include "tests/support/test_main.h"
#include <QHostAddress>
#include <QTest>

using nb::providers::isPublicAddress;

class TestPublicAddress : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void addresses_data() {
        QTest::addColumn<bool>("isPublic");
        for (const char* address : {"8.8.8.8", "1.1.1.1", "172.15.255.255", "172.32.0.1", "100.63.255.255",
                                    "100.128.0.1", "11.0.0.1", "192.167.1.1", "223.255.255.255",
                                    "2606:4700:4700::1111", "2a00:1450:4001:80b::200e"})
            QTest::newRow(address) << true;
        for (const char* address :
             {"0.0.0.0", "10.1.2.3", "100.64.0.1", "100.127.255.255", "127.0.0.1", "127.255.0.9",
              "169.254.169.254", "172.16.0.1", "172.31.255.255", "192.0.0.8", "192.0.2.1", "192.88.99.1",
              "192.168.0.1", "198.18.0.1", "198.51.100.7", "203.0.113.7", "224.0.0.1", "240.0.0.1",
              "255.255.255.255",
              // IPv6: unspecified, loopback, unique local, link-local, multicast, documentation
              "::", "::1", "fc00::1", "fd12:3456::1", "fe80::1", "ff02::1", "2001:db8::1", "3fff::1",
              // IPv6 that carries IPv4: mapped, compatible, NAT64, 6to4, Teredo, ISATAP
              "::ffff:8.8.8.8", "::ffff:127.0.0.1", "::10.0.0.1", "64:ff9b::8.8.8.8", "64:ff9b:1::a00:1",
              "2002:7f00:1::", "2002:808:808::1", "2001:0:4136:e378:8000:63bf:3fff:fdd2",
              "2606:4700::5efe:10.0.0.1", "2606:4700::200:5efe:7f00:1"})
            QTest::newRow(address) << false;
    }
    void addresses() {
        QFETCH(bool, isPublic);
        const QHostAddress address(QString::fromLatin1(QTest::currentDataTag()));
        QVERIFY(!address.isNull());
        QCOMPARE(isPublicAddress(address), isPublic);
    }

    void noAddressIsNotPublic() { QVERIFY(!isPublicAddress(QHostAddress())); }
};

NB_TEST(TestPublicAddress)
#include "tst_public_address.moc"
