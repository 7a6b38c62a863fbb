// What the page's port answers, through the whole server.

#include "core/telemetry/log.h"
#include "tests/core/server/api/server_fixture.h"
#include "tests/support/test_main.h"
#include <QTest>

using namespace nb;
using namespace nb::test;

namespace {

server::PageFiles smallPage() {
    return {server::pageFile("index.html", "<!doctype html><title>t</title>", "gzipped html", "brotli html"),
            server::pageFile("assets/index-1a2b3c4d.js", "let a=1", "gzipped js", "brotli js"),
            server::pageFile("favicon.svg", "<svg/>")};
}

config::Settings withPage() {
    config::Settings settings = testSettings();
    settings.server.webPort = freePort();
    return settings;
}

// With a port for the page.
struct PageServer : RunningServer {
    explicit PageServer(const config::Settings& settings = withPage(),
                        const server::PageFiles& page = smallPage())
        : RunningServer(settings, {}, page), webPort(settings.server.webPort) {}

    RawAnswer askPage(const QByteArray& request, const QByteArray& method = "GET") const {
        RawClient client(webPort);
        client.send(request);
        return client.answer(method);
    }

    RawAnswer getPage(const QByteArray& path, const QByteArray& headers = {}) const {
        return askPage("GET " + path + " HTTP/1.1\r\nHost: localhost\r\n" + headers + "\r\n");
    }

    quint16 webPort;
};

} // namespace

