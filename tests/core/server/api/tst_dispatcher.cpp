#include "core/server/api/admission.h"
#include "core/server/api/dispatcher.h"
#include "core/server/api/rate_limiter.h"
#include "core/server/http/guard_server.h"
#include "core/telemetry/metrics.h"
#include "tests/support/raw_client.h"
#include "tests/support/test_main.h"
#include <QTest>

using namespace nb;
using namespace nb::server;
using nb::test::RawAnswer;
using nb::test::RawClient;

namespace {

config::Settings settings() {
    config::Settings settings;
    settings.server.allowedOrigins = {QStringLiteral("https://a.example")};
    settings.server.rateLimitEnabled = true;
    settings.server.rateLimitPerMinute = 1;
    settings.server.rateLimitBurst = 2;
    return settings;
}

constexpr qint64 kMaxBodyBytes = 1'000;

// Decides at once, or when the test says.
struct LaterLimits : RateLimits {
    void take(const QHostAddress& client, Decided decided) override {
        auto decide = [this, client, decided = std::move(decided)] { decided(limiter.take(client)); };
        if (hold)
            waiting.append(decide);
        else
            decide();
    }
    int trackedClients() const override { return limiter.trackedClients(); }

    RateLimiter limiter{RateLimiter::Limits{{.perMinute = 1, .burst = 2}}};
    bool hold = false;
    QList<std::function<void()>> waiting;
};

// A dispatcher behind a guard, with a table whose handlers answer with what the request was.
struct Bench {
    Bench() {
        const auto echo = [this](Exchange& exchange) {
            last = exchange.record();
            exchange.finish(
                Response{200, "text/plain", exchange.head().path() + exchange.body().bytes(), {}});
        };
        table.add({"POST", "/edit", {200}, RateRule::Limited, LogRule::Always, echo, RouteKind::Edit});
        table.add({"GET", "/page", {200}, RateRule::Unlimited, LogRule::OnFailure, echo});
        auto hooks = std::make_shared<GuardHooks>();
        hooks->onRejected = [this](GuardConnection& connection, const Rejection& rejection) {
            return dispatcher.refuseRejected(connection, rejection, table);
        };
        hooks->onHead = [this](GuardConnection& connection) {
            metrics.requestStarted();
            dispatcher.dispatch(
                *new Exchange(connection, dispatcher.recordOf(connection, table), finisher, &owner));
        };
        hooks->onDropped = [](GuardConnection&, const char*) {};
        GuardLimits caps;
        caps.maxBodyBytes = kMaxBodyBytes;
        guard = std::make_unique<GuardServer>(caps, hooks, [](const QHostAddress&) { return false; });
        if (!guard->listen(QHostAddress::LocalHost))
            qFatal("cannot listen");
    }

    RawAnswer ask(const QByteArray& requestLine, const QByteArray& headers = {},
                  const QByteArray& body = {}) const {
        RawClient client(guard->serverPort());
        client.send(requestLine + " HTTP/1.1\r\nHost: a\r\n" + headers + "\r\n" + body);
        return client.answer(requestLine.left(requestLine.indexOf(' ')));
    }

    RouteTable table;
    const config::Settings serverSettings = settings();
    const config::SubnetList proxies = *config::SubnetList::parse({QStringLiteral("127.0.0.1")});
    telemetry::Metrics metrics{{}, QStringLiteral("local")};
    Admission admission{{1, 0}, metrics};
    LaterLimits limits;
    RateGate gate{serverSettings.server, {}, limits, metrics};
    telemetry::Tracer tracer{telemetry::Sampler({}, 0), nullptr};
    Finisher finisher{serverSettings, metrics, tracer};
    const config::SubnetList operators;
    Preflight preflight{serverSettings.server, operators, kMaxBodyBytes, gate, admission};
    Dispatcher dispatcher{serverSettings, proxies, preflight, finisher, tracer};
    RequestRecord last; // that a handler got
    std::unique_ptr<GuardServer> guard;
    QObject owner; // of the exchanges
};

const QByteArray kType = "Content-Type: multipart/form-data; boundary=B\r\n";
const QByteArray kForm = kType + "Content-Length: 3\r\n";

} // namespace

