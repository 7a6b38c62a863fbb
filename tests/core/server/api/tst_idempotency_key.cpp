#include "core/server/api/idempotency_key.h"
#include "tests/support/test_main.h"
#include <QTest>

using namespace nb;
using server::idempotencyKey;
using server::scopedKey;

namespace {

server::RequestHead with(const QByteArrayList& values) {
    server::RequestHead head;
    head.fields = {{"Host", "a"}};
    for (const QByteArray& value : values)
        head.fields.append({"idempotency-KEY", value});
    return head;
}

} // namespace

class TestIdempotencyKey : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void withoutTheHeaderThereIsNone() {
        const auto key = idempotencyKey(with({}));
        QVERIFY(key.has_value());
        QVERIFY(key->isEmpty());
    }

    void keys_data() {
        QTest::addColumn<QByteArray>("value");
        QTest::addColumn<QByteArray>("key"); // empty: refused
        const auto row = [](const char* name, const QByteArray& value, const QByteArray& key) {
            QTest::newRow(name) << value << key;
        };
        row("uuid", "8e03978e-40d5-43dd-bc93-6894a57f9324", "8e03978e-40d5-43dd-bc93-6894a57f9324");
        row("string", "\"8e03978e\"", "8e03978e");
        row("space around", "  \"a\" ", "a");
        row("space inside", "\"a b\"", "a b");
        row("escapes", R"("a\"b\\c")", R"(a"b\c)");
        row("comma inside", "\"a,b\"", "a,b");
        row("base64", "aGVsbG8+/==", "aGVsbG8+/==");
        row("longest", QByteArray(255, 'x'), QByteArray(255, 'x'));
        row("longest string", '"' + QByteArray(255, 'x') + '"', QByteArray(255, 'x'));
        row("empty", "", {});
        row("empty string", "\"\"", {});
        row("too long", QByteArray(256, 'x'), {});
        row("open string", "\"a", {});
        row("one quote", "\"", {});
        row("closed by an escape", R"("a\")", {});
        row("unknown escape", R"("a\n")", {});
        row("quote inside", "\"a\"b\"", {});
        row("after the string", "\"a\";x=1", {});
        row("bare with a quote", "a\"", {});
        row("bare with a space", "a b", {});
        row("list", "a,b", {});
        row("control character", QByteArray("a\x01") + "b", {});
        row("control in a string", QByteArray("\"a\x7f\""), {});
        row("not ASCII", "caf\xc3\xa9", {});
        row("not ASCII in a string", "\"caf\xc3\xa9\"", {});
    }

    void keys() {
        QFETCH(QByteArray, value);
        QFETCH(QByteArray, key);
        const auto result = idempotencyKey(with({value}));
        QCOMPARE(result.has_value(), !key.isEmpty());
        if (result) {
            QCOMPARE(*result, key);
        } else {
            QCOMPARE(result.error().code, ErrorCode::Malformed);
            QVERIFY(result.error().message.contains(QLatin1String("Idempotency-Key")));
        }
    }

    void twoHeadersAreRefused() {
        QVERIFY(!idempotencyKey(with({"a", "a"})));
        QVERIFY(!idempotencyKey(with({"a", "b"})));
    }

    void clientsHaveKeysOfTheirOwn() {
        const QByteArray one(32, '1');
        const QByteArray two(32, '2');
        QCOMPARE(scopedKey("k", one), scopedKey("k", one));
        QVERIFY(scopedKey("k", one) != scopedKey("k", two));
        QVERIFY(scopedKey("k", one) != scopedKey("l", one));
        QVERIFY(!scopedKey("secret", one).contains("secret"));
    }
};

NB_TEST(TestIdempotencyKey)
#include "tst_idempotency_key.moc"
