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

    void usedUpQuotas_data() {
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<int>("status");
        QTest::addColumn<bool>("usedUp");
        QTest::addColumn<bool>("usedUpThoughAWaitIsNamed");
        const auto row = [](const char* body, int status, bool usedUp, bool evenWithAWait) {
            QTest::addRow("%d %s", status, body) << QByteArray(body) << status << usedUp << evenWithAWait;
        };
        // Whoever has no money gets none by waiting.
        row(R"({"error":{"code":"insufficient_quota","message":"no"}})", 429, true, true);
        row(R"({"error":{"type":"insufficient_quota","code":null}})", 429, true, true);
        row(R"({"error":{"type":"Insufficient-Quota"}})", 429, true, true);
        row(R"({"error":"insufficient_quota"})", 429, true, true);
        row(R"({"error":"Insufficient credits"})", 402, true, true);
        row(R"({"code":"insufficient_quota","message":"no"})", 429, true, true);
        row(R"({"detail":{"status":"insufficient_credits"}})", 429, true, true);
        row(R"({"errors":[{"code":"payment_required"}]})", 429, true, true);
        row(R"({"error":{"code":"billing_hard_limit_reached","message":"Billing hard limit"}})", 400, true,
            true);
        row(R"({"error":{"message":"Your credit balance is too low"}})", 403, true, true);
        row(R"({"message":"You are out of credits."})", 429, true, true);
        row(R"({"error":{"message":"Quota exceeded for metric: free_tier_requests, limit: 0, model: m"}})",
            429, true, true);
        // These are said of rate limits too.
        row(R"({"error":{"code":"quota_exceeded"}})", 429, true, false);
        row(R"({"error":{"message":"You exceeded your current quota, please check your plan and billing details."}})",
            429, true, false);
        // A rate limit, an overload, a fault of the request.
        row(R"({"error":{"code":"rate_limit_exceeded","message":"Slow down"}})", 429, false, false);
        row(R"({"error":{"status":"RESOURCE_EXHAUSTED","message":"Quota exceeded, limit: 10"}})", 429, false,
            false);
        row(R"({"error":{"message":"limit: 0.5 per second"}})", 429, false, false);
        row(R"({"error":"overloaded"})", 503, false, false);
        row(R"({"error":"The prompt 'out of credits' is refused"})", 400, false, false);
        row(R"({"error":{"code":429,"message":"Too many requests"}})", 429, false, false);
        row(R"({"error":5,"message":[],"detail":null,"errors":{}})", 429, false, false);
        row("[]", 429, false, false);
        row("", 429, false, false);
    }
    void usedUpQuotas() {
        QFETCH(QByteArray, body);
        QFETCH(int, status);
        QTEST(saysQuotaIsUsedUp(errorObject(body), status, false), "usedUp");
        QTEST(saysQuotaIsUsedUp(errorObject(body), status, true), "usedUpThoughAWaitIsNamed");
    }

    void damagedJsonIsNamed() {
        const QString service = QStringLiteral("S");
        QCOMPARE(
            damageText("{\"image\":\"iVBOR", service),
            QStringLiteral("S sent an answer that cannot be read: its JSON is damaged at byte 15 of 15"));
        for (const char* other : {"{}", " {\"a\":1}\n", "[1", "<html>", "words", ""})
            QCOMPARE(damageText(other, service), QString());
    }

    void aByteOrderMarkIsPassedOver() {
        QCOMPARE(jsonObject("\xef\xbb\xbf{\"a\":1}").value(QStringLiteral("a")).toInt(), 1);
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
