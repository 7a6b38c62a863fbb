#include "core/server/http/response.h"
#include "tests/support/test_main.h"
#include <QTest>

using namespace nb::server;

class TestResponse : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void writesTheHead() {
        Response response{422, "text/plain", "abc", {}};
        response.add("X-A", "b");
        const QByteArray head = headBytes(response, Connection::KeepAlive);
        QVERIFY(head.startsWith("HTTP/1.1 422 Unprocessable Content\r\nDate: "));
        QVERIFY(head.endsWith("X-A: b\r\nConnection: keep-alive\r\n\r\n"));
        QVERIFY(head.contains("\r\nContent-Length: 3\r\n"));
        QVERIFY(!head.toLower().contains("server:"));
    }

    void noContentHasNoLength() {
        const QByteArray head = headBytes({204, {}, {}, {}}, Connection::KeepAlive);
        QVERIFY(!head.contains("Content-"));
    }

    // It is about a response that the client has: a length of 0 would be another one's.
    void notModifiedHasNoLength() {
        Response response{304, "text/css", {}, {}};
        response.add("ETag", "\"a\"");
        const QByteArray head = headBytes(response, Connection::KeepAlive);
        QVERIFY(head.startsWith("HTTP/1.1 304 Not Modified\r\n"));
        QVERIFY(head.contains("\r\nETag: \"a\"\r\n"));
        QVERIFY(!head.contains("Content-"));
    }

    void knowsItsHeaders() {
        Response response;
        response.add("Vary", "Origin");
        QCOMPARE(response.value("Vary"), QByteArray("Origin"));
        QCOMPARE(response.value("ETag"), QByteArray());
    }
};

NB_TEST(TestResponse)
#include "tst_response.moc"
