#include "core/server/api/admission.h"
#include "core/server/api/preflight.h"
#include "core/server/http/error_response.h"
#include "core/telemetry/metrics.h"
#include "tests/support/test_main.h"
#include <QTest>

using namespace nb;
using namespace nb::server;

namespace {

config::ServerSettings settings() {
    config::ServerSettings settings;
    settings.rateLimitEnabled = true;
    settings.rateLimitPerMinute = 1;
    settings.rateLimitBurst = 2;
    settings.allowedOrigins = {QStringLiteral("https://a.example")};
    settings.apiTokens = {QStringLiteral("secret")};
    return settings;
}

RouteTable routes() {
    RouteTable table;
    table.add({"POST", "/edit", {200}, RateRule::Limited, LogRule::Always, {}, RouteKind::Edit});
    table.add({"GET", "/page", {200}, RateRule::Unlimited, LogRule::Always, {}});
    return table;
}

struct Bench {
    RequestRecord request(const QByteArray& method, const QByteArray& path,
                          const QList<HeaderField>& fields = {}) const {
        RequestRecord record;
        record.head.method = method;
        record.head.target = path;
        record.head.fields = fields;
        record.client = QHostAddress(QStringLiteral("203.0.113.1"));
        record.route = table.find(method, path);
        return record;
    }

    // With nothing wrong.
    RequestRecord edit() const {
        RequestRecord record = request(
            "POST", "/edit",
            {{"Authorization", "Bearer secret"}, {"Content-Type", "multipart/form-data; boundary=B"}});
        record.head.contentLength = 10;
        return record;
    }

    // 0: it passes.
    int statusOf(RequestRecord record, RateCount count = RateCount::Look) {
        const Result<> result = preflight.check(record, count);
        return result ? 0 : httpStatus(result.error().code);
    }

    const RouteTable table = routes();
    const config::ServerSettings serverSettings = settings();
    telemetry::Metrics metrics{{}, QStringLiteral("local")};
    RateGate gate{serverSettings, {}, metrics};
    Admission admission{1, 0, metrics};
    Preflight preflight{table, serverSettings, gate, admission};
};

void set(RequestRecord& record, const QByteArray& name, const QByteArray& value) {
    record.head.fields.removeIf([&](const HeaderField& field) { return field.name == name; });
    record.head.fields.append({name, value});
}

} // namespace

class TestPreflight : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void anEditPassesWithItsBoundary() {
        Bench bench;
        RequestRecord record = bench.edit();
        QVERIFY(bench.preflight.check(record, RateCount::Take).has_value());
        QCOMPARE(record.boundary, QByteArray("B"));
        QCOMPARE(record.rateLimit.size(), 3);
    }

    void aPageNeedsNoTokenAndNoForm() {
        Bench bench;
        RequestRecord record = bench.request("GET", "/page", {{"Origin", "https://b.example"}});
        QVERIFY(bench.preflight.check(record, RateCount::Take).has_value());
        QVERIFY(record.rateLimit.isEmpty() && record.boundary.isEmpty());
    }

    void routes_data() {
        QTest::addColumn<QByteArray>("method");
        QTest::addColumn<QByteArray>("path");
        QTest::addColumn<int>("status");
        QTest::newRow("HEAD") << QByteArray("HEAD") << QByteArray("/page") << 0;
        QTest::newRow("OPTIONS") << QByteArray("OPTIONS") << QByteArray("/edit") << 0;
        QTest::newRow("OPTIONS *") << QByteArray("OPTIONS") << QByteArray("*") << 0;
        QTest::newRow("OPTIONS nowhere") << QByteArray("OPTIONS") << QByteArray("/x") << 404;
        QTest::newRow("path") << QByteArray("GET") << QByteArray("/x") << 404;
        QTest::newRow("method") << QByteArray("GET") << QByteArray("/edit") << 405;
        QTest::newRow("unknown method") << QByteArray("BREW") << QByteArray("/edit") << 501;
    }

    void routes() {
        QFETCH(QByteArray, method);
        QFETCH(QByteArray, path);
        Bench bench;
        QTEST(bench.statusOf(bench.request(method, path)), "status");
    }

    void whatIsWrongWithAnEdit() {
        Bench bench;
        RequestRecord record = bench.edit();
        record.head.contentLength.reset();
        QCOMPARE(bench.statusOf(record), 411);
        record.head.chunked = true;
        QCOMPARE(bench.statusOf(record), 0);
        const auto with = [&bench](const QByteArray& name, const QByteArray& value) {
            RequestRecord changed = bench.edit();
            set(changed, name, value);
            return bench.statusOf(changed);
        };
        QCOMPARE(with("Origin", "https://a.example"), 0);
        QCOMPARE(with("Origin", "https://b.example"), 403);
        QCOMPARE(with("Authorization", "Bearer wrong"), 401);
        QCOMPARE(with("Content-Encoding", "identity"), 0);
        QCOMPARE(with("Content-Encoding", "gzip"), 415);
        QCOMPARE(with("Content-Type", "application/json"), 415);
        QCOMPARE(with("Content-Type", "multipart/form-data"), 400);
    }

    // A client without a token must not learn more than that.
    void theSenderIsCheckedBeforeTheBody() {
        Bench bench;
        RequestRecord record = bench.edit();
        set(record, "Authorization", "Bearer wrong");
        set(record, "Content-Type", "application/json");
        QCOMPARE(bench.statusOf(record), 401);
        set(record, "Origin", "https://b.example");
        QCOMPARE(bench.statusOf(record), 403);
        bench.admission.close();
        QCOMPARE(bench.statusOf(record), 403);
    }

    void onlyTakingUsesUpTheRate() {
        Bench bench;
        for (int i = 0; i < 5; ++i)
            QCOMPARE(bench.statusOf(bench.edit(), RateCount::Look), 0);
        QCOMPARE(bench.statusOf(bench.edit(), RateCount::Take), 0);
        QCOMPARE(bench.statusOf(bench.edit(), RateCount::Take), 0);
        QCOMPARE(bench.statusOf(bench.edit(), RateCount::Take), 429);
        // What has passed once goes on.
        QCOMPARE(bench.statusOf(bench.edit(), RateCount::Look), 0);
    }

    void withoutRoomItIs503() {
        Bench full;
        std::unique_ptr<Admission::Slot> held;
        QVERIFY(full.admission.submit(
            nullptr, [&](std::unique_ptr<Admission::Slot> slot) { held = std::move(slot); }));
        QCOMPARE(full.statusOf(full.edit()), 503);
        QCOMPARE(full.statusOf(full.request("GET", "/page")), 0);
        held.reset();
        QCOMPARE(full.statusOf(full.edit()), 0);
        full.admission.close();
        QCOMPARE(full.statusOf(full.edit()), 503);
    }
};

NB_TEST(TestPreflight)
#include "tst_preflight.moc"
