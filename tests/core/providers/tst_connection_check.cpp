#include "core/base/worker_pool.h"
#include "core/providers/connection_check.h"
#include "core/providers/gemini.h"
#include "core/providers/nanobanana.h"
#include "core/providers/openai.h"
#include "core/providers/registry.h"
#include "tests/support/fake_gemini.h"
#include "tests/support/fake_nanobanana.h"
#include "tests/support/fake_openai.h"
#include "tests/support/settle.h"
#include "tests/support/test_main.h"
#include <QTest>

using namespace nb;
using namespace nb::providers;
using namespace nb::test;
using Verdict = CheckResult::Verdict;

namespace {

config::ProviderSettings settings(const char* provider, const QUrl& url, const QByteArray& key) {
    config::ProviderSettings result;
    result.provider = QString::fromLatin1(provider);
    result.url = url;
    result.key = QString::fromLatin1(key);
    return result;
}

Result<CheckResult> checked(const config::ProviderSettings& settings) {
    WorkerPool pool(1);
    const auto provider = create(settings, pool);
    return provider ? finished((*provider)->check()) : Result<CheckResult>(provider.error());
}

} // namespace

class TestConnectionCheck : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void geminiIsAskedForItsModels() {
        FakeGemini fake;
        const auto result = checked(settings("gemini", fake.url(), fake.key()));
        QCOMPARE(result->verdict, Verdict::Works);
        QCOMPARE(result->status, 200);
        QCOMPARE(result->host, QStringLiteral("127.0.0.1"));
        const Received request = fake.server().received().value(0);
        QCOMPARE(request.method, QByteArray("GET"));
        QCOMPARE(request.target, QByteArray("/v1beta/models"));
        QVERIFY(request.body.isEmpty());
        QCOMPARE(fake.charged(), 0);
        QCOMPARE(checked(settings("gemini", fake.url(), "AIza-another"))->verdict, Verdict::KeyRefused);
    }

    void openaiIsAskedForItsModels() {
        FakeOpenai fake;
        const auto result = checked(settings("openai", fake.server().url(), fake.key()));
        QCOMPARE(result->verdict, Verdict::Works);
        const Received request = fake.server().received().value(0);
        QCOMPARE(request.method, QByteArray("GET"));
        QCOMPARE(request.target, QByteArray("/v1/models"));
        QCOMPARE(checked(settings("openai", fake.server().url(), "sk-another"))->verdict,
                 Verdict::KeyRefused);
    }

    void nanobananaIsAskedAtItsEditAddress() {
        FakeNanoBanana fake("nb-test-0123456789");
        const auto result = checked(settings("nanobanana", fake.url(), "nb-test-0123456789"));
        QCOMPARE(result->verdict, Verdict::Reached);
        QCOMPARE(result->status, 405);
        QCOMPARE(fake.server().received().value(0).method, QByteArray("GET"));
        QCOMPARE(checked(settings("nanobanana", fake.url(), "nb-another-key"))->verdict, Verdict::KeyRefused);
        QCOMPARE(fake.charged(), 0);
    }

    void theLocalEngineAsksNobody() {
        const auto result = checked(settings("local", QUrl(QStringLiteral("http://127.0.0.1:9")), "key"));
        QCOMPARE(result->verdict, Verdict::Local);
        QCOMPARE(result->host, QString());
    }

    void addressesOfTheModels_data() {
        QTest::addColumn<QByteArray>("provider");
        QTest::addColumn<QString>("url");
        QTest::addColumn<QString>("asked");
        const auto row = [](const char* provider, const char* url, const char* asked) {
            QTest::addRow("%s %s", provider, url)
                << QByteArray(provider) << QString::fromLatin1(url) << QString::fromLatin1(asked);
        };
        row("gemini", "https://g.example", "https://g.example/v1beta/models");
        row("gemini", "https://g.example/v1/", "https://g.example/v1/models");
        row("gemini", "https://g.example/v1beta/models/a:generateContent", "https://g.example/v1beta/models");
        row("openai", "https://o.example", "https://o.example/v1/models");
        row("openai", "https://o.example/proxy/v1", "https://o.example/proxy/v1/models");
        row("openai", "https://o.example/v1/images/edits", "https://o.example/v1/models");
        row("nanobanana", "https://n.example/v1/inpaint", "https://n.example/v1/inpaint");
    }
    void addressesOfTheModels() {
        QFETCH(QByteArray, provider);
        QFETCH(QString, url);
        std::unique_ptr<Wire> wire;
        if (provider == "gemini")
            wire = std::make_unique<GeminiWire>(QUrl(url), "key", QString());
        else if (provider == "openai")
            wire = std::make_unique<OpenaiWire>(QUrl(url), "key", QString());
        else
            wire = std::make_unique<NanobananaWire>(QUrl(url), "key");
        QTEST(wire->checkRequest().url.toString(), "asked");
    }

    void outcomes_data() {
        QTest::addColumn<HttpOutcome>("outcome");
        QTest::addColumn<Verdict>("verdict");
        const auto answered = [](int status, const QByteArray& body = {}) {
            return HttpOutcome{.kind = HttpOutcome::Kind::Answered, .status = status, .body = body};
        };
        QTest::newRow("ok") << answered(200) << Verdict::Works;
        QTest::newRow("takes POST only") << answered(405) << Verdict::Reached;
        QTest::newRow("401") << answered(401) << Verdict::KeyRefused;
        QTest::newRow("403") << answered(403) << Verdict::KeyRefused;
        QTest::newRow("Google's 400 for an unknown key")
            << answered(400, R"({"error":{"code":400,"message":"API key not valid.","details":[
                   {"@type":"type.googleapis.com/google.rpc.ErrorInfo","reason":"API_KEY_INVALID"}]}})")
            << Verdict::KeyRefused;
        QTest::newRow("another 400") << answered(400) << Verdict::Reached;
        QTest::newRow("no connection")
            << HttpOutcome{.kind = HttpOutcome::Kind::NotSent} << Verdict::Unreachable;
        QTest::newRow("too slow") << HttpOutcome{.kind = HttpOutcome::Kind::TimedOut} << Verdict::Unreachable;
    }
    void outcomes() {
        QFETCH(HttpOutcome, outcome);
        const GeminiWire wire(QUrl(QStringLiteral("https://api.example")), "key", {});
        const CheckResult result = checkResult(outcome, wire);
        QTEST(result.verdict, "verdict");
        QCOMPARE(result.status, outcome.status);
        QCOMPARE(result.host, QStringLiteral("api.example"));
    }

    void aServiceThatIsNotThereHasAReason() {
        QUrl url;
        {
            const FakeServer gone;
            url = gone.url();
        }
        const auto result = checked(settings("openai", url, "sk-key"));
        QCOMPARE(result->verdict, Verdict::Unreachable);
        QCOMPARE(result->reason, QStringLiteral("connection refused"));
    }

    void aSilentServiceIsUnreachableAfterTheTimeout() {
        FakeServer server;
        server.setHandler([](const Received&) { return Reply{.fault = Fault::Silent}; });
        auto* check = new ConnectionCheck(std::make_shared<OpenaiWire>(server.url(), "key", QString()),
                                          std::chrono::milliseconds(300), this);
        QCOMPARE(finished(check->start())->verdict, Verdict::Unreachable);
    }

    void destroyingTheProviderCancels() {
        FakeServer server;
        server.setHandler([](const Received&) { return Reply{.fault = Fault::Silent}; });
        WorkerPool pool(1);
        auto provider = create(settings("openai", server.url(), "sk-key"), pool);
        const auto future = (*provider)->check();
        QTRY_COMPARE(server.received().size(), 1);
        provider->reset();
        QVERIFY(future.isFinished());
        QCOMPARE(future.result().error().code, ErrorCode::Cancelled);
        QTRY_COMPARE(server.abandoned(), 1);
    }

    void aContinuationMayDestroyTheProvider() {
        FakeOpenai fake;
        WorkerPool pool(1);
        auto provider = create(settings("openai", fake.server().url(), fake.key()), pool);
        bool done = false;
        (*provider)->check().then(this, [&](const Result<CheckResult>&) {
            provider->reset();
            done = true;
        });
        QTRY_VERIFY(done);
    }
};

NB_TEST(TestConnectionCheck)
#include "tst_connection_check.moc"