class TestServerPage : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void health() {
        const PageServer server;
        const RawAnswer answer = server.getPage("/health");
        QCOMPARE(answer.status, 200);
        QCOMPARE(answer.header("Content-Type"), QByteArray("text/plain"));
        QCOMPARE(answer.body, QByteArray("healthy"));
        QCOMPARE(server.askPage("HEAD /health HTTP/1.1\r\nHost: a\r\n\r\n", "HEAD").status, 200);
    }

    void thePagesFiles() {
        const PageServer server;
        const RawAnswer index = server.getPage("/");
        QCOMPARE(index.status, 200);
        QCOMPARE(index.body, QByteArray("<!doctype html><title>t</title>"));
        QCOMPARE(index.header("Content-Type"), QByteArray("text/html; charset=utf-8"));
        QCOMPARE(index.header("Cache-Control"), QByteArray("no-cache"));
        QCOMPARE(index.header("Vary"), QByteArray("Accept-Encoding, Origin"));
        QVERIFY(index.header("Content-Security-Policy").contains("script-src 'self'; style-src 'self';"));
        QVERIFY(!index.header("Content-Security-Policy").contains("unsafe"));
        for (const char* name : {"X-Request-ID", "X-Frame-Options", "Referrer-Policy", "Permissions-Policy",
                                 "Cross-Origin-Resource-Policy"})
            QVERIFY2(!index.header(name).isEmpty(), name);
        QCOMPARE(index.header("X-Content-Type-Options"), QByteArray("nosniff"));
        QVERIFY(index.header("X-RateLimit-Limit").isEmpty());

        const RawAnswer script = server.getPage("/assets/index-1a2b3c4d.js", "Accept-Encoding: gzip\r\n");
        QCOMPARE(script.body, QByteArray("gzipped js"));
        QCOMPARE(script.header("Content-Encoding"), QByteArray("gzip"));
        QCOMPARE(script.header("Cache-Control"), QByteArray("public, max-age=31536000, immutable"));

        const RawAnswer head =
            server.askPage("HEAD / HTTP/1.1\r\nHost: a\r\nAccept-Encoding: br\r\n\r\n", "HEAD");
        QCOMPARE(head.status, 200);
        QCOMPARE(head.header("Content-Length"), QByteArray("11"));
        QCOMPARE(head.header("Content-Encoding"), QByteArray("br"));
    }

    // On one connection, as browsers do it: nothing of a 304 may be taken for the next answer.
    void whatTheBrowserHasIsNotSentAgain() {
        const PageServer server;
        RawClient client(server.webPort);
        client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
        const QByteArray tag = client.answer().header("ETag");
        client.send("GET / HTTP/1.1\r\nHost: a\r\nIf-None-Match: " + tag + "\r\n\r\n");
        const RawAnswer known = client.answer();
        QCOMPARE(known.status, 304);
        QCOMPARE(known.header("ETag"), tag);
        QCOMPARE(known.header("Cache-Control"), QByteArray("no-cache"));
        QVERIFY(!known.head.contains("Content-Length"));
        client.send("GET /favicon.svg HTTP/1.1\r\nHost: a\r\n\r\n");
        QCOMPARE(client.answer().body, QByteArray("<svg/>"));
    }

    void everythingElseIsNotThere_data() {
        QTest::addColumn<QByteArray>("path");
        for (const char* path : {"/metrics",
                                 "/docs",
                                 "/openapi.json",
                                 "/livez",
                                 "/readyz",
                                 "/index.html",
                                 "/assets",
                                 "/assets/",
                                 "/assets/x.js",
                                 "/favicon.svg/",
                                 "//favicon.svg",
                                 "/api",
                                 "/api/",
                                 "/api/nothing",
                                 "/../favicon.svg",
                                 "/assets/../favicon.svg",
                                 "/%2e%2e/favicon.svg",
                                 "/.%2e/favicon.svg",
                                 "/assets/..%2ffavicon.svg",
                                 "/favicon%2esvg",
                                 "/FAVICON.SVG",
                                 "/favicon.svg%00",
                                 "/:/page/index.html",
                                 "/etc/passwd",
                                 "/../../etc/passwd",
                                 "/assets/index-1a2b3c4d.js.gz"})
            QTest::newRow(path) << QByteArray(path);
    }
    void everythingElseIsNotThere() {
        QFETCH(QByteArray, path);
        config::Settings settings = withPage();
        settings.debug = true; // where the API's port has /docs
        const PageServer server(settings);
        const RawAnswer answer = server.getPage(path);
        QCOMPARE(answer.status, 404);
        QCOMPARE(answer.json()[QStringLiteral("error_code")].toString(), QStringLiteral("HTTP_404"));
    }

    void aPageIsOnlyRead() {
        const PageServer server;
        for (const char* method : {"POST", "PUT", "DELETE"}) {
            const RawAnswer answer =
                server.askPage(QByteArray(method) + " / HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n");
            QCOMPARE(answer.status, 405);
            QCOMPARE(answer.header("Allow"), QByteArray("GET, HEAD, OPTIONS"));
        }
    }

    void theApiIsTheSame() {
        const PageServer server;
        const RawAnswer health = server.getPage("/api/health");
        QCOMPARE(health.status, 200);
        // Its policy, not the page's.
        QCOMPARE(health.header("Content-Security-Policy"),
                 server.get("/api/health").header("Content-Security-Policy"));
        QCOMPARE(health.header("Cache-Control"), QByteArray("no-store"));
        QCOMPARE(server.getPage("/api/limits").json(), server.get("/api/limits").json());
        const RawAnswer edited = server.askPage(goodForm().request());
        QCOMPARE(edited.status, 200);
        QCOMPARE(edited.header("Content-Type"), QByteArray("image/png"));
        QCOMPARE(edited.header("X-RateLimit-Remaining"), QByteArray());
    }

    void tokensAndRatesAreThoseOfTheApi() {
        config::Settings settings = withPage();
        settings.server.apiTokens = {QStringLiteral("secret")};
        settings.server.rateLimitEnabled = true;
        settings.server.rateLimitBurst = 2;
        const PageServer server(settings);
        QCOMPARE(server.askPage(goodForm().request()).status, 401);
        const QByteArray request = goodForm().request("Authorization: Bearer secret\r\n");
        QCOMPARE(server.askPage(request).status, 200);
        QCOMPARE(server.ask(request).status, 200); // from the same bucket
        QCOMPARE(server.askPage(request).status, 429);
        for (int i = 0; i < 5; ++i)
            for (const char* path : {"/", "/health", "/favicon.svg", "/api/limits"})
                QCOMPARE(server.getPage(path).status, 200);
    }

    void onlyThePagesOwnOriginMaySpend_data() {
        QTest::addColumn<QByteArray>("host");
        QTest::addColumn<QByteArray>("origin");
        QTest::addColumn<int>("onThePage");
        QTest::addColumn<int>("onTheApi");
        const auto row = [](const char* host, const char* origin, int onThePage, int onTheApi) {
            QTest::newRow(QByteArray(host).append(", ").append(origin).constData())
                << QByteArray(host) << QByteArray(origin) << onThePage << onTheApi;
        };
        row("localhost:99", "http://localhost:99", 200, 403);
        row("192.168.1.20:99", "http://192.168.1.20:99", 200, 403);
        row("[fd00::1]:99", "http://[fd00::1]:99", 200, 403);
        row("a:99", "http://localhost:5173", 200, 200); // ALLOWED_ORIGINS
        row("paint.example", "https://paint.example", 200, 200);
        row("evil.example:5173", "http://evil.example:5173", 403, 403);
        row("localhost.evil.example", "http://localhost.evil.example", 403, 403);
        row("localhost:99", "http://evil.example", 403, 403);
        row("localhost:99", "null", 403, 403);
        row("user@localhost:99", "http://localhost:99", 400, 400);
    }
    void onlyThePagesOwnOriginMaySpend() {
        QFETCH(QByteArray, host);
        QFETCH(QByteArray, origin);
        config::Settings settings = withPage();
        settings.server.allowedOrigins = {QStringLiteral("http://localhost:5173"),
                                          QStringLiteral("https://paint.example")};
        const PageServer server(settings);
        QByteArray request = goodForm().request("Origin: " + origin + "\r\n");
        request.replace("Host: a\r\n", "Host: " + host + "\r\n");
        QTEST(server.askPage(request).status, "onThePage");
        QTEST(server.ask(request).status, "onTheApi");
    }

    void thereIsABoundedNumberOfSeries() {
        const PageServer server;
        log::Capture capture;
        server.getPage("/");
        server.getPage("/assets/index-1a2b3c4d.js");
        server.getPage("/favicon.svg");
        QVERIFY(capture.lines(QStringLiteral("Request finished")).isEmpty());
        server.getPage("/assets/nothing.js");
        const auto lines = capture.lines(QStringLiteral("Request finished"));
        QCOMPARE(lines.size(), 1);
        QCOMPARE(lines[0][QStringLiteral("route")].toString(), QStringLiteral("/other"));
        const auto counted = [&](const QByteArray& endpoint, const QByteArray& status) {
            return server.metric("http_requests_total{endpoint=\"" + endpoint +
                                 "\",method=\"GET\",status_code=\"" + status + "\"}");
        };
        QCOMPARE(counted("/", "200"), 1.0);
        QCOMPARE(counted("/assets/*", "200"), 1.0);
        QCOMPARE(counted("/*", "200"), 1.0);
        QCOMPARE(counted("/other", "404"), 1.0);
        QCOMPARE(counted("/health", "200"), 0.0); // there from the start
        QVERIFY(!server.server->metrics().text().contains("1a2b3c4d"));
    }

    void aBuildWithoutThePageSaysSo() {
        const PageServer server(withPage(), {});
        const RawAnswer answer = server.getPage("/");
        QCOMPARE(answer.status, 404);
        QVERIFY(answer.body.contains("NB_BUILD_WEB"));
        QCOMPARE(server.getPage("/health").body, QByteArray("healthy"));
        QCOMPARE(server.getPage("/api/health").status, 200);
    }
};

NB_TEST(TestServerPage)
#include "tst_server_page.moc"
