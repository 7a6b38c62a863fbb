#include "core/server/api/admission.h"
#include "core/server/api/pages.h"
#include "core/telemetry/metrics.h"
#include "tests/core/server/api/server_fixture.h"
#include "tests/support/test_main.h"
#include <QTest>

using namespace nb;
using namespace nb::server;
using namespace nb::test;

namespace {

QJsonObject jsonOf(const Response& response) {
    return QJsonDocument::fromJson(response.body).object();
}

} // namespace

class TestPages : public QObject {
    Q_OBJECT

    telemetry::Metrics m_metrics{{}, QStringLiteral("local")};

private Q_SLOTS:
    void theIndexIsTheContracts() {
        const QJsonObject index = jsonOf(indexPage());
        QCOMPARE(index[QStringLiteral("message")].toString(), QStringLiteral("NanoBanana Inpainting API"));
        QCOMPARE(index[QStringLiteral("docs")].toString(), QStringLiteral("/docs"));
        QVERIFY(index.contains(QStringLiteral("version")));
    }

    void healthReportsWhatIsKnown() {
        FakeProvider provider;
        Admission admission({3, 2}, m_metrics);
        const config::Settings settings = testSettings();
        const auto began = std::chrono::steady_clock::now() - std::chrono::minutes(2);
        const QJsonObject health = jsonOf(healthPage(settings, provider, admission, began));
        QCOMPARE(health[QStringLiteral("status")].toString(), QStringLiteral("ok"));
        QCOMPARE(health[QStringLiteral("provider")].toString(), QStringLiteral("local"));
        QVERIFY(health[QStringLiteral("uptime_seconds")].toDouble() >= 120);
        const QJsonObject queue = health[QStringLiteral("queue")].toObject();
        QCOMPARE(queue[QStringLiteral("running")].toInt(-1), 0);
        QCOMPARE(queue[QStringLiteral("waiting")].toInt(-1), 0);
        QCOMPARE(queue[QStringLiteral("limit")].toInt(), 2);
        QCOMPARE(queue[QStringLiteral("estimated_wait_seconds")].toDouble(-1), 0.0);
        QCOMPARE(queue[QStringLiteral("max_running")].toInt(), 3);
        QCOMPARE(queue[QStringLiteral("max_waiting")].toInt(), 2);
        const QString time = health[QStringLiteral("timestamp")].toString();
        QVERIFY2(QDateTime::fromString(time, Qt::ISODate).isValid() && time.endsWith(QLatin1Char('Z')),
                 qPrintable(time));
        provider.isHealthy = false;
        const Response degraded = healthPage(settings, provider, admission, began);
        QCOMPARE(degraded.status, 200);
        QCOMPARE(jsonOf(degraded)[QStringLiteral("status")].toString(), QStringLiteral("degraded"));
    }

    // With the defaults of docs/api.md: the text that pages are written against, key by key.
    void theLimitsAreTheContracts() {
        config::Settings settings;
        settings.image = {
            .strictValidation = true, .maxSizeMb = 10, .maxDimension = 2048, .minDimension = 256};
        settings.provider.timeout = std::chrono::seconds(120);
        FakeProvider provider;
        const QByteArray expected = R"({
            "image": {"types": ["image/png", "image/jpeg"], "max_bytes": 10485760,
                      "min_dimension": 256, "max_dimension": 2048},
            "mask": {"types": ["image/png"], "max_bytes": 10485760},
            "prompt": {"max_characters": 500},
            "seed": {"min": 0, "max": 2147483647},
            "strength": {"min": 0, "max": 1, "default": 0.8},
            "guidance_scale": {"min": 1, "max": 20, "default": 7.5},
            "max_body_bytes": 22020096, "request_timeout_seconds": 120, "engine": "local", "mode": "demo",
            "access_token_required": false})";
        QJsonObject limits = QJsonDocument::fromJson(expected).object();
        limits[QStringLiteral("version")] = QStringLiteral(NB_VERSION);
        QCOMPARE(jsonOf(limitsPage(settings, provider)), limits);
    }

    void theLimitsFollowTheSettings() {
        config::Settings settings;
        settings.image = {.strictValidation = true, .maxSizeMb = 3, .maxDimension = 1000, .minDimension = 20};
        settings.provider.timeout = std::chrono::seconds(7);
        settings.provider.key = QStringLiteral("sk-not-shown");
        settings.server.apiTokens = {QStringLiteral("token-not-shown")};
        const Response response = limitsPage(settings, FakeProvider());
        const QJsonObject limits = jsonOf(response);
        const QJsonObject image = limits[QStringLiteral("image")].toObject();
        QCOMPARE(image[QStringLiteral("max_bytes")].toInt(), 3 * 1048576);
        QCOMPARE(image[QStringLiteral("min_dimension")].toInt(), 20);
        QCOMPARE(image[QStringLiteral("max_dimension")].toInt(), 1000);
        QCOMPARE(limits[QStringLiteral("mask")][QStringLiteral("max_bytes")].toInt(), 3 * 1048576);
        QCOMPARE(limits[QStringLiteral("max_body_bytes")].toInt(), 7 * 1048576);
        QCOMPARE(limits[QStringLiteral("request_timeout_seconds")].toInt(), 7);
        QCOMPARE(limits[QStringLiteral("mode")].toString(), QStringLiteral("live"));
        QCOMPARE(limits[QStringLiteral("access_token_required")].toBool(), true);
        QVERIFY(!response.body.contains("not-shown"));
    }

    void readinessEndsWithTheRoomForEdits() {
        Admission admission({1, 0}, m_metrics);
        QCOMPARE(readinessPage(admission)->status, 200);
        std::unique_ptr<Admission::Slot> held;
        QVERIFY(admission.submit(
            {nullptr, "c", [&](std::unique_ptr<Admission::Slot> slot) { held = std::move(slot); }, {}}));
        QVERIFY(readinessPage(admission).error().code == ErrorCode::Overloaded);
        QVERIFY(readinessPage(admission).error().retryAfter.has_value());
        held.reset();
        QVERIFY(readinessPage(admission).has_value());
        admission.close();
        QVERIFY(readinessPage(admission).error().code == ErrorCode::Overloaded);
    }

    void theDocumentationNamesEveryField() {
        const Response page = docsPage();
        QVERIFY(page.contentType.startsWith("text/html"));
        for (const char* text : {"/api/edit", "guidance_scale", "preserve_unmasked", "/api/health"})
            QVERIFY2(page.body.contains(text), text);
        for (const char* text : {"<script", "src=", "http://", "@import"}) // it loads nothing
            QVERIFY2(!page.body.contains(text), text);
        QVERIFY(jsonOf(openapiPage()).contains(QStringLiteral("paths")));
    }
};

NB_TEST(TestPages)
#include "tst_pages.moc"
