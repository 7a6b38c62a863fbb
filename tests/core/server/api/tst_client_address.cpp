#include "core/server/api/client_address.h"
#include "tests/support/test_main.h"

#include <QTest>

using namespace nb;

class TestClientAddress : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void who_data() {
        QTest::addColumn<QString>("peer");
        QTest::addColumn<QByteArray>("forwarded");
        QTest::addColumn<QByteArray>("real");
        QTest::addColumn<QString>("client");
        const auto row = [](const char* name, const char* peer, const char* forwarded, const char* real,
                            const char* client) {
            QTest::newRow(name) << peer << QByteArray(forwarded) << QByteArray(real) << client;
        };
        row("nobody forwards", "203.0.113.9", "", "", "203.0.113.9");
        row("an untrusted peer may say what it likes", "203.0.113.9", "1.2.3.4", "5.6.7.8", "203.0.113.9");
        row("one proxy", "10.0.0.1", "198.51.100.7", "", "198.51.100.7");
        row("what stands left of an untrusted hop is forged", "10.0.0.1", "1.1.1.1, 198.51.100.7", "",
            "198.51.100.7");
        row("two proxies", "10.0.0.1", "198.51.100.7, 10.0.0.2", "", "198.51.100.7");
        row("only proxies", "10.0.0.1", "10.0.0.3, 10.0.0.2", "", "10.0.0.3");
        row("nonsense ends the search", "10.0.0.1", "198.51.100.7, unknown, 10.0.0.2", "", "10.0.0.2");
        row("IPv4 with a port", "10.0.0.1", "198.51.100.7:5678", "", "198.51.100.7");
        row("IPv6 with a port", "10.0.0.1", "[2001:db8::1]:443", "", "2001:db8::1");
        row("IPv6 in brackets", "10.0.0.1", "[2001:db8::1]", "", "2001:db8::1");
        row("IPv6 in quotes", "10.0.0.1", "\"[2001:db8::1]:443\"", "", "2001:db8::1");
        row("IPv4 in quotes", "10.0.0.1", "\"198.51.100.7:80\"", "", "198.51.100.7");
        row("IPv6 with a zone", "10.0.0.1", "fe80::1%eth0", "", "fe80::1");
        row("IPv6 with a zone and a port", "10.0.0.1", "[fe80::1%25eth0]:80", "", "fe80::1");
        row("IPv4 in IPv6 with a port", "10.0.0.1", "[::ffff:198.51.100.7]:80", "", "198.51.100.7");
        row("proxies with ports", "10.0.0.1", "1.1.1.1:1, 198.51.100.7:5678, 10.0.0.2:99", "",
            "198.51.100.7");
        row("port and other family", "10.0.0.1", "198.51.100.7:5678, [2001:db8::1]:443", "", "2001:db8::1");
        row("empty elements", "10.0.0.1", "198.51.100.7, ,", "", "198.51.100.7");
        row("hidden hop", "10.0.0.1", "198.51.100.7, _hidden, 10.0.0.2:1", "", "10.0.0.2");
        row("no port behind the colon", "10.0.0.1", "198.51.100.7:", "", "10.0.0.1");
        row("no number as port", "10.0.0.1", "198.51.100.7:http", "", "10.0.0.1");
        row("bracket without end", "10.0.0.1", "[2001:db8::1", "", "10.0.0.1");
        row("text behind the bracket", "10.0.0.1", "[2001:db8::1]x", "", "10.0.0.1");
        row("only punctuation", "10.0.0.1", "\"", ":", "10.0.0.1");
        for (const char* number : {"10", "8", "10.1", "1.2.3", "0x7f000001", "010.0.0.1", "1.2.3.4.5",
                                   "3232235777", "1.2.3.256"}) {
            row(qPrintable(QStringLiteral("'%1' is no address").arg(QLatin1String(number))), "10.0.0.1",
                qPrintable(QStringLiteral("198.51.100.7, %1, 10.0.0.2").arg(QLatin1String(number))), "",
                "10.0.0.2");
            row(qPrintable(QStringLiteral("'%1' is no real IP").arg(QLatin1String(number))), "10.0.0.1", "",
                number, "10.0.0.1");
        }
        row("real IP with a port", "10.0.0.1", "", "198.51.100.8:1234", "198.51.100.8");
        row("real IPv6 with a port", "10.0.0.1", "", "[2001:db8::8]:1", "2001:db8::8");
        row("real IP", "10.0.0.1", "", "198.51.100.8", "198.51.100.8");
        row("forwarded wins over real IP", "10.0.0.1", "198.51.100.7", "198.51.100.8", "198.51.100.7");
        row("nonsense as real IP", "10.0.0.1", "", "x", "10.0.0.1");
        row("IPv4 through an IPv6 socket", "::ffff:10.0.0.1", "2001:db8::1", "", "2001:db8::1");
        row("IPv4 in IPv6 is IPv4", "::ffff:203.0.113.9", "", "", "203.0.113.9");
    }
    void who() {
        QFETCH(QString, peer);
        QFETCH(QByteArray, forwarded);
        QFETCH(QByteArray, real);
        QFETCH(QString, client);
        const config::SubnetList trusted = *config::SubnetList::parse({QStringLiteral("10.0.0.0/8")});
        QCOMPARE(server::clientAddress(QHostAddress(peer), forwarded, real, trusted).toString(), client);
    }
};

NB_TEST(TestClientAddress)
#include "tst_client_address.moc"
