#include "core/base/worker_pool.h"
#include "core/image/encode.h"
#include "core/providers/openai.h"
#include "core/providers/remote_provider.h"
#include "tests/core/providers/base64_rows.h"
#include "tests/core/providers/provider_test.h"
#include "tests/support/fake_openai.h"
#include "tests/support/fake_time.h"
#include "tests/support/test_main.h"
#include <QJsonObject>

using namespace nb;
using namespace nb::providers;
using namespace nb::test;
using namespace std::chrono_literals;

namespace {

struct Bench {
    FakeOpenai fake;
    FakeServer files;
    FakeTime time;
    WorkerPool pool{2};
    std::unique_ptr<RemoteProvider> provider;
    QStringList outcomes;

    explicit Bench(const QString& model = {}, FetchRule rule = FetchRule::AnyAddress) {
        RemoteProvider::Options options;
        options.timing = time.timing();
        options.limits.maxResponseBytes = 2'000'000;
        options.fetchRule = rule;
        provider = std::make_unique<RemoteProvider>(
            std::make_shared<OpenaiWire>(fake.url(), fake.key(), model), pool, options);
        files.setHandler([this](const Received&) { return Reply{200, "image/png", fake.file()}; });
    }
    Result<Answer> edit(const Job& job = sampleJob()) {
        Context context;
        context.onAttempt = [this](const Attempt& attempt) { outcomes.append(attempt.outcome); };
        return finished(provider->edit(job, context));
    }
    Error failure(const QByteArray& body, int status = 200) {
        fake.server().enqueue({status, "application/json", body});
        const auto answer = edit();
        return answer ? Error{ErrorCode::Internal, QStringLiteral("it succeeded")} : answer.error();
    }
};

} // namespace

class TestOpenai : public QObject {
    Q_OBJECT

    static QString field(const Bench& bench, const char* name) {
        return bench.fake.asked().value(0).fields.value(QLatin1String(name)).toString();
    }

private Q_SLOTS:
    void sendsTheFormWithTheMaskInverted() {
        Bench bench;
        Job job = sampleJob();
        job.mask.pixels.at<uchar>(0, 0) = 100;
        QVERIFY(bench.edit(job).has_value());
        const Received request = bench.fake.server().received().value(0);
        QCOMPARE(request.target, QByteArray("/v1/images/edits"));
        QCOMPARE(request.header("Authorization"), "Bearer " + bench.fake.key());
        const Asked asked = bench.fake.asked().value(0);
        QCOMPARE(worstDifference(asked.picture.pixels, job.picture.pixels), 0.0);
        QCOMPARE(worstDifference(asked.mask, job.mask.pixels), 0.0); // the fake inverts it back
        QCOMPARE(field(bench, "prompt"), job.prompt);
        QCOMPARE(field(bench, "model"), QStringLiteral("gpt-image-1"));
        QCOMPARE(field(bench, "n"), QStringLiteral("1"));
        QCOMPARE(field(bench, "input_fidelity"), QStringLiteral("high"));
        QVERIFY(!asked.fields.contains(QStringLiteral("response_format"))); // it would be refused
    }

    void choosesTheSize_data() {
        QTest::addColumn<QString>("model");
        QTest::addColumn<QSize>("picture");
        QTest::addColumn<QString>("size");
        const auto row = [](const char* model, QSize picture, const char* size) {
            QTest::addRow("%s %dx%d", model, picture.width(), picture.height())
                << QString::fromLatin1(model) << picture << QString::fromLatin1(size);
        };
        row("gpt-image-1", {700, 700}, "1024x1024");
        row("gpt-image-1", {900, 600}, "1536x1024");
        row("gpt-image-1", {600, 900}, "1024x1536");
        row("dall-e-2", {200, 200}, "256x256");
        row("dall-e-2", {300, 300}, "512x512");
        row("dall-e-2", {900, 900}, "1024x1024");
        row("my-local-model", {640, 480}, "640x480");
    }
    void choosesTheSize() {
        QFETCH(QString, model);
        QFETCH(QSize, picture);
        QFETCH(QString, size);
        Bench bench(model);
        QVERIFY(bench.edit(sampleJob(picture)).has_value());
        QCOMPARE(field(bench, "size"), size);
    }

