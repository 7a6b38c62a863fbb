#include "core/image/decode.h"
#include "core/image/encode.h"
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

    void readsEveryFormOfAnswer_data() {
        QTest::addColumn<int>("form");
        QTest::newRow("image/png") << int(AnswerAs::ImagePng);
        QTest::newRow("image/jpeg") << int(AnswerAs::ImageJpeg);
        QTest::newRow("JSON") << int(AnswerAs::JsonBase64);
        QTest::newRow("data URL") << int(AnswerAs::JsonDataUrl);
    }
    void readsEveryFormOfAnswer() {
        QFETCH(int, form);
        Bench bench;
        bench.fake.setAnswerAs(AnswerAs(form));
        const auto answer = bench.edit();
        QVERIFY2(answer.has_value(), qPrintable(answer ? QString() : answer.error().message));
        QCOMPARE(answer->attempts, 1);
        const Job job = sampleJob();
        const auto expected = FakePictureService::edited(job.picture, job.mask.pixels, {});
        const bool lossy = AnswerAs(form) == AnswerAs::ImageJpeg;
        QVERIFY(cv::norm(answer->picture.pixels, expected.pixels, cv::NORM_L1) /
                    double(expected.pixels.total() * 3) <=
                (lossy ? 4.0 : 0.0));
        QCOMPARE(bench.outcomes(), QStringList{QStringLiteral("ok")});
        QCOMPARE(bench.fake.charged(), 1);
    }

    // The picture is paid for: it is used however it is written.
    void readsEveryFormOfBase64_data() {
        QTest::addColumn<QByteArray>("before");
        QTest::addColumn<bool>("urlSafe");
        QTest::addColumn<bool>("padded");
        QTest::addColumn<QByteArray>("between"); // after every 60 characters
        QTest::newRow("URL-safe") << QByteArray() << true << true << QByteArray();
        QTest::newRow("URL-safe, no padding") << QByteArray() << true << false << QByteArray();
        QTest::newRow("no padding") << QByteArray() << false << false << QByteArray();
        QTest::newRow("lines") << QByteArray() << false << true << QByteArray("\\r\\n");
        QTest::newRow("blanks") << QByteArray(" ") << false << true << QByteArray(" \\t");
        QTest::newRow("data URL") << QByteArray("data:image/png;name=a.png;base64, ") << true << false
                                  << QByteArray("\\n");
    }
    void readsEveryFormOfBase64() {
        QFETCH(QByteArray, before);
        QFETCH(bool, urlSafe);
        QFETCH(bool, padded);
        QFETCH(QByteArray, between);
        image::Picture picture;
        picture.pixels = cv::Mat(40, 50, CV_8UC3);
        cv::randu(picture.pixels, cv::Scalar::all(0), cv::Scalar::all(256)); // so that both alphabets differ
        QByteArray text = image::encodePng(picture)->toBase64(
            (urlSafe ? QByteArray::Base64UrlEncoding : QByteArray::Base64Encoding) |
            (padded ? QByteArray::KeepTrailingEquals : QByteArray::OmitTrailingEquals));
        for (qsizetype at = text.size() / 60 * 60; at > 0; at -= 60)
            text.insert(at, between);
        Bench bench;
        bench.fake.server().enqueue({200, "application/json", R"({"image":")" + before + text + R"("})"});
        const auto answer = bench.edit();
        QVERIFY2(answer.has_value(), answer ? "" : qPrintable(answer.error().message));
        QCOMPARE(worstDifference(answer->picture.pixels, picture.pixels), 0.0);
        QCOMPARE(bench.fake.server().received().size(), 1);
    }

    // By what it holds, whatever it is called.
    void aPictureUnderAnotherTypeIsStillAPicture_data() {
        QTest::addColumn<QByteArray>("type");
        QTest::addColumn<bool>("asJson");
        QTest::newRow("octets") << QByteArray("application/octet-stream") << false;
        QTest::newRow("no type") << QByteArray() << false;
        QTest::newRow("text") << QByteArray("text/plain; charset=utf-8") << false;
        QTest::newRow("JSON in name") << QByteArray("application/json") << false;
        QTest::newRow("JSON called a picture") << QByteArray("image/png") << true;
        QTest::newRow("JSON called text") << QByteArray("text/html") << true;
    }
    void aPictureUnderAnotherTypeIsStillAPicture() {
        QFETCH(QByteArray, type);
        QFETCH(bool, asJson);
        image::Picture picture;
        picture.pixels = cv::Mat(32, 32, CV_8UC3, cv::Scalar(1, 2, 3));
        const QByteArray png = *image::encodePng(picture);
        Bench bench;
        bench.fake.server().enqueue(
            {200, type, asJson ? "\xef\xbb\xbf{\"image\":\"" + png.toBase64() + "\"}" : png});
        const auto answer = bench.edit();
        QVERIFY2(answer.has_value(), answer ? "" : qPrintable(answer.error().message));
        QCOMPARE(answer->picture.size(), QSize(32, 32));
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

    void handsOnAnAnswerOfAnotherSize() {
        Bench bench;
        Spoiling spoiling;
        spoiling.size = {100, 70};
        bench.fake.setSpoiling(spoiling);
        QCOMPARE(bench.edit()->picture.size(), QSize(100, 70));
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

    void whatCannotBeUsed_data() {
        QTest::addColumn<QByteArray>("type");
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<QString>("words");
        const auto text = [](const char* s) { return QString::fromLatin1(s); };
        QTest::newRow("HTML") << QByteArray("text/html") << QByteArray("<html>hi</html>")
                              << text("without a picture");
        QTest::newRow("no body") << QByteArray("application/json") << QByteArray()
                                 << text("without a picture");
        QTest::newRow("cut JSON") << QByteArray("application/json") << QByteArray("{\"image\":\"iVBOR")
                                  << text("cannot be read: its JSON is damaged");
        QTest::newRow("JSON array") << QByteArray("application/json") << QByteArray("[1]")
                                    << text("without a picture");
        QTest::newRow("other field") << QByteArray("application/json") << QByteArray("{\"img\":\"x\"}")
                                     << text("without a picture");
        QTest::newRow("number") << QByteArray("application/json") << QByteArray("{\"image\":5}")
                                << text("without a picture");
        QTest::newRow("bad base64") << QByteArray("application/json") << QByteArray("{\"image\":\"@@@@\"}")
                                    << text("cannot be used: it is 4 characters that are no base64");
        QTest::newRow("base64 of garbage")
            << QByteArray("application/json")
            << QByteArray("{\"image\":\"Z2FyYmFnZSBnYXJiYWdlIGdhcmJhZ2U=\"}") << text("cannot be used");
        QTest::newRow("error with 200")
            << QByteArray("application/json") << QByteArray("{\"error\":\"model down\"}")
            << text("without a picture: model down");
        QTest::newRow("no picture") << QByteArray("image/png") << QByteArray("not a png")
                                    << text("cannot be used");
        QTest::newRow("WebP") << QByteArray("image/webp") << QByteArray("RIFF\x24\0\0\0WEBPVP8 ", 16)
                              << text("cannot be used: it is WebP");
        image::Picture picture;
        picture.pixels = cv::Mat(32, 32, CV_8UC3, cv::Scalar(1, 2, 3));
        const QByteArray png = *image::encodePng(picture);
        QTest::newRow("cut PNG") << QByteArray("image/png") << png.first(png.size() / 2)
                                 << text("cannot be used");
        QByteArray bomb = png;
        bomb.replace(16, 8, QByteArray("\0\0\xff\xff\0\0\xff\xff", 8)); // 65535 x 65535 in the header
        QTest::newRow("huge picture") << QByteArray("image/png") << bomb << text("cannot be used");
    }
    void whatCannotBeUsed() {
        QFETCH(QByteArray, type);
        QFETCH(QByteArray, body);
        QFETCH(QString, words);
        Bench bench;
        bench.fake.server().enqueue({200, type, body});
        const auto answer = bench.edit();
        QVERIFY(!answer.has_value());
        QCOMPARE(answer.error().code, ErrorCode::ProviderUnusable);
        QVERIFY2(answer.error().message.startsWith(QStringLiteral("NanoBanana API ")),
                 qPrintable(answer.error().message));
        QVERIFY2(answer.error().message.contains(words), qPrintable(answer.error().message));
        QCOMPARE(bench.outcomes(), QStringList{QStringLiteral("invalid")});
        QCOMPARE(bench.fake.server().received().size(), 1); // it was paid for: not asked again
    }

    void aPictureUnderTheWrongNameIsStillAPicture() {
        Bench bench;
        image::Picture picture;
        picture.pixels = cv::Mat(32, 32, CV_8UC3, cv::Scalar(1, 2, 3));
        bench.fake.server().enqueue({200, "image/jpeg", *image::encodePng(picture)});
        QVERIFY(bench.edit().has_value());
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
