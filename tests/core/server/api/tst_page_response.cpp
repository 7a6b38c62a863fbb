#include "core/server/api/page_response.h"
#include "tests/support/test_main.h"
#include <QTest>

using namespace nb::server;

namespace {

RequestHead asking(const QList<HeaderField>& fields = {}) {
    RequestHead head;
    head.method = "GET";
    head.fields = fields;
    return head;
}

const PageFile kScript = pageFile("assets/x-1a2b3c4d.js", "plain", "gzipped", "brotli");

} // namespace

class TestPageResponse : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void theCodingIsTheClients() {
        const Response plain = pageResponse(kScript, asking());
        QCOMPARE(plain.status, 200);
        QCOMPARE(plain.body, QByteArray("plain"));
        QCOMPARE(plain.value("Content-Encoding"), QByteArray());
        const Response gzip = pageResponse(kScript, asking({{"Accept-Encoding", "gzip"}}));
        QCOMPARE(gzip.body, QByteArray("gzipped"));
        QCOMPARE(gzip.value("Content-Encoding"), QByteArray("gzip"));
        const Response brotli =
            pageResponse(kScript, asking({{"Accept-Encoding", "gzip"}, {"accept-encoding", "br"}}));
        QCOMPARE(brotli.body, QByteArray("brotli"));
        QCOMPARE(brotli.value("Content-Encoding"), QByteArray("br"));
        for (const Response& response : {plain, gzip, brotli}) {
            QCOMPARE(response.contentType, QByteArray("text/javascript; charset=utf-8"));
            QCOMPARE(response.value("Vary"), QByteArray("Accept-Encoding"));
        }
        // A file that does not get smaller has no copies.
        QCOMPARE(pageResponse(pageFile("x.png", "plain"), asking({{"Accept-Encoding", "gzip, br"}})).body,
                 QByteArray("plain"));
    }

    void whatTheClientHasIsNotSentAgain() {
        const QByteArray tag = pageResponse(kScript, asking()).value("ETag");
        QVERIFY(tag.startsWith('"') && tag.endsWith('"') && tag.size() > 20);
        const Response known = pageResponse(kScript, asking({{"If-None-Match", tag}}));
        QCOMPARE(known.status, 304);
        QVERIFY(known.body.isEmpty());
        QCOMPARE(known.value("Content-Encoding"), QByteArray());
        for (const char* name : {"ETag", "Cache-Control", "Vary", "Content-Security-Policy"})
            QCOMPARE(known.value(name), pageResponse(kScript, asking()).value(name));
        QCOMPARE(pageResponse(kScript, asking({{"If-None-Match", "\"x\""}, {"If-None-Match", tag}})).status,
                 304);
        QCOMPARE(pageResponse(kScript, asking({{"If-None-Match", "\"x\""}})).status, 200);
    }

    // A cache must not take one copy for another.
    void eachCodingHasItsTag() {
        const QByteArray plain = pageResponse(kScript, asking()).value("ETag");
        const RequestHead gzip = asking({{"Accept-Encoding", "gzip"}, {"If-None-Match", plain}});
        const Response answer = pageResponse(kScript, gzip);
        QCOMPARE(answer.status, 200);
        QVERIFY(answer.value("ETag") != plain);
    }

    void caching() {
        const auto control = [](const char* name) {
            return pageResponse(pageFile(name, "a"), asking()).value("Cache-Control");
        };
        QCOMPARE(control("index.html"), QByteArray("no-cache"));
        QCOMPARE(control("assets/x-1a2b3c4d.js"), QByteArray("public, max-age=31536000, immutable"));
        QCOMPARE(control("favicon.svg"), QByteArray("public, max-age=3600"));
    }

    void thePolicyAllowsNothingInline() {
        const Response page = pageResponse(pageFile("index.html", "a"), asking());
        QCOMPARE(page.value("Content-Security-Policy"),
                 QByteArray("default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob: "
                            "data:; connect-src 'self'; worker-src 'self'; manifest-src 'self'; font-src "
                            "'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"));
        QCOMPARE(page.value("Cross-Origin-Resource-Policy"), QByteArray("same-origin"));
        // Browsers report it as an error on plain http from an address, and the page opens no windows.
        QVERIFY(page.value("Cross-Origin-Opener-Policy").isEmpty());
    }

    void aBuildWithoutThePageSaysSo() {
        const Response response = noPageResponse();
        QCOMPARE(response.status, 404);
        QCOMPARE(response.contentType, QByteArray("text/html; charset=utf-8"));
        QVERIFY(response.body.contains("-DNB_BUILD_WEB=ON"));
        QVERIFY(response.body.contains("Node.js"));
        // As the policy wants it.
        QVERIFY(!response.body.contains("<style") && !response.body.contains("style=") &&
                !response.body.contains("<script"));
    }
};

NB_TEST_APPLESS(TestPageResponse)
#include "tst_page_response.moc"