    void asksOtherModelsForBase64() {
        Bench bench(QStringLiteral("dall-e-2"));
        QVERIFY(bench.edit().has_value());
        QCOMPARE(field(bench, "response_format"), QStringLiteral("b64_json"));
        QVERIFY(!bench.fake.asked().value(0).fields.contains(QStringLiteral("input_fidelity")));
    }

    void readsBase64DataUrlAndAddress() {
        const Job job = sampleJob();
        const auto expected = FakePictureService::edited(job.picture, job.mask.pixels, {});
        for (int form = 0; form < 3; ++form) {
            Bench bench;
            if (form == 1)
                bench.fake.setAnswerAs(AnswerAs::JsonDataUrl);
            if (form == 2)
                bench.fake.setAnswerByUrl(bench.files.url());
            const auto answer = bench.edit(job);
            QVERIFY2(answer.has_value(), answer ? "" : qPrintable(answer.error().message));
            QCOMPARE(worstDifference(answer->picture.pixels, expected.pixels), 0.0);
            QCOMPARE(bench.outcomes, QStringList{QStringLiteral("ok")});
            QCOMPARE(bench.files.received().size(), form == 2 ? 1 : 0);
        }
    }

    // The picture is paid for: it is used however it is written.
    void readsEveryFormOfBase64_data() { addBase64Rows(); }
    void readsEveryFormOfBase64() {
        image::Picture picture;
        picture.pixels = cv::Mat(40, 50, CV_8UC3);
        cv::randu(picture.pixels, cv::Scalar::all(0), cv::Scalar::all(256)); // so that both alphabets differ
        const QByteArray text = base64Of(*image::encodePng(picture));
        Bench bench;
        bench.fake.server().enqueue(
            {200, "application/json", R"({"data":[{"b64_json":")" + text + R"("}]})"});
        const auto answer = bench.edit();
        QVERIFY2(answer.has_value(), answer ? "" : qPrintable(answer.error().message));
        QCOMPARE(worstDifference(answer->picture.pixels, picture.pixels), 0.0);
        QCOMPARE(bench.fake.server().received().size(), 1);
    }

