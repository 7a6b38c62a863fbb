#include "core/server/api/client_key.h"
#include "tests/support/test_main.h"
#include <QTest>

using namespace nb;
using server::clientKey;
using server::RequestRecord;

namespace {

RequestRecord from(const char* address, const QByteArray& authorization = {}) {
    RequestRecord record;
    record.client = QHostAddress(QString::fromLatin1(address));
    if (!authorization.isEmpty())
        record.head.fields = {{"Authorization", authorization}};
    return record;
}

config::ServerSettings withTokens() {
    config::ServerSettings settings;
    settings.apiTokens = {QStringLiteral("one"), QStringLiteral("two")};
    return settings;
}

} // namespace

class TestClientKey : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void withoutTokensItIsTheAddress() {
        const config::ServerSettings open;
        QCOMPARE(clientKey(from("192.0.2.1"), open), clientKey(from("192.0.2.1"), open));
        QVERIFY(clientKey(from("192.0.2.1"), open) != clientKey(from("192.0.2.2"), open));
        // What anybody may invent does not make another client.
        QCOMPARE(clientKey(from("192.0.2.1", "Bearer x"), open), clientKey(from("192.0.2.1"), open));
    }

    void anIpv6ClientHasA64() {
        const config::ServerSettings open;
        QCOMPARE(clientKey(from("2001:db8:0:1::1"), open), clientKey(from("2001:db8:0:1:ffff::2"), open));
        QVERIFY(clientKey(from("2001:db8:0:1::1"), open) != clientKey(from("2001:db8:0:2::1"), open));
        QCOMPARE(clientKey(from("::ffff:192.0.2.1"), open), clientKey(from("192.0.2.1"), open));
    }

    void aTokenIsTheSameEverywhere() {
        const config::ServerSettings settings = withTokens();
        const QByteArray one = clientKey(from("192.0.2.1", "Bearer one"), settings);
        QCOMPARE(clientKey(from("192.0.2.2", "bearer   one "), settings), one);
        QVERIFY(clientKey(from("192.0.2.1", "Bearer two"), settings) != one);
        QVERIFY(!one.contains("one"));
        QCOMPARE(one.size(), 32);
    }
};

NB_TEST(TestClientKey)
#include "tst_client_key.moc"
