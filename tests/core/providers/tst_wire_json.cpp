#include "core/providers/wire_json.h"
#include "tests/support/test_main.h"
#include <QJsonDocument>
#include <QTest>

using namespace nb::providers;

class TestWireJson : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void errorTexts_data() {
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<QString>("text");
        const auto row = [](const char* body, const char* text) {
            QTest::newRow(body) << QByteArray(body) << QString::fromUtf8(text);
        };
        row(R"({"error":"plain"})", "plain");
        row(R"({"error":{"message":"nested"}})", "nested");
        row(R"({"message":"other"})", "other");
        row(R"({"error":{"code":5},"message":"fallback"})", "fallback");
        row(R"({"error":"has KEY in it"})", "has [•••] in it");
        row(R"({"error":null})", "");
        row(R"({"error":[]})", "");
        row(R"([])", "");
        row(R"(<html>)", "");
        row("", "");
        row("{\"error\":\"caf\xc3\xa9\"}", "café");
        row("{\"error\":\"\xff\xfe\"}", "");
    }
    void errorTexts() {
        QFETCH(QByteArray, body);
        QFETCH(QString, text);
        QCOMPARE(errorText(errorObject(body), "KEY"), text);
    }

    void aHugeErrorBodyIsNotRead() {
        const QByteArray body = "{\"error\":\"" + QByteArray(70'000, 'x') + "\"}";
        QVERIFY(errorObject(body).isEmpty());
        QVERIFY(!jsonObject(body).isEmpty());
    }

    void deepNestingIsNoCrash() {
        QVERIFY(jsonObject(QByteArray(60'000, '[')).isEmpty());
        QVERIFY(jsonObject(QByteArray("{\"a\":").repeated(10'000)).isEmpty());
    }

    void putsBase64InFront() {
        const QJsonObject rest{{QStringLiteral("prompt"), QStringLiteral("a \"quoted\"\nline")}};
        const QByteArray json = jsonWithBase64({{"image", "QUJD"}, {"mask", "REVG"}}, rest);
        QJsonObject expected = rest;
        expected.insert(QStringLiteral("image"), QStringLiteral("QUJD"));
        expected.insert(QStringLiteral("mask"), QStringLiteral("REVG"));
        QCOMPARE(QJsonDocument::fromJson(json).object(), expected);
    }
};

NB_TEST(TestWireJson)
#include "tst_wire_json.moc"