class TestDispatcher : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void theHandlerGetsTheRequest() {
        Bench bench;
        const RawAnswer answer =
            bench.ask("GET /page?q=1", "X-Request-ID: r1\r\nX-Forwarded-For: 198.51.100.7\r\n"
                                       "X-Forwarded-For: 203.0.113.9\r\n");
        QCOMPARE(answer.status, 200);
        QCOMPARE(answer.body, QByteArray("/page"));
        QCOMPARE(answer.header("X-Request-ID"), QByteArray("r1"));
        QCOMPARE(bench.last.endpoint, QStringLiteral("/page"));
        QVERIFY(bench.last.log == LogRule::OnFailure);
        QVERIFY(bench.last.route && bench.last.route->path == "/page");
        // Two header lines are one list, and the peer is a trusted proxy.
        QCOMPARE(bench.last.client, QHostAddress(QStringLiteral("203.0.113.9")));
    }

    void aBodyIsCountedAndPassedOn() {
        Bench bench;
        QCOMPARE(bench.ask("POST /edit", kForm, "abc").body, QByteArray("/editabc"));
        QCOMPARE(bench.last.bodyBytes, 3);
        QCOMPARE(bench.last.boundary, QByteArray("B"));
    }

    void theHeadDecides_data() {
        QTest::addColumn<QByteArray>("line");
        QTest::addColumn<QByteArray>("headers");
        QTest::addColumn<int>("status");
        QTest::addColumn<QByteArray>("allow");
        const auto row = [](const char* line, const QByteArray& headers, int status, const char* allow = "") {
            QTest::addRow("%s %d", line, status)
                << QByteArray(line) << headers << status << QByteArray(allow);
        };
        row("POST /x", kForm, 404);
        row("PUT /edit", kForm, 405, "POST, OPTIONS");
        row("POST /page", kForm, 405, "GET, HEAD, OPTIONS");
        row("BREW /page", kForm, 501);
        row("POST /edit", kForm + "Origin: https://b.example\r\n", 403);
        row("POST /edit", "Content-Type: text/plain\r\nContent-Length: 3\r\n", 415);
        row("POST /edit", kType + "Content-Length: 1001\r\n", 413);
        row("POST /edit", kType, 411);
        row("OPTIONS /edit", "Content-Length: 3\r\n", 204, "POST, OPTIONS");
        row("GET /page", "Content-Length: 100000\r\n", 200);
        row("GET /page", "Transfer-Encoding: chunked\r\n", 200);
    }

    // The answer is there before a byte of the body is sent, whether the client waits for it or not.
    void theHeadDecides() {
        QFETCH(QByteArray, line);
        QFETCH(QByteArray, headers);
        QFETCH(QByteArray, allow);
        for (const char* expect : {"", "Expect: 100-continue\r\n"}) {
            Bench bench;
            const RawAnswer answer = bench.ask(line, headers + expect);
            QTEST(answer.status, "status");
            QCOMPARE(answer.header("Allow"), allow);
            QVERIFY(!answer.header("X-Request-ID").isEmpty());
            const bool hasBody = headers.contains("Content-Length") || headers.contains("chunked");
            QCOMPARE(answer.header("Connection"), QByteArray(hasBody ? "close" : "keep-alive"));
            QVERIFY(bench.metrics.text().contains("\nhttp_requests_active 0\n"));
        }
    }

    void aBodyOverTheCapIsCountedAsTheGuardsRefusal() {
        Bench bench;
        QCOMPARE(bench.ask("POST /edit", kType + "Content-Length: 1001\r\n").status, 413);
        QCOMPARE(bench.ask("POST /edit", kType + "Transfer-Encoding: chunked\r\n", "3e9\r\n").status, 413);
        QVERIFY(bench.metrics.text().contains("http_guard_rejections_total{reason=\"body_size\"} 2\n"));
    }

    void theRateMayBeKnownLater() {
        Bench bench;
        bench.limits.hold = true;
        RawClient stays(bench.guard->serverPort());
        RawClient leaves(bench.guard->serverPort());
        for (RawClient* client : {&stays, &leaves})
            client->send("POST /edit HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\n" + kForm + "\r\n");
        QTRY_COMPARE_WITH_TIMEOUT(bench.limits.waiting.size(), 2, nb::test::kHangLimitMs);
        QVERIFY(bench.metrics.text().contains("\nhttp_requests_active 2\n"));
        leaves.socket.abort();
        QTRY_COMPARE_WITH_TIMEOUT(bench.guard->openConnections(), 1, nb::test::kHangLimitMs);
        QVERIFY(bench.metrics.text().contains("http_client_disconnects_total{phase=\"upload\"} 1\n"));
        QVERIFY(stays.buffered().isEmpty());
        for (const auto& decide : bench.limits.waiting)
            decide();
        QTRY_VERIFY_WITH_TIMEOUT(stays.buffered().contains("100 Continue"), nb::test::kHangLimitMs);
        stays.send("abc");
        QCOMPARE(stays.answer().body, QByteArray("/editabc"));
    }

    void onlyAnAllowedOriginGetsACorsPreflight() {
        Bench bench;
        const QByteArray asks = "Access-Control-Request-Method: POST\r\n";
        const RawAnswer allowed = bench.ask("OPTIONS /edit", asks + "Origin: https://a.example\r\n");
        QCOMPARE(allowed.status, 204);
        QCOMPARE(allowed.header("Access-Control-Allow-Methods"), QByteArray("POST, OPTIONS"));
        QByteArrayList headers = allowed.header("Access-Control-Allow-Headers").toLower().split(',');
        for (QByteArray& name : headers)
            name = name.trimmed();
        for (const char* name :
             {"authorization", "content-type", "x-request-id", "x-correlation-id", "x-trace-id",
              "traceparent", "tracestate", "baggage", "x-requested-with", "b3", "x-b3-traceid", "x-b3-spanid",
              "x-b3-parentspanid", "x-b3-sampled", "uber-trace-id", "sentry-trace", "x-datadog-trace-id",
              "x-amzn-trace-id", "request-id"})
            QVERIFY2(headers.contains(name), name);
        const RawAnswer foreign = bench.ask("OPTIONS /edit", asks + "Origin: https://b.example\r\n");
        QCOMPARE(foreign.header("Access-Control-Allow-Methods"), QByteArray());
        QCOMPARE(foreign.header("Access-Control-Allow-Headers"), QByteArray());
    }

    void aRequestTakesOneTokenHoweverItComes() {
        Bench bench;
        RawClient client(bench.guard->serverPort());
        client.send("POST /edit HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\n" + kForm + "\r\n");
        QTRY_VERIFY_WITH_TIMEOUT(client.buffered().contains("100 Continue"), nb::test::kHangLimitMs);
        client.send("abc");
        QCOMPARE(client.answer().header("X-RateLimit-Remaining"), QByteArray("1"));
        QCOMPARE(bench.ask("POST /edit", kForm, "abc").header("X-RateLimit-Remaining"), QByteArray("0"));
        QCOMPARE(bench.ask("POST /edit", kForm, "abc").status, 429);
    }

    void aMalformedRequestIsRefusedWithTheCommonHeaders() {
        Bench bench;
        const RawAnswer answer = bench.ask("GET /page", "Content-Length: x\r\n");
        QCOMPARE(answer.status, 400);
        QVERIFY(!answer.header("X-Request-ID").isEmpty());
        QCOMPARE(answer.json()[QStringLiteral("error_code")].toString(), QStringLiteral("HTTP_400"));
        QVERIFY(bench.metrics.text().contains("http_guard_rejections_total{reason=\"bad_length\"} 1\n"));
    }
};

NB_TEST(TestDispatcher)
#include "tst_dispatcher.moc"
