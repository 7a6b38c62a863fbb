#include "core/providers/nanobanana.h"
#include "tests/core/providers/nanobanana_bench.h"
#include "tests/support/test_main.h"
#include <QJsonDocument>
#include <QSet>

using namespace nb;
using namespace nb::providers;
using namespace nb::test;
using namespace std::chrono_literals;
using Bench = NanobananaBench;

class TestNanobanana : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void sendsTheContractsRequest() {
        Bench bench;
        Job job = sampleJob();
        job.seed = 42;
        job.strength = 0.35;
        job.guidanceScale = 12.5;
        job.mask.pixels.at<uchar>(0, 0) = 128;
        QVERIFY(bench.edit(job).has_value());
        const Received request = bench.fake.server().received().value(0);
        QCOMPARE(request.method, QByteArray("POST"));
        QCOMPARE(request.target, QByteArray("/v1/inpaint"));
        QCOMPARE(request.header("Authorization"), "Bearer " + kKey);
        QCOMPARE(request.header("Content-Type"), QByteArray("application/json"));
        QVERIFY(!request.header("Idempotency-Key").isEmpty());
        const QJsonObject body = QJsonDocument::fromJson(request.body).object();
        QCOMPARE(body.keys(), (QStringList{QStringLiteral("guidance_scale"), QStringLiteral("image"),
                                           QStringLiteral("mask"), QStringLiteral("prompt"),
                                           QStringLiteral("seed"), QStringLiteral("strength")}));
        QCOMPARE(body.value(QStringLiteral("prompt")).toString(), job.prompt);
        QCOMPARE(body.value(QStringLiteral("seed")).toInt(), 42);
        QCOMPARE(body.value(QStringLiteral("strength")).toDouble(), 0.35);
        QCOMPARE(body.value(QStringLiteral("guidance_scale")).toDouble(), 12.5);
        const Asked asked = bench.fake.asked().value(0);
        QCOMPARE(worstDifference(asked.picture.pixels, job.picture.pixels), 0.0);
        QCOMPARE(worstDifference(asked.mask, job.mask.pixels), 0.0);
    }

    void leavesTheSeedOutWhenThereIsNone() {
        Bench bench;
        QVERIFY(bench.edit().has_value());
        QVERIFY(!bench.fake.asked().value(0).fields.contains(QStringLiteral("seed")));
    }

    void doesNotSendExif() {
        Bench bench;
        Job job = sampleJob();
        // A valid empty TIFF block with a marker behind it.
        job.picture.metadata.exif = QByteArray("II*\0\x08\0\0\0\0\0\0\0\0\0", 14) + "GPSMARKER";
        QVERIFY(bench.edit(job).has_value());
        const auto object = QJsonDocument::fromJson(bench.fake.server().received().value(0).body).object();
        const QByteArray png =
            QByteArray::fromBase64(object.value(QStringLiteral("image")).toString().toLatin1());
        QVERIFY(png.size() > 100);
        QVERIFY(!png.contains("GPSMARKER"));
    }

    void sends16BitsAs8() {
        Bench bench;
        QVERIFY(bench.edit(sampleJob({64, 48}, CV_16UC3)).has_value());
        QCOMPARE(worstDifference(bench.fake.asked().value(0).picture.pixels, sampleJob().picture.pixels),
                 0.0);
    }

    // No money comes by asking again.
    void aUsedUpQuotaIsNotAskedAgain_data() {
        QTest::addColumn<int>("status");
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<QString>("text");
        const auto row = [](const char* name, int status, const char* body, const char* text) {
            QTest::newRow(name) << status << QByteArray(body) << QString::fromLatin1(text);
        };
        row("code", 429, R"({"error":{"message":"You exceeded your quota","code":"insufficient_quota"}})",
            ": You exceeded your quota");
        row("type", 429, R"({"error":{"message":"no","type":"insufficient_quota"}})", ": no");
        row("word", 429, R"({"error":"insufficient_quota"})", ": insufficient_quota");
        row("beside a message", 429, R"({"message":"no","code":"insufficient_quota"})", ": no");
        row("billing", 400, R"({"error":{"message":"no","code":"billing_hard_limit_reached"}})", ": no");
        row("nothing allowed", 429, R"({"error":{"message":"Quota exceeded, limit: 0"}})",
            ": Quota exceeded, limit: 0");
        row("403", 403, R"({"error":{"message":"no","code":"insufficient_quota"}})", ": no");
        row("503", 503, R"({"error":{"message":"no","code":"insufficient_quota"}})", ": no");
        row("402", 402, R"({"error":"pay"})", ": pay");
    }
    void aUsedUpQuotaIsNotAskedAgain() {
        QFETCH(int, status);
        QFETCH(QByteArray, body);
        QFETCH(QString, text);
        Bench bench;
        bench.fake.server().setHandler([&](const Received&) {
            return Reply{status, "application/json", body, {{"Retry-After", "1"}}};
        });
        for (int edit = 1; edit <= 12;
             ++edit) { // the breaker counts ten: it stays closed, as the service works
            const auto answer = bench.edit();
            QCOMPARE(answer.error().code, ErrorCode::ProviderQuotaUsedUp);
            QCOMPARE(answer.error().message, QStringLiteral("NanoBanana API quota is used up") + text);
            QCOMPARE(bench.fake.server().received().size(), status == 503 ? qMin(edit, 10) : edit);
            if (status == 503 && edit == 10)
                return; // of a 5xx it cannot know that
        }
    }

    void mapsEachStatus_data() {
        QTest::addColumn<int>("status");
        QTest::addColumn<int>("code");
        QTest::addColumn<QString>("message");
        QTest::addColumn<int>("requests");
        const auto row = [](int status, ErrorCode code, const char* message, int requests) {
            QTest::addRow("%d", status) << status << int(code) << QString::fromLatin1(message) << requests;
        };
        row(400, ErrorCode::ProviderRejected, "NanoBanana API refused the request: no nudity", 1);
        row(401, ErrorCode::ProviderRefusedKey, "Invalid NanoBanana API key", 1);
        row(403, ErrorCode::ProviderRefusedKey, "Invalid NanoBanana API key", 1);
        row(422, ErrorCode::ProviderRejected, "NanoBanana API refused the request: no nudity", 1);
        row(429, ErrorCode::ProviderBusy, "NanoBanana API is limiting our requests: try again in 2 seconds",
            3);
        row(500, ErrorCode::ProviderUnavailable, "NanoBanana API unavailable (status 500): no nudity", 3);
        row(502, ErrorCode::ProviderUnavailable, "NanoBanana API unavailable (status 502): no nudity", 3);
        row(503, ErrorCode::ProviderUnavailable, "NanoBanana API unavailable (status 503): no nudity", 3);
        row(504, ErrorCode::ProviderUnavailable, "NanoBanana API unavailable (status 504): no nudity", 1);
        row(529, ErrorCode::ProviderUnavailable, "NanoBanana API unavailable (status 529): no nudity", 3);
    }
    void mapsEachStatus() {
        QFETCH(int, status);
        QFETCH(int, code);
        QFETCH(QString, message);
        QFETCH(int, requests);
        for (ErrorAs as : {ErrorAs::ErrorString, ErrorAs::ErrorObject, ErrorAs::Message}) {
            Bench bench;
            bench.fake.setErrorAs(as);
            bench.fake.setStatus(status, QStringLiteral("no nudity"));
            const auto answer = bench.edit();
            QVERIFY(!answer.has_value());
            QCOMPARE(int(answer.error().code), code);
            QCOMPARE(answer.error().message, message);
            QCOMPARE(bench.fake.requests(), requests);
            QCOMPARE(bench.attempts.size(), requests);
            QCOMPARE(bench.fake.charged(), 0);
        }
    }

    void aLongWaitFailsAtOnceAndNamesIt() {
        Bench bench;
        bench.fake.setHeaders({{"Retry-After", "300"}});
        bench.fake.setStatus(429);
        const auto answer = bench.edit();
        QCOMPARE(answer.error().code, ErrorCode::ProviderBusy);
        QCOMPARE(answer.error().retryAfter, std::optional(300s));
        QVERIFY(answer.error().message.contains(QStringLiteral("5 minutes")));
        QCOMPARE(bench.fake.requests(), 1);
    }

    void aRetrySucceedsAndIsCharged() {
        Bench bench;
        bench.fake.server().enqueue(json(503, "{\"error\":\"overloaded\"}"));
        bench.fake.server().enqueue(json(429, "{\"error\":\"slow down\"}"));
        const auto answer = bench.edit();
        QVERIFY(answer.has_value());
        QCOMPARE(answer->attempts, 3);
        QCOMPARE(bench.outcomes(),
                 (QStringList{QStringLiteral("http_5xx"), QStringLiteral("http_429"), QStringLiteral("ok")}));
        QCOMPARE(bench.fake.charged(), 1);
        QSet<QByteArray> names;
        for (const Received& request : bench.fake.server().received())
            names.insert(request.header("Idempotency-Key"));
        QCOMPARE(names.size(), 1);
    }

    void anAnswerOverTheLimit() {
        RetryLimits limits;
        limits.maxResponseBytes = 100'000;
        Bench bench(limits);
        bench.fake.server().enqueue({200, "image/png", QByteArray(100'001, 'x')});
        QCOMPARE(bench.edit().error().code, ErrorCode::ProviderUnusable);
        QCOMPARE(bench.fake.server().received().size(), 1);
    }

    void aRedirectIsRefusedAndTheKeyStays() {
        FakeServer thief;
        Bench bench;
        bench.fake.server().enqueue({307, "text/plain", "", {{"Location", thief.url().toEncoded()}}});
        const auto answer = bench.edit();
        QCOMPARE(answer.error().code, ErrorCode::ProviderUnusable);
        QVERIFY(answer.error().message.contains(QStringLiteral("redirect")));
        QVERIFY(thief.receivePending());
        QCOMPARE(thief.connections(), 0);
    }

    void connectionFailures_data() {
        QTest::addColumn<int>("fault");
        QTest::newRow("reset") << int(Fault::ResetAfterBody);
        QTest::newRow("close") << int(Fault::CloseWithoutAnswer);
        QTest::newRow("half") << int(Fault::HalfAnswer);
        QTest::newRow("garbage") << int(Fault::Garbage);
        QTest::newRow("silent") << int(Fault::Silent);
        QTest::newRow("drip") << int(Fault::Drip);
    }
    void connectionFailures() {
        QFETCH(int, fault);
        RetryLimits limits;
        limits.attemptTimeout = 1500ms;
        Bench bench(limits);
        Reply reply{200, "image/png", QByteArray(1000, 'x')};
        reply.fault = Fault(fault);
        bench.fake.server().enqueue(reply);
        const auto answer = bench.edit();
        QVERIFY(!answer.has_value());
        QCOMPARE(answer.error().code, ErrorCode::ProviderUnavailable);
        QVERIFY(answer.error().message.startsWith(QStringLiteral("NanoBanana API unavailable")));
        QVERIFY(bench.fake.server().receivePending());
        QCOMPARE(bench.fake.server().received().size(), 1); // never a silent second charge
    }

    void anUnreachableServiceIsTriedThreeTimes() {
        Bench bench;
        bench.fake.server().close();
        const auto answer = bench.edit();
        QCOMPARE(answer.error().code, ErrorCode::ProviderUnavailable);
        QCOMPARE(answer.error().message, QStringLiteral("NanoBanana API unavailable: connection refused"));
        QCOMPARE(bench.outcomes(), QStringList(3, QStringLiteral("connect")));
    }

    // Services echo keys, and Qt's errors quote addresses: nothing of it may come out.
    void theKeyIsNowhere() {
        const QList<QByteArray> forms = {kKey, kKey.toPercentEncoding(), kKey.toBase64(),
                                         QByteArray(kKey).replace("/", "\\/")};
        QStringList said;
        static QStringList* log = nullptr;
        log = &said;
        const auto previous = qInstallMessageHandler(
            [](QtMsgType, const QMessageLogContext&, const QString& text) { log->append(text); });
        const auto collect = [&](const Result<Answer>& answer, Bench& bench) {
            if (!answer)
                said << answer.error().message << answer.error().detail << answer.error().field;
            said << bench.outcomes();
            for (const Received& request : bench.fake.server().received())
                said << QString::fromLatin1(request.target);
        };
        for (int status : {200, 400, 401, 402, 403, 404, 409, 413, 422, 429, 500, 503, 504, 307}) {
            for (const QByteArray& form : forms) {
                RetryLimits limits;
                limits.maxAttempts = 1;
                Bench bench(limits);
                const QByteArray body = "{\"error\":{\"message\":\"key " + form + " is bad\"}}";
                bench.fake.server().enqueue(
                    {status,
                     "application/json; key=" + form,
                     body,
                     {{"Location", "http://127.0.0.1:1/?key=" + kKey.toPercentEncoding()},
                      {"Retry-After", form}}});
                collect(bench.edit(), bench);
            }
        }
        for (Fault fault : {Fault::ResetAfterBody, Fault::Garbage, Fault::HalfAnswer}) {
            Bench bench;
            Reply reply{200, "image/png", "body"};
            reply.fault = fault;
            bench.fake.server().enqueue(reply);
            collect(bench.edit(), bench);
        }
        {
            Bench wrongKey(RetryLimits{}, kKey + "x"); // the fake repeats it in its answer
            collect(wrongKey.edit(), wrongKey);
            collect(wrongKey.edit(), wrongKey); // the breaker's words
        }
        qInstallMessageHandler(previous);
        QVERIFY(said.size() > 100);
        for (const QString& text : said)
            for (const QByteArray& form : forms)
                QVERIFY2(!text.contains(QString::fromLatin1(form), Qt::CaseInsensitive), qPrintable(text));
    }
};

NB_TEST(TestNanobanana)
#include "tst_nanobanana.moc"
