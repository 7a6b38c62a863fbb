#include "core/request_log/client_hash.h"
#include "tests/support/test_main.h"

using nb::request_log::ClientHash;

class TestClientHash : public QObject {
    Q_OBJECT

private Q_SLOTS:
    // printf '%s' 192.0.2.1 | openssl dgst -sha256 -hmac 0123456789abcdef
    void isTheFirstHalfOfTheHmac() {
        const ClientHash hash("0123456789abcdef");
        QCOMPARE(hash.of("192.0.2.1"), QStringLiteral("834648f6724c306a07b6ce902bc2c10e"));
        QVERIFY(hash.of("192.0.2.2") != hash.of("192.0.2.1"));
    }

    void withoutAKeyNobodyCanRepeatIt() {
        const ClientHash hash{QByteArray()};
        QCOMPARE(hash.of("192.0.2.1"), hash.of("192.0.2.1"));
        QVERIFY(hash.of("192.0.2.1") != ClientHash(QByteArray()).of("192.0.2.1"));
    }
};

NB_TEST_APPLESS(TestClientHash)
#include "tst_client_hash.moc"
