#include "core/telemetry/log.h"
#include "tests/core/server/api/server_fixture.h"
#include "tests/support/test_main.h"
#include <QDateTime>
#include <QTcpServer>
#include <QTest>
#include <QUuid>

using namespace nb;
using namespace nb::test;

namespace {

QByteArray options(const QByteArray& path, const QByteArray& origin) {
    return "OPTIONS " + path + " HTTP/1.1\r\nHost: a\r\nOrigin: " + origin +
           "\r\nAccess-Control-Request-Method: POST\r\n\r\n";
}

config::Settings withTokens() {
    config::Settings settings = testSettings();
    settings.server.apiTokens = {QStringLiteral("first-token"), QStringLiteral("second-token")};
    return settings;
}

} // namespace

// Everything of the server but what an edit contains: routes, headers, limits, stopping.
class TestServer : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void health() {
        RunningServer server;
        const RawAnswer answer = server.get("/api/health");
        QCOMPARE(answer.status, 200);
        QCOMPARE(answer.header("Content-Type"), QByteArray("application/json"));
        const QJsonObject body = answer.json();
        QCOMPARE(body[QStringLiteral("status")].toString(), QStringLiteral("ok"));
        QCOMPARE(body[QStringLiteral("version")].toString(), QStringLiteral(NB_VERSION));
        const QString time = body[QStringLiteral("timestamp")].toString();
        QVERIFY(time.endsWith(QLatin1Char('Z')));
        QVERIFY(qAbs(QDateTime::fromString(time, Qt::ISODate).secsTo(QDateTime::currentDateTimeUtc())) < 60);
        server.provider.isHealthy = false;
        QCOMPARE(server.get("/api/health").json()[QStringLiteral("status")].toString(),
                 QStringLiteral("degraded"));
        QCOMPARE(server.get("/readyz").status, 200);
        const RawAnswer head = server.ask("HEAD /api/health HTTP/1.1\r\nHost: a\r\n\r\n", "HEAD");
        QCOMPARE(head.status, 200);
        QVERIFY(head.header("Content-Length").toInt() > 0);
    }

    // Whatever the rate, from any page, with tokens or not.
    void limits() {
        config::Settings settings = withTokens();
        settings.server.rateLimitEnabled = true;
        settings.server.rateLimitBurst = 1;
        RunningServer server(settings);
        for (int i = 0; i < 3; ++i) {
            const RawAnswer answer = server.get("/api/limits", "Origin: http://localhost:5173\r\n");
            QCOMPARE(answer.status, 200);
            QCOMPARE(answer.header("Content-Type"), QByteArray("application/json"));
            QCOMPARE(answer.header("Access-Control-Allow-Origin"), QByteArray("http://localhost:5173"));
            QVERIFY(answer.header("X-RateLimit-Limit").isEmpty());
            const QJsonObject body = answer.json();
            // Of testSettings().
            QCOMPARE(body[QStringLiteral("image")][QStringLiteral("max_dimension")].toInt(), 512);
            QCOMPARE(body[QStringLiteral("access_token_required")].toBool(), true);
        }
        QCOMPARE(
            server.metric(R"(http_requests_total{endpoint="/api/limits",method="GET",status_code="200"})"),
            3.0);
        const RawAnswer head = server.ask("HEAD /api/limits HTTP/1.1\r\nHost: a\r\n\r\n", "HEAD");
        QCOMPARE(head.status, 200);
        QVERIFY(head.header("Content-Length").toInt() > 0);
        const RawAnswer preflight = server.ask(options("/api/limits", "http://localhost:5173"));
        QCOMPARE(preflight.status, 204);
        QCOMPARE(preflight.header("Access-Control-Allow-Methods"), QByteArray("GET, HEAD, OPTIONS"));
        // As soon as the tokens are gone, none is asked for.
        settings.server.apiTokens.clear();
        QVERIFY(server.server->reload(settings));
        QCOMPARE(server.get("/api/limits").json()[QStringLiteral("access_token_required")].toBool(true),
                 false);
    }

    void plainPages() {
        RunningServer server;
        QCOMPARE(server.get("/").json(),
                 (QJsonObject{{QStringLiteral("message"), QStringLiteral("NanoBanana Inpainting API")},
                              {QStringLiteral("version"), QStringLiteral(NB_VERSION)},
                              {QStringLiteral("docs"), QStringLiteral("/docs")}}));
        QCOMPARE(server.get("/livez").status, 200);
        QCOMPARE(server.get("/readyz?probe=1").status, 200);
        QCOMPARE(server.get("/openapi.json").json()[QStringLiteral("openapi")].toString(),
                 QStringLiteral("3.0.3"));
        QCOMPARE(server.get("/docs").status, 404);
        const RawAnswer metrics = server.get("/metrics");
        QCOMPARE(metrics.header("Content-Type"), QByteArray("text/plain; version=0.0.4; charset=utf-8"));
        QVERIFY(metrics.body.contains(
            "http_requests_total{endpoint=\"/\",method=\"GET\",status_code=\"200\"} 1"));
        QVERIFY(metrics.body.contains("rate_limit"));
    }

    void metricsShowEachStateOfTheBreaker() {
        RunningServer server;
        const auto shown = [&](providers::BreakerState state) {
            server.provider.breaker = state;
            const QByteArray body = server.get("/metrics").body;
            const QByteArray name = "circuit_breaker_state{provider=\"local\"} ";
            return body.mid(body.indexOf(name) + name.size(), 1);
        };
        QCOMPARE(shown(providers::BreakerState::Closed), QByteArray("0"));
        QCOMPARE(shown(providers::BreakerState::HalfOpen), QByteArray("1"));
        QCOMPARE(shown(providers::BreakerState::Open), QByteArray("2"));
    }

    void docsInDebugOnly() {
        config::Settings settings = testSettings();
        settings.debug = true;
        RunningServer server(settings);
        const RawAnswer answer = server.get("/docs");
        QCOMPARE(answer.status, 200);
        QVERIFY(answer.body.contains("/api/edit"));
        QVERIFY(answer.body.contains("guidance_scale"));
        QVERIFY(!answer.body.contains("://"));
    }

    void unknownPathsAndMethods_data() {
        QTest::addColumn<QByteArray>("line");
        QTest::addColumn<int>("status");
        QTest::addColumn<QByteArray>("allow");
        const auto row = [](const char* line, int status, const char* allow = "") {
            QTest::newRow(line) << QByteArray(line) << status << QByteArray(allow);
        };
        row("GET /nothing", 404);
        row("GET /api/health/", 404);
        row("GET /%2e%2e/", 404);
        row("GET /api/edit", 405, "POST, OPTIONS");
        row("HEAD /api/edit", 405, "POST, OPTIONS");
        row("POST /api/limits", 405, "GET, HEAD, OPTIONS");
        row("DELETE /api/health", 405, "GET, HEAD, OPTIONS");
        row("PUT /api/edit", 405, "POST, OPTIONS");
        row("POST /api/health", 405, "GET, HEAD, OPTIONS");
        row("POST /api/edit", 415);
        row("TRACE /", 405, "GET, HEAD, POST, OPTIONS");
        row("BREW /", 501);
        row("OPTIONS /nothing", 404);
        row("OPTIONS /api/edit", 204, "POST, OPTIONS");
        row("OPTIONS *", 204, "POST, GET, HEAD, OPTIONS");
    }

    void unknownPathsAndMethods() {
        QFETCH(QByteArray, line);
        QFETCH(int, status);
        RunningServer server;
        const RawAnswer answer =
            server.ask(line + " HTTP/1.1\r\nHost: a\r\n\r\n", line.startsWith("HEAD") ? "HEAD" : "GET");
        QCOMPARE(answer.status, status);
        QTEST(answer.header("Allow"), "allow");
        if (status >= 400 && !line.startsWith("HEAD"))
            QCOMPARE(answer.json()[QStringLiteral("error_code")].toString(),
                     QStringLiteral("HTTP_%1").arg(status));
    }

    void everyAnswerHasTheCommonHeaders_data() {
        QTest::addColumn<QByteArray>("request");
        QTest::newRow("200") << QByteArray("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
        QTest::newRow("404") << QByteArray("GET /x HTTP/1.1\r\nHost: a\r\n\r\n");
        QTest::newRow("guard 400") << QByteArray("GET / HTTP/1.1\r\n\r\n");
        QTest::newRow("guard junk") << QByteArray::fromHex("160301");
        QTest::newRow("422") << FormData().request();
        QTest::newRow("204") << options("/api/edit", "http://localhost:5173");
    }

    void everyAnswerHasTheCommonHeaders() {
        QFETCH(QByteArray, request);
        RunningServer server;
        const RawAnswer answer = server.ask(request);
        QVERIFY(answer.status > 0);
        for (const char* name :
             {"X-Request-ID", "X-Process-Time", "Content-Security-Policy", "X-Frame-Options",
              "X-Content-Type-Options", "X-XSS-Protection", "Referrer-Policy", "Permissions-Policy", "Vary"})
            QVERIFY2(!answer.header(name).isEmpty(), name);
        QVERIFY(answer.header("Server").isEmpty());
        QVERIFY(answer.header("X-Process-Time").toDouble() < 60);
        if (answer.status >= 400)
            QCOMPARE(answer.json()[QStringLiteral("request_id")].toString().toLatin1(),
                     answer.header("X-Request-ID"));
    }

    void guardRefusalsAreCountedAndLogged() {
        RunningServer server;
        log::Capture capture;
        const RawAnswer answer = server.ask(
            "POST /api/edit HTTP/1.1\r\nHost: a\r\nX-Request-ID: r1\r\nContent-Length: 99999999\r\n"
            "Content-Type: multipart/form-data; boundary=B\r\n\r\n");
        QCOMPARE(answer.status, 413);
        QCOMPARE(answer.header("X-Request-ID"), QByteArray("r1"));
        const auto lines = capture.lines(QStringLiteral("Request finished"));
        QCOMPARE(lines.size(), 1);
        QCOMPARE(lines[0][QStringLiteral("outcome")].toString(), QStringLiteral("body_size"));
        QCOMPARE(lines[0][QStringLiteral("status")].toInt(), 413);
        const QByteArray metrics = server.get("/metrics").body;
        QVERIFY(metrics.contains("http_guard_rejections_total{reason=\"body_size\"} 1"));
        QVERIFY(metrics.contains(
            "http_requests_total{endpoint=\"/api/edit\",method=\"POST\",status_code=\"413\"} 1"));
        QVERIFY(metrics.contains("http_requests_active 1\n")); // the request for the metrics themselves
    }

    void probesAreSilentUnlessTheyFail() {
        RunningServer server;
        log::Capture capture;
        for (const char* path : {"/api/health", "/livez", "/readyz", "/metrics"})
            QCOMPARE(server.get(path).status, 200);
        QVERIFY(capture.lines(QStringLiteral("Request finished")).isEmpty());
        server.get("/");
        QCOMPARE(capture.lines(QStringLiteral("Request finished")).size(), 1);
    }

    void corsPreflight() {
        RunningServer server;
        const RawAnswer good = server.ask(options("/api/edit", "http://localhost:5173"));
        QCOMPARE(good.status, 204);
        QCOMPARE(good.header("Access-Control-Allow-Origin"), QByteArray("http://localhost:5173"));
        QVERIFY(good.header("Access-Control-Allow-Methods").contains("POST"));
        QVERIFY(good.header("Access-Control-Allow-Headers").contains("Content-Type"));
        const RawAnswer bad = server.ask(options("/api/edit", "http://evil"));
        QCOMPARE(bad.header("Access-Control-Allow-Origin"), QByteArray());
        QCOMPARE(bad.header("Access-Control-Allow-Methods"), QByteArray());
    }

    void foreignOriginsMayNotSpend() {
        RunningServer server;
        QCOMPARE(server.ask(goodForm().request("Origin: http://evil\r\n")).status, 403);
        QCOMPARE(server.ask(goodForm().request("Origin: null\r\n")).status, 403);
        QCOMPARE(server.provider.calls, 0);
        const RawAnswer good = server.ask(goodForm().request("Origin: http://localhost:5173\r\n"));
        QCOMPARE(good.status, 200);
        QVERIFY(good.header("Access-Control-Expose-Headers").contains("X-RateLimit-Remaining"));
        QCOMPARE(server.get("/api/health", "Origin: http://evil\r\n").status, 200);
    }

    void tokens_data() {
        QTest::addColumn<QByteArray>("header");
        QTest::addColumn<int>("status");
        QTest::newRow("none") << QByteArray() << 401;
        QTest::newRow("wrong") << QByteArray("Authorization: Bearer first-tokem\r\n") << 401;
        QTest::newRow("prefix") << QByteArray("Authorization: Bearer first\r\n") << 401;
        QTest::newRow("empty") << QByteArray("Authorization: Bearer \r\n") << 401;
        QTest::newRow("basic") << QByteArray("Authorization: Basic first-token\r\n") << 401;
        QTest::newRow("first") << QByteArray("Authorization: Bearer first-token\r\n") << 200;
        QTest::newRow("second") << QByteArray("authorization: bearer second-token\r\n") << 200;
    }

    void tokens() {
        QFETCH(QByteArray, header);
        QFETCH(int, status);
        RunningServer server(withTokens());
        const RawAnswer answer = server.ask(goodForm().request(header));
        QCOMPARE(answer.status, status);
        QCOMPARE(answer.header("WWW-Authenticate"), status == 401 ? QByteArray("Bearer") : QByteArray());
        QCOMPARE(server.provider.calls, status == 200 ? 1 : 0);
        QCOMPARE(server.get("/api/health").status, 200);
    }

    void expectGetsTheFinalAnswerBeforeTheBody() {
        RunningServer server(withTokens());
        RawClient client(server.port);
        client.send("POST /api/edit HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 10\r\n"
                    "Content-Type: multipart/form-data; boundary=B\r\n\r\n");
        const RawAnswer answer = client.answer();
        QCOMPARE(answer.status, 401);
        QCOMPARE(client.continues, 0);
        QCOMPARE(answer.header("Connection"), QByteArray("close"));
    }

    void expectAndThenABody() {
        config::Settings settings = testSettings();
        settings.server.rateLimitEnabled = true;
        RunningServer server(settings);
        RawClient client(server.port);
        const QByteArray request = goodForm().request("Expect: 100-continue\r\n");
        const qsizetype bodyAt = request.indexOf("\r\n\r\n") + 4;
        client.send(request.left(bodyAt));
        QTRY_COMPARE_WITH_TIMEOUT(client.buffered(), QByteArray("HTTP/1.1 100 Continue\r\n\r\n"),
                                  kHangLimitMs);
        client.send(request.mid(bodyAt));
        const RawAnswer answer = client.answer();
        QCOMPARE(answer.status, 200);
        QCOMPARE(answer.header("X-RateLimit-Remaining"), QByteArray("19")); // one token, not two
    }

    void rateLimit() {
        config::Settings settings = testSettings();
        settings.server.rateLimitEnabled = true;
        settings.server.rateLimitPerMinute = 6; // a token every ten seconds
        settings.server.rateLimitBurst = 2;
        RunningServer server(settings);
        log::Capture capture;
        QCOMPARE(server.get("/").header("X-RateLimit-Remaining"), QByteArray("1"));
        QCOMPARE(server.ask(goodForm().request()).header("X-RateLimit-Remaining"), QByteArray("0"));
        const RawAnswer refused = server.ask(goodForm().request());
        QCOMPARE(refused.status, 429);
        const int wait = refused.header("Retry-After").toInt();
        QVERIFY(wait >= 1 && wait <= 10);
        QCOMPARE(refused.header("X-RateLimit-Limit"), QByteArray("6"));
        QCOMPARE(refused.header("X-RateLimit-Remaining"), QByteArray("0"));
        const qint64 reset =
            refused.header("X-RateLimit-Reset").toLongLong() - QDateTime::currentSecsSinceEpoch();
        QVERIFY(reset >= 0 && reset <= 11);
        QCOMPARE(refused.json()[QStringLiteral("error")].toString(), QStringLiteral("Rate limit exceeded"));
        QCOMPARE(refused.json()[QStringLiteral("retry_after")].toInt(), wait);
        QCOMPARE(server.provider.calls, 1);
        const auto lines = capture.lines(QStringLiteral("Rate limit exceeded"));
        QCOMPARE(lines.size(), 1);
        QCOMPARE(lines[0][QStringLiteral("client_ip")].toString(), QStringLiteral("127.0.0.1"));
        QCOMPARE(lines[0][QStringLiteral("level")].toString(), QStringLiteral("warning"));
        for (const char* path : {"/api/health", "/livez", "/readyz", "/metrics", "/openapi.json"}) {
            const RawAnswer open = server.get(path);
            QCOMPARE(open.status, 200);
            QVERIFY(open.header("X-RateLimit-Limit").isEmpty());
        }
        QVERIFY(server.get("/metrics").body.contains("rate_limit_exceeded_total{endpoint=\"/api/edit\"} 1"));
    }

    void clientsBehindATrustedProxyAreTold() {
        config::Settings settings = testSettings();
        settings.server.rateLimitEnabled = true;
        settings.server.rateLimitBurst = 1;
        settings.server.trustedProxies = {QStringLiteral("127.0.0.0/8")};
        settings.server.rateLimitAllowlist = {QStringLiteral("192.0.2.0/24")};
        RunningServer server(settings);
        QCOMPARE(server.get("/", "X-Forwarded-For: 203.0.113.1\r\n").status, 200);
        QCOMPARE(server.get("/", "X-Forwarded-For: 203.0.113.1\r\n").status, 429);
        QCOMPARE(server.get("/", "X-Forwarded-For: 6.6.6.6\r\nX-Forwarded-For: 203.0.113.1\r\n").status, 429);
        QCOMPARE(server.get("/", "X-Forwarded-For: 203.0.113.2\r\n").status, 200);
        for (int i = 0; i < 3; ++i)
            QCOMPARE(server.get("/", "X-Forwarded-For: 192.0.2.9\r\n").status, 200);
    }

    void badSettingsAreNamed() {
        FakeProvider provider;
        WorkerPool pool(1);
        config::Settings settings = testSettings();
        settings.server.trustedProxies = {QStringLiteral("10.0.0.300")};
        const auto created = server::Server::create(settings, provider, pool);
        QVERIFY(!created);
        QCOMPARE(created.error().code, ErrorCode::InvalidArgument);
        QVERIFY(created.error().message.contains(QLatin1String("TRUSTED_PROXIES")));
    }

    void aTakenPortIsAnError() {
        QTcpServer taken;
        QVERIFY(taken.listen(QHostAddress::LocalHost));
        FakeProvider provider;
        WorkerPool pool(1);
        config::Settings settings = testSettings();
        settings.server.port = taken.serverPort();
        const auto created = server::Server::create(settings, provider, pool);
        QVERIFY(created.has_value());
        const Result<quint16> port = (*created)->listen();
        QVERIFY(!port);
        QCOMPARE(port.error().code, ErrorCode::InvalidArgument);
        QVERIFY(port.error().message.contains(QLatin1String("127.0.0.1")));
        QVERIFY(port.error().message.contains(QString::number(taken.serverPort())));
    }

    void drainFinishesWhatRuns() {
        RunningServer server;
        server.provider.hold = true;
        RawClient idle(server.port);
        idle.send("GET /livez HTTP/1.1\r\nHost: a\r\n\r\n");
        QCOMPARE(idle.answer().status, 200);
        RawClient late(server.port);
        const QByteArray request = goodForm().request();
        late.send(request.left(100));
        late.socket.flush();
        RawClient running(server.port);
        running.send(request);
        QTRY_COMPARE_WITH_TIMEOUT(server.provider.calls, 1, kHangLimitMs);
        int drained = 0;
        server.server->drain([&] { ++drained; });
        QVERIFY(idle.waitForClose());
        late.send(request.mid(100));
        const RawAnswer refused = late.answer();
        QCOMPARE(refused.status, 503);
        QVERIFY(!refused.header("Retry-After").isEmpty());
        QCOMPARE(refused.header("Connection"), QByteArray("close"));
        RawClient next(server.port);
        QVERIFY(!next.isOpen());
        QCOMPARE(drained, 0);
        server.provider.release();
        QCOMPARE(running.answer().status, 200);
        QTRY_COMPARE_WITH_TIMEOUT(drained, 1, kHangLimitMs);
        QCOMPARE(server.provider.cancelled, 0);
    }

    void drainEndsWithItsGrace() {
        config::Settings settings = testSettings();
        settings.server.shutdownGrace = std::chrono::seconds(1);
        RunningServer server(settings);
        server.provider.hold = true;
        RawClient running(server.port);
        running.send(goodForm().request());
        QTRY_COMPARE_WITH_TIMEOUT(server.provider.calls, 1, kHangLimitMs);
        int drained = 0;
        server.server->drain([&] { ++drained; });
        QCOMPARE(running.answer().status, 503);
        QTRY_COMPARE_WITH_TIMEOUT(drained, 1, kHangLimitMs);
        QCOMPARE(server.provider.cancelled, 1);
    }

    void destroyingItWithEditsUnderWay() {
        auto server = std::make_unique<RunningServer>();
        server->provider.hold = true;
        RawClient one(server->port);
        one.send(goodForm().request());
        QTRY_COMPARE_WITH_TIMEOUT(server->provider.calls, 1, kHangLimitMs);
        RawClient two(server->port);
        two.send(goodForm().request());
        two.socket.flush();
        server->server.reset();
        QVERIFY(one.waitForClose());
        QCOMPARE(server->provider.cancelled, 1);
        server.reset();
        QVERIFY(two.waitForClose());
    }
};

NB_TEST(TestServer)
#include "tst_server.moc"
