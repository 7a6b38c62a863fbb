#include "core/base/worker_pool.h"
#include "core/providers/gemini.h"
#include "core/providers/remote_provider.h"
#include "tests/core/providers/provider_test.h"
#include "tests/support/fake_gemini.h"
#include "tests/support/fake_time.h"
#include "tests/support/test_main.h"
#include <QJsonArray>
#include <QJsonDocument>

using namespace nb;
using namespace nb::providers;
using namespace nb::test;
using namespace std::chrono_literals;

namespace {

struct Bench {
    FakeGemini fake;
    FakeTime time;
    WorkerPool pool{2};
    std::unique_ptr<RemoteProvider> provider;

    explicit Bench(const QString& model = {}) {
        RemoteProvider::Options options;
        options.timing = time.timing();
        provider = std::make_unique<RemoteProvider>(
            std::make_shared<GeminiWire>(fake.url(), fake.key(), model), pool, options);
    }
    Result<Answer> edit(const Job& job = sampleJob()) { return finished(provider->edit(job, {})); }
    Error failure(const QByteArray& body, int status = 200) {
        fake.server().enqueue({status, "application/json", body});
        const auto answer = edit();
        return answer ? Error{ErrorCode::Internal, QStringLiteral("it succeeded")} : answer.error();
    }
};

} // namespace

