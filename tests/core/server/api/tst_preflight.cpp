#include "core/server/api/admission.h"
#include "core/server/api/preflight.h"
#include "core/server/api/rate_limiter.h"
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

constexpr qint64 kMaxBodyBytes = 1'000;

struct Bench {
    RequestRecord request(const QByteArray& method, const QByteArray& path,
                          const QList<HeaderField>& fields = {}) const {
        RequestRecord record;
        record.head.method = method;
        record.head.target = path;
        record.head.fields = fields;
        record.client = QHostAddress(QStringLiteral("203.0.113.1"));
        record.routes = &table;
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

    // Of limits that decide at once.
    Preflight::Verdict verdictOn(const RequestRecord& record) {
        std::optional<Preflight::Verdict> verdict;
        preflight.check(record, [&](const Preflight::Verdict& v) { verdict = v; });
        return verdict.value_or(Preflight::Verdict{Error{ErrorCode::Internal}, {}, {}});
    }

    // 0: it passes.
    int statusOf(const RequestRecord& record) {
        const Preflight::Verdict verdict = verdictOn(record);
        return verdict.refusal ? httpStatus(verdict.refusal->code) : 0;
    }

    const RouteTable table = routes();
    const config::ServerSettings serverSettings = settings();
    telemetry::Metrics metrics{{}, QStringLiteral("local")};
    RateLimiter limits{RateLimiter::Limits{{.perMinute = 1, .burst = 20}}};
    RateGate gate{serverSettings, {}, limits, metrics};
    Admission admission{{1, 0}, metrics};
    config::SubnetList operators;
    Preflight preflight{serverSettings, operators, kMaxBodyBytes, gate, admission};
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
        const Preflight::Verdict verdict = bench.verdictOn(bench.edit());
        QVERIFY(!verdict.refusal);
        QCOMPARE(verdict.boundary, QByteArray("B"));
        QCOMPARE(verdict.rateLimit.size(), 3);
    }

    void aPageNeedsNoTokenAndNoForm() {
        Bench bench;
        const Preflight::Verdict verdict =
            bench.verdictOn(bench.request("GET", "/page", {{"Origin", "https://b.example"}}));
        QVERIFY(!verdict.refusal);
        QVERIFY(verdict.rateLimit.isEmpty() && verdict.boundary.isEmpty());
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

    // Each fault hides those behind it: target, type, origin, token, rate, length, room.
    void theFirstFaultIsTheAnswer() {
        Bench bench;
        bench.admission.close();
        RequestRecord record = bench.request("PUT", "/edit", {{"Origin", "https://b.example"}});
        record.head.contentLength = kMaxBodyBytes + 1;
        QCOMPARE(bench.statusOf(record), 405);
        record.route = bench.table.find("POST", "/edit");
        QCOMPARE(bench.statusOf(record), 415);
        set(record, "Content-Type", "multipart/form-data; boundary=B");
        QCOMPARE(bench.statusOf(record), 403);
        set(record, "Origin", "https://a.example");
        QCOMPARE(bench.statusOf(record), 401);
        set(record, "Authorization", "Bearer secret");
        QCOMPARE(bench.limits.trackedClients(), 0); // nobody who is refused before has taken a token
        QCOMPARE(bench.statusOf(record), 413);
        QCOMPARE(bench.limits.trackedClients(), 1);
        record.head.contentLength = kMaxBodyBytes;
        QCOMPARE(bench.statusOf(record), 503);
        for (int i = 0; i < 18; ++i)
            QCOMPARE(bench.statusOf(record), 503);
        QCOMPARE(bench.statusOf(record), 429);
        QCOMPARE(bench.verdictOn(record).rateLimit.size(), 3);
    }

    void theIdempotencyKeyIsReadFromTheHead() {
        Bench bench;
        RequestRecord record = bench.edit();
        QCOMPARE(bench.verdictOn(record).idempotencyKey, QByteArray());
        set(record, "Idempotency-Key", "\"k\"");
        QCOMPARE(bench.verdictOn(record).idempotencyKey, QByteArray("k"));
        QCOMPARE(bench.statusOf(record), 0);
        set(record, "Idempotency-Key", "\"k");
        QCOMPARE(bench.statusOf(record), 400);
    }

    void withoutRoomItIs503() {
        Bench full;
        std::unique_ptr<Admission::Slot> held;
        QVERIFY(full.admission.submit(
            {nullptr, "c", [&](std::unique_ptr<Admission::Slot> slot) { held = std::move(slot); }, {}}));
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