    void theAddressIsUsedWhereTheBase64IsBroken() {
        Bench bench;
        bench.fake.setAnswerByUrl(bench.files.url());
        QVERIFY(bench.edit().has_value()); // so that there is a file
        bench.fake.server().enqueue({200, "application/json",
                                     R"({"data":[{"b64_json":"@@","url":")" +
                                         bench.files.url(QStringLiteral("/files/0")).toEncoded() +
                                         R"("}]})"});
        const auto answer = bench.edit();
        QVERIFY2(answer.has_value(), answer ? "" : qPrintable(answer.error().message));
        QCOMPARE(bench.files.received().size(), 2);
    }

    void theKeyIsNotSentToTheAddress() {
        Bench bench;
        bench.fake.setAnswerByUrl(bench.files.url());
        QVERIFY(bench.edit().has_value());
        const Received fetch = bench.files.received().value(0);
        QCOMPARE(fetch.target, QByteArray("/files/0"));
        QCOMPARE(fetch.header("Host"),
                 QByteArray("127.0.0.1:" + QByteArray::number(bench.files.serverPort())));
        for (const auto& [name, value] : fetch.headers)
            QVERIFY2(!value.contains(bench.fake.key()), name.constData());
    }

    void privateAddressesAreNotFetched_data() {
        QTest::addColumn<QString>("address");
        for (const char* address :
             {"http://127.0.0.1/x", "http://localhost/x", "http://169.254.169.254/latest/meta-data",
              "http://10.0.0.1/x", "http://[::1]/x", "http://[::ffff:127.0.0.1]/x", "http://2130706433/x",
              "http://0x7f000001/x", "file:///etc/passwd", "ftp://8.8.8.8/x", "https://user:pw@8.8.8.8/x"})
            QTest::newRow(address) << QString::fromLatin1(address);
    }
    void privateAddressesAreNotFetched() {
        QFETCH(QString, address);
        Bench bench({}, FetchRule::PublicOnly);
        const Error error = bench.failure("{\"data\":[{\"url\":\"" + address.toLatin1() + "\"}]}");
        QVERIFY2(error.code == ErrorCode::ProviderUnusable || error.code == ErrorCode::ProviderUnavailable,
                 qPrintable(error.message));
        QCOMPARE(bench.files.connections(), 0);
    }

    void theOwnServerIsNotFetchedFrom() {
        Bench bench({}, FetchRule::PublicOnly);
        bench.fake.setAnswerByUrl(bench.files.url());
        const auto answer = bench.edit();
        QCOMPARE(answer.error().code, ErrorCode::ProviderUnusable);
        QVERIFY(answer.error().message.contains(QStringLiteral("not on the public internet")));
        QVERIFY(bench.files.receivePending());
        QCOMPARE(bench.files.connections(), 0);
        QCOMPARE(bench.outcomes, QStringList{QStringLiteral("invalid")});
    }

    void fetchingIsRepeatedAndCostsNothing() {
        Bench bench;
        bench.fake.setAnswerByUrl(bench.files.url());
        bench.files.enqueue({500, "text/plain", "no"});
        Reply reset;
        reset.fault = Fault::ResetAfterBody;
        bench.files.enqueue(reset);
        QVERIFY(bench.edit().has_value());
        QCOMPARE(bench.files.received().size(), 3);
        QCOMPARE(bench.fake.charged(), 1);
        QCOMPARE(bench.fake.server().received().size(), 1);
    }

    void whatTheAddressMayAnswer_data() {
        QTest::addColumn<int>("status");
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<int>("code");
        QTest::newRow("404") << 404 << QByteArray("gone") << int(ErrorCode::ProviderUnavailable);
        QTest::newRow("redirect") << 302 << QByteArray() << int(ErrorCode::ProviderUnavailable);
        QTest::newRow("garbage") << 200 << QByteArray("garbage") << int(ErrorCode::ProviderUnusable);
        QTest::newRow("huge") << 200 << QByteArray(2'000'001, 'x') << int(ErrorCode::ProviderUnusable);
    }
    void whatTheAddressMayAnswer() {
        QFETCH(int, status);
        QFETCH(QByteArray, body);
        QFETCH(int, code);
        FakeServer trap;
        Bench bench;
        bench.fake.setAnswerByUrl(bench.files.url());
        bench.files.enqueue({status, "image/png", body, {{"Location", trap.url().toEncoded()}}});
        const auto answer = bench.edit();
        QVERIFY(!answer.has_value());
        QCOMPARE(int(answer.error().code), code);
        QVERIFY(trap.receivePending());
        QCOMPARE(trap.connections(), 0);
    }

    void cancellingDuringTheFetch() {
        Bench bench;
        bench.fake.setAnswerByUrl(bench.files.url());
        Reply silent;
        silent.fault = Fault::Silent;
        bench.files.enqueue(silent);
        std::stop_source source;
        Context context;
        context.cancel = source.get_token();
        const auto future = bench.provider->edit(sampleJob(), context);
        QTRY_COMPARE(bench.files.received().size(), 1);
        source.request_stop();
        QCOMPARE(finished(future).error().code, ErrorCode::Cancelled);
        QTRY_COMPARE(bench.files.abandoned(), 1);
    }

    void whatCannotBeUsed_data() {
        QTest::addColumn<QByteArray>("body");
        for (const char* body :
             {"", "{}", "[]", "<html>", "{\"data\":[]}", "{\"data\":[{}]}",
              "{\"data\":[{\"b64_json\":\"@@\"}]}", "{\"data\":[{\"b64_json\":\"Z2FyYmFnZQ==\"}]}",
              "{\"data\":[{\"url\":\"not a url\"}]}", "{\"data\":[{\"url\":\"/relative\"}]}",
              "{\"data\":[{\"url\":\"data:image/png,plain\"}]}"})
            QTest::newRow(*body ? body : "nothing") << QByteArray(body);
    }
    void whatCannotBeUsed() {
        QFETCH(QByteArray, body);
        Bench bench;
        const Error error = bench.failure(body);
        QCOMPARE(error.code, ErrorCode::ProviderUnusable);
        QVERIFY(error.message.startsWith(QStringLiteral("NanoBanana API (OpenAI) ")));
        QCOMPARE(bench.fake.server().received().size(), 1);
    }

    void errorsByTheirCode_data() {
        QTest::addColumn<int>("status");
        QTest::addColumn<QByteArray>("error");
        QTest::addColumn<int>("code");
        QTest::addColumn<QString>("words");
        QTest::addColumn<int>("requests");
        const auto row = [](const char* name, int status, const char* error, ErrorCode code,
                            const char* words, int requests) {
            QTest::newRow(name) << status << QByteArray(error) << int(code) << QString::fromLatin1(words)
                                << requests;
        };
        row("moderation", 400, R"({"message":"Rejected by the safety system","code":"moderation_blocked"})",
            ErrorCode::ProviderRejected, "Rejected by the safety system (moderation_blocked)", 1);
        row("policy", 400, R"({"message":"Violates policy","code":"content_policy_violation"})",
            ErrorCode::ProviderRejected, "Violates policy", 1);
        row("key", 401, R"({"message":"Incorrect API key","code":"invalid_api_key"})",
            ErrorCode::ProviderRefusedKey, "Invalid NanoBanana API (OpenAI) key", 1);
        row("quota", 429, R"({"message":"You exceeded your quota","code":"insufficient_quota"})",
            ErrorCode::ProviderQuotaUsedUp, "quota is used up: You exceeded your quota", 1);
        row("quota by type", 429, R"({"message":"You exceeded your quota","type":"insufficient_quota"})",
            ErrorCode::ProviderQuotaUsedUp, "quota is used up: You exceeded your quota", 1);
        row("billing", 400, R"({"message":"Billing hard limit","code":"billing_hard_limit_reached"})",
            ErrorCode::ProviderQuotaUsedUp, "quota is used up: Billing hard limit", 1);
        row("rate", 429, R"({"message":"Rate limit","code":"rate_limit_exceeded"})", ErrorCode::ProviderBusy,
            "limiting our requests", 3);
        row("model", 404, R"({"message":"The model does not exist","code":"model_not_found"})",
            ErrorCode::ProviderUnavailable, "NANOBANANA_MODEL", 1);
        row("server", 500, R"({"message":"Server had an error"})", ErrorCode::ProviderUnavailable,
            "Server had an error", 3);
    }
    void errorsByTheirCode() {
        QFETCH(int, status);
        QFETCH(QByteArray, error);
        QFETCH(int, code);
        QFETCH(QString, words);
        QFETCH(int, requests);
        Bench bench;
        bench.fake.server().setHandler([&](const Received&) {
            return Reply{status, "application/json", "{\"error\":" + error + "}"};
        });
        const auto answer = bench.edit();
        QVERIFY(!answer.has_value());
        QCOMPARE(int(answer.error().code), code);
        QVERIFY2(answer.error().message.contains(words), qPrintable(answer.error().message));
        QCOMPARE(bench.fake.server().received().size(), requests);
    }

    void acceptsEveryFormOfAddress() {
        const QString whole = QStringLiteral("https://o.example/v1/images/edits");
        for (const char* url : {"https://o.example", "https://o.example/", "https://o.example/v1",
                                "https://o.example/v1/", "https://o.example/v1/images/edits"}) {
            const auto request = OpenaiWire(QUrl(QString::fromLatin1(url)), "k", {}).request(sampleJob());
            QCOMPARE(request->url.toString(), whole);
        }
    }
};

NB_TEST(TestOpenai)
#include "tst_openai.moc"