class TestGemini : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void sendsPictureMaskAndInstruction() {
        Bench bench;
        Job job = sampleJob();
        job.seed = 7;
        QVERIFY(bench.edit(job).has_value());
        const Received request = bench.fake.server().received().value(0);
        QCOMPARE(request.target, QByteArray("/v1beta/models/gemini-2.5-flash-image:generateContent"));
        QCOMPARE(request.header("x-goog-api-key"), bench.fake.key());
        QCOMPARE(request.header("Authorization"), QByteArray());
        const Asked asked = bench.fake.asked().value(0);
        QCOMPARE(worstDifference(asked.picture.pixels, job.picture.pixels), 0.0);
        QCOMPARE(worstDifference(asked.mask, job.mask.pixels), 0.0);
        QVERIFY(asked.fields.value(QStringLiteral("text")).toString().contains(job.prompt));
        QVERIFY(asked.fields.value(QStringLiteral("text")).toString().contains(QStringLiteral("mask")));
        QCOMPARE(asked.fields.value(QStringLiteral("seed")).toInt(), 7);
        QCOMPARE(asked.fields.value(QStringLiteral("aspectRatio")).toString(), QStringLiteral("4:3"));
        QVERIFY(!asked.fields.contains(QStringLiteral("imageSize")));
    }

    void sendsAnImageSizeToThe3Models() {
        Bench bench(QStringLiteral("models/gemini-3.1-flash-image"));
        QVERIFY(bench.edit(sampleJob({700, 700})).has_value());
        const QJsonObject fields = bench.fake.asked().value(0).fields;
        QCOMPARE(fields.value(QStringLiteral("model")).toString(), QStringLiteral("gemini-3.1-flash-image"));
        QCOMPARE(fields.value(QStringLiteral("imageSize")).toString(), QStringLiteral("1K"));
        QCOMPARE(fields.value(QStringLiteral("aspectRatio")).toString(), QStringLiteral("1:1"));
        QVERIFY(!fields.contains(QStringLiteral("seed")));
    }

    void acceptsEveryFormOfAddress_data() {
        QTest::addColumn<QString>("url");
        QTest::addColumn<QString>("endpoint");
        const QString whole =
            QStringLiteral("https://g.example/v1beta/models/gemini-2.5-flash-image:generateContent");
        QTest::newRow("host") << QStringLiteral("https://g.example") << whole;
        QTest::newRow("slash") << QStringLiteral("https://g.example/") << whole;
        QTest::newRow("base") << QStringLiteral("https://g.example/v1beta/") << whole;
        QTest::newRow("proxy") << QStringLiteral("https://p.example/g/v1")
                               << QStringLiteral(
                                      "https://p.example/g/v1/models/gemini-2.5-flash-image:generateContent");
        QTest::newRow("whole") << QStringLiteral("https://g.example/x/models/y:generateContent")
                               << QStringLiteral("https://g.example/x/models/y:generateContent");
    }
    void acceptsEveryFormOfAddress() {
        QFETCH(QString, url);
        QFETCH(QString, endpoint);
        const auto request = GeminiWire(QUrl(url), "k", {}).request(sampleJob());
        QVERIFY(request.has_value());
        QCOMPARE(request->url.toString(), endpoint);
    }

    void readsThePictureAmongDraftsAndWords() {
        for (bool chatty : {false, true}) {
            Bench bench;
            bench.fake.setChatty(chatty);
            const auto answer = bench.edit();
            QVERIFY2(answer.has_value(), answer ? "" : qPrintable(answer.error().message));
            const Job job = sampleJob();
            const auto expected = FakePictureService::edited(job.picture, job.mask.pixels, {});
            QCOMPARE(worstDifference(answer->picture.pixels, expected.pixels), 0.0);
        }
    }

    void refusalsNameTheirReason_data() {
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<int>("code");
        QTest::addColumn<QStringList>("words");
        const auto row = [](const char* name, const char* body, ErrorCode code, const QStringList& words) {
            QTest::newRow(name) << QByteArray(body) << int(code) << words;
        };
        const auto s = [](const char* text) { return QString::fromLatin1(text); };
        row("prompt blocked", R"({"promptFeedback":{"blockReason":"PROHIBITED_CONTENT"}})",
            ErrorCode::ProviderRejected, {s("refused the prompt"), s("PROHIBITED_CONTENT")});
        row("prompt blocked with words",
            R"({"candidates":[],"promptFeedback":{"blockReason":"OTHER","blockReasonMessage":"try another"}})",
            ErrorCode::ProviderRejected, {s("OTHER"), s("try another")});
        for (const char* reason : {"SAFETY", "IMAGE_SAFETY", "PROHIBITED_CONTENT", "IMAGE_PROHIBITED_CONTENT",
                                   "RECITATION", "IMAGE_RECITATION", "BLOCKLIST", "SPII"})
            row(reason,
                QByteArray(R"({"candidates":[{"finishReason":"@"}]})").replace("@", reason).constData(),
                ErrorCode::ProviderRejected, {s("refused to make this picture"), s(reason)});
        row("reason with message",
            R"({"candidates":[{"finishReason":"IMAGE_SAFETY","finishMessage":"Unable to show it"}]})",
            ErrorCode::ProviderRejected, {s("IMAGE_SAFETY"), s("Unable to show it")});
        row("words only",
            R"({"candidates":[{"content":{"parts":[{"text":"I cannot do that."}]},"finishReason":"STOP"}]})",
            ErrorCode::ProviderRejected, {s("with text"), s("I cannot do that.")});
        row("no image", R"({"candidates":[{"finishReason":"NO_IMAGE"}]})", ErrorCode::ProviderUnusable,
            {s("without a picture"), s("NO_IMAGE")});
        row("no candidates", R"({"candidates":[]})", ErrorCode::ProviderUnusable, {s("without a picture")});
        row("empty object", "{}", ErrorCode::ProviderUnusable, {s("without a picture")});
        row("not JSON", "<html>", ErrorCode::ProviderUnusable, {s("without a picture")});
        row("bad picture",
            R"({"candidates":[{"content":{"parts":[{"inlineData":{"mimeType":"image/png","data":"Z2FyYmFnZQ=="}}]}}]})",
            ErrorCode::ProviderUnusable, {s("cannot be used")});
    }
    void refusalsNameTheirReason() {
        QFETCH(QByteArray, body);
        QFETCH(int, code);
        QFETCH(QStringList, words);
        Bench bench;
        const Error error = bench.failure(body);
        QCOMPARE(int(error.code), code);
        QVERIFY2(error.message.startsWith(QStringLiteral("NanoBanana API (Gemini) ")),
                 qPrintable(error.message));
        for (const QString& word : words)
            QVERIFY2(error.message.contains(word), qPrintable(error.message));
        QCOMPARE(bench.fake.server().received().size(), 1);
    }

    void aThoughtIsBetterThanNothing() {
        Bench bench;
        QVERIFY(bench.edit().has_value()); // fills received() with a picture to borrow
        const auto object = QJsonDocument::fromJson(bench.fake.server().received().value(0).body).object();
        const QJsonObject part = object.value(QStringLiteral("contents"))
                                     .toArray()
                                     .at(0)
                                     .toObject()
                                     .value(QStringLiteral("parts"))
                                     .toArray()
                                     .at(0)
                                     .toObject();
        QJsonObject thought = part;
        thought.insert(QStringLiteral("thought"), true);
        const QJsonObject body{
            {QStringLiteral("candidates"),
             QJsonArray{QJsonObject{
                 {QStringLiteral("content"), QJsonObject{{QStringLiteral("parts"), QJsonArray{thought}}}}}}}};
        bench.fake.server().enqueue({200, "application/json", QJsonDocument(body).toJson()});
        const auto answer = bench.edit();
        QVERIFY(answer.has_value());
        QCOMPARE(worstDifference(answer->picture.pixels, sampleJob().picture.pixels), 0.0);
    }

    void aWrongKeyIsA400() {
        Bench bench;
        const Error error = bench.failure(
            R"({"error":{"code":400,"message":"API key not valid. Please pass a valid API key.",
               "status":"INVALID_ARGUMENT","details":[{"@type":"type.googleapis.com/google.rpc.ErrorInfo",
               "reason":"API_KEY_INVALID","domain":"googleapis.com"}]}})",
            400);
        QCOMPARE(error.code, ErrorCode::ProviderRefusedKey);
        QCOMPARE(error.message, QStringLiteral("Invalid NanoBanana API (Gemini) key"));
        QVERIFY(!bench.provider->healthy());
    }

    void aBadRequestCarriesItsText() {
        Bench bench;
        bench.fake.setStatus(400, QStringLiteral("Aspect ratio is not enabled"));
        const auto answer = bench.edit();
        QCOMPARE(answer.error().code, ErrorCode::ProviderRejected);
        QVERIFY(answer.error().message.contains(QStringLiteral("Aspect ratio is not enabled")));
    }

    void aMinutesQuotaIsWaitedFor() {
        Bench bench;
        bench.fake.server().enqueue(
            {429, "application/json",
             R"({"error":{"code":429,"message":"Slow down.","status":"RESOURCE_EXHAUSTED","details":[
                {"@type":"type.googleapis.com/google.rpc.QuotaFailure","violations":[
                  {"quotaId":"GenerateRequestsPerMinutePerProjectPerModel","quotaValue":"10"}]},
                {"@type":"type.googleapis.com/google.rpc.RetryInfo","retryDelay":"17.25s"}]}})"});
        QVERIFY(bench.edit().has_value());
        QCOMPARE(bench.time.waits, std::vector{17'250ms});
    }

    void aDaysQuotaIsNotAskedAgain() {
        Bench bench;
        const Error error = bench.failure(
            R"({"error":{"code":429,"message":"You exceeded your current quota.","status":"RESOURCE_EXHAUSTED",
                "details":[{"@type":"type.googleapis.com/google.rpc.QuotaFailure","violations":[
                  {"quotaId":"GenerateRequestsPerDayPerProjectPerModel-FreeTier","quotaValue":"100"}]},
                {"@type":"type.googleapis.com/google.rpc.RetryInfo","retryDelay":"40s"}]}})",
            429);
        QCOMPARE(error.code, ErrorCode::ProviderBusy);
        QVERIFY2(error.message.contains(QStringLiteral("quota is used up: You exceeded your current quota.")),
                 qPrintable(error.message));
        QVERIFY(error.message.contains(
            QStringLiteral("GenerateRequestsPerDayPerProjectPerModel-FreeTier = 100")));
        QCOMPARE(bench.fake.server().received().size(), 1);
    }

    void serverErrorsAreRetried() {
        Bench bench;
        bench.fake.setStatus(503, QStringLiteral("The model is overloaded."));
        const auto answer = bench.edit();
        QCOMPARE(answer.error().code, ErrorCode::ProviderUnavailable);
        QVERIFY(answer.error().message.contains(QStringLiteral("overloaded")));
        QCOMPARE(bench.fake.requests(), 3);
    }

    void theKeyIsScrubbed() {
        Bench bench;
        const QByteArray key = bench.fake.key();
        const QList<QByteArray> bodies = {
            R"({"promptFeedback":{"blockReason":"OTHER","blockReasonMessage":"key KEY"}})",
            R"({"candidates":[{"content":{"parts":[{"text":"your key is KEY"}]}}]})",
            R"({"candidates":[{"finishReason":"KEY"}]})",
        };
        for (const QByteArray& body : bodies) {
            const Error error = bench.failure(QByteArray(body).replace("KEY", key));
            QVERIFY(!error.message.contains(QString::fromLatin1(key)));
            QVERIFY(!error.detail.contains(QString::fromLatin1(key)));
            QVERIFY(error.message.contains(QStringLiteral("[•••]")));
        }
        QVERIFY(!bench.fake.server().received().value(0).target.contains(key));
    }

    void saysWhatItCan() {
        const ProviderCapabilities flash = GeminiWire(QUrl(), "k", {}).capabilities();
        QCOMPARE(flash.sizes.size(), 10);
        QCOMPARE(flash.sizes.first(), QSize(1024, 1024));
        QCOMPARE(flash.mask, MaskSupport::Hint);
        QCOMPARE(flash.priceHintUsd, std::optional(0.039));
        QVERIFY(!flash.honoursStrength);
        const auto pro = GeminiWire(QUrl(), "k", QStringLiteral("gemini-3-pro-image")).capabilities();
        QCOMPARE(pro.sizes.size(), 30);
        QCOMPARE(pro.maxReferences, 14);
    }
};

NB_TEST(TestGemini)
#include "tst_gemini.moc"
