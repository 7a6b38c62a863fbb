// Requests as clients write them, through the whole server: each form is HTTP, and none of them is refused.

#include "tests/core/server/api/server_fixture.h"
#include "tests/support/test_main.h"
#include <QTest>

using namespace nb;
using namespace nb::test;

class TestServerClients : public QObject {
    Q_OBJECT

private Q_SLOTS:
    // As Java's HttpClient and `curl --http2` ask.
    void anOfferOfHttp2IsPassedOver() {
        RunningServer server;
        const QByteArray offer = "Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\n"
                                 "HTTP2-Settings: AAEAAEAAAAIAAAABAAMAAABkAAQBAAAAAAUAAEAA\r\n";
        for (const char* path : {"/", "/api/health", "/livez", "/readyz", "/metrics", "/openapi.json"})
            QCOMPARE(server.get(path, offer).status, 200);
        QCOMPARE(server.get("/nowhere", offer).status, 404);
        const RawAnswer edited = server.ask(goodForm().request(offer));
        QCOMPARE(edited.status, 200);
        QCOMPARE(edited.header("Content-Type"), QByteArray("image/png"));
        QCOMPARE(server.get("/", "Connection: Upgrade\r\nUpgrade: websocket\r\n").status, 400);
    }

    void everyFormOfMultipartIsTaken_data() {
        QTest::addColumn<QByteArray>("body");
        const auto row = [](const char* name, const QByteArray& body) { QTest::newRow(name) << body; };
        const QByteArray plain = goodForm().body();
        const auto changed = [&plain](const char* before, const char* after) {
            return QByteArray(plain).replace(before, after);
        };
        row("plain", plain);
        row("preamble", "This is a preamble.\r\n" + plain);
        row("CR LF first", "\r\n" + plain);
        row("epilogue", plain + "An epilogue.\r\n");
        row("padding", changed("--B\r\n", "--B  \t\r\n"));
        row("LF at the end", changed("--B--\r\n", "--B--\n"));
        row("folded header", changed("form-data; name", "form-data;\r\n name"));
        const char* const file = "filename=\"x\"";
        row("filename*", changed(file, "filename*=UTF-8''f%C3%B6to.png"));
        row("both forms", changed(file, "filename=\"foto.png\"; filename*=UTF-8''f%C3%B6to.png"));
        row("backslash at the end", changed(file, "filename=\"C:\\\""));
        row("name last", changed("name=\"image\"; filename=\"x\"", "filename=\"C:\\\"; name=\"image\""));
        row("escaped quotes", changed(file, "filename=\"a\\\"b.png\""));
    }
    void everyFormOfMultipartIsTaken() {
        QFETCH(QByteArray, body);
        RunningServer server;
        const RawAnswer answer =
            server.ask("POST /api/edit HTTP/1.1\r\nHost: a\r\nContent-Type: " + FormData::contentType() +
                       "\r\nContent-Length: " + QByteArray::number(body.size()) + "\r\n\r\n" + body);
        QVERIFY2(answer.status == 200, answer.body);
        QCOMPARE(answer.header("Content-Type"), QByteArray("image/png"));
        QCOMPARE(server.provider.calls, 1);
    }
};

NB_TEST(TestServerClients)
#include "tst_server_clients.moc"
