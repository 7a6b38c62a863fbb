#include "core/server/common_headers.h"
#include "core/server/response.h"
#include <QTest>
#include <QUuid>

using namespace nb;
using namespace nb::server;

namespace {

RequestHead headWith(const QByteArray& name, const QByteArray& value) {
    RequestHead head;
    head.fields.append({name, value});
    return head;
}

QByteArray written(const config::Settings& settings, const RequestHead& head) {
    Response response;
    addCommonHeaders(response, Identity::of(head), std::chrono::milliseconds(1500), settings);
    return headBytes(response, Connection::Close);
}

} // namespace

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

    void echoesOnlyHarmlessIds() {
        QCOMPARE(Identity::of(headWith("x-request-id", "a.B-9_")).requestId, QByteArray("a.B-9_"));
        for (const char* bad : {"", "a b", "a;b", "\xe4"}) {
            const QByteArray id = Identity::of(headWith("X-Request-ID", bad)).requestId;
            QVERIFY2(!QUuid::fromString(QString::fromLatin1(id)).isNull(), id);
        }
        QVERIFY(!written({}, headWith("X-Trace-ID", "a b")).contains("X-Trace-ID"));
        QVERIFY(written({}, headWith("X-Trace-ID", "t1")).contains("\r\nX-Trace-ID: t1\r\n"));
        QVERIFY(written({}, headWith("X-Correlation-ID", "c1")).contains("\r\nX-Correlation-ID: c1\r\n"));
    }

    void securityHeaders() {
        config::Settings settings;
        QByteArray head = written(settings, {});
        for (const char* line : {"Content-Security-Policy: ", "X-Frame-Options: DENY\r\n",
                                 "X-Content-Type-Options: nosniff\r\n", "X-XSS-Protection: 1; mode=block\r\n",
                                 "Referrer-Policy: ", "Permissions-Policy: ", "X-Process-Time: 1.500000\r\n",
                                 "Vary: Origin\r\n"})
            QVERIFY2(head.contains(QByteArray("\r\n") + line), line);
        QVERIFY(!head.contains("Strict-Transport-Security"));
        settings.environment = QStringLiteral("production");
        QVERIFY(written(settings, {}).contains("\r\nStrict-Transport-Security: max-age="));
    }

    void corsNamesAllowedOriginsOnly() {
        config::Settings settings;
        settings.server.allowedOrigins = {QStringLiteral("http://a:1")};
        QVERIFY(written(settings, headWith("Origin", "http://a:1"))
                    .contains("\r\nAccess-Control-Allow-Origin: http://a:1\r\n"));
        QVERIFY(!written(settings, headWith("Origin", "http://b")).contains("Access-Control"));
        QVERIFY(!written(settings, {}).contains("Access-Control"));
        settings.server.allowedOrigins = {QStringLiteral("*")};
        QVERIFY(written(settings, headWith("Origin", "http://b"))
                    .contains("\r\nAccess-Control-Allow-Origin: *\r\n"));
    }
};

QTEST_GUILESS_MAIN(TestResponse)
#include "tst_response.moc"
