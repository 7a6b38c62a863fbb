#include "core/server/http/error_response.h"
#include "core/server/http/framing.h"
#include "tests/support/test_main.h"
#include <QTest>

using namespace nb::server;

namespace {

constexpr qint64 kMaxBody = 1000;

GuardLimits limits() {
    GuardLimits limits;
    limits.maxBodyBytes = kMaxBody;
    return limits;
}

struct Outcome {
    int messages = 0;
    int status = 0; // of the rejection; 0 = none
    QByteArray reason;
    qint64 bodyBytes = 0; // of all messages
};

Outcome parse(const QByteArray& text, qsizetype step) {
    Framing framing(limits());
    Outcome outcome;
    for (qsizetype at = 0; at < text.size(); at += step) {
        QByteArrayView bytes = QByteArrayView(text).sliced(at, qMin(step, text.size() - at));
        for (;;) {
            const Framing::Event event = framing.feed(bytes);
            if (event == Framing::Event::Rejected) {
                outcome.status = httpStatus(framing.rejection().error.code);
                outcome.reason = framing.rejection().reason;
                return outcome;
            }
            if (event == Framing::Event::MessageComplete) {
                ++outcome.messages;
                outcome.bodyBytes += framing.bodyBytes();
            }
            if (event == Framing::Event::NeedMore)
                break;
        }
    }
    return outcome;
}

QByteArray get(const QByteArray& headers) {
    return "GET / HTTP/1.1\r\nHost: a\r\n" + headers + "\r\n";
}

QByteArray post(const QByteArray& headers, const QByteArray& body) {
    return "POST /api/edit HTTP/1.1\r\nHost: a\r\n" + headers + "\r\n" + body;
}

} // namespace

class TestFraming : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void accepts_data() {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<int>("messages");
        QTest::addColumn<qint64>("bodyBytes");
        const auto row = [](const char* name, const QByteArray& text, int messages, qint64 bytes) {
            QTest::newRow(name) << text << messages << bytes;
        };
        row("nothing", "", 0, 0);
        row("half a head", "GET / HTTP/1.1\r\nHost: a\r\n", 0, 0);
        row("plain", get(""), 1, 0);
        row("1.0 without Host", "GET / HTTP/1.0\r\n\r\n", 1, 0);
        row("two in a row", get("") + get(""), 2, 0);
        row("absolute form", "GET http://a:80/x?y HTTP/1.1\r\nHost: a\r\n\r\n", 1, 0);
        row("IPv6 host", "GET / HTTP/1.1\r\nHost: [::1]:8000\r\n\r\n", 1, 0);
        row("Content-Length", post("Content-Length: 3\r\n", "abc"), 1, 3);
        row("zero length", post("Content-Length: 0\r\n", ""), 1, 0);
        row("the same length twice", post("Content-Length: 3\r\nContent-Length: 3\r\n", "abc"), 1, 3);
        row("body at the cap", post("Content-Length: 1000\r\n", QByteArray(1000, 'x')), 1, 1000);
        row("chunked",
            post("Transfer-Encoding: chunked\r\n", "3\r\nabc\r\n0A;x=y\r\n0123456789\r\n0\r\n\r\n"), 1, 13);
        row("chunks at the cap",
            post("Transfer-Encoding: Chunked\r\n", "3e8\r\n" + QByteArray(1000, 'x') + "\r\n0\r\n\r\n"), 1,
            1000);
        row("chunked, not finished", post("Transfer-Encoding: chunked\r\n", "3\r\nabc\r\n0\r\n"), 0, 0);
        row("128 headers", get(QByteArray("A: b\r\n").repeated(127)), 1, 0);
        const QByteArray offer = "Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\n"
                                 "HTTP2-Settings: AAMAAABkAAQAoAAAAAIAAAAA\r\n";
        row("offer of h2c", get(offer), 1, 0);
        row("offer of h2c with a body", post(offer + "Content-Length: 3\r\n", "abc"), 1, 3);
        row("offer of h2c with chunks",
            post(offer + "Transfer-Encoding: chunked\r\n", "3\r\nabc\r\n0\r\n\r\n"), 1, 3);
        row("offer of h2c on 1.0", "GET / HTTP/1.0\r\n" + offer + "\r\n", 1, 0);
        row("offer of TLS", get("Connection: upgrade\r\nUpgrade: TLS/1.0\r\n"), 1, 0);
        row("several offers", get("Connection: upgrade\r\nUpgrade: HTTP/2.0, SHTTP/1.3, IRC/6.9\r\n"), 1, 0);
        row("offers in two lines", get("Upgrade: h2c\r\nUpgrade: TLS/1.2\r\n"), 1, 0);
        row("empty offer", get("Upgrade: ,\r\n"), 1, 0);
        row("Connection: upgrade alone", get("Connection: keep-alive, Upgrade\r\n"), 1, 0);
        row("a name that only begins as WebSocket's does", get("Upgrade: websockets\r\n"), 1, 0);
        row("expects 100-continue", post("Expect: 100-continue\r\nContent-Length: 1\r\n", "x"), 1, 1);
    }

    void accepts() {
        QFETCH(QByteArray, text);
        QFETCH(int, messages);
        QFETCH(qint64, bodyBytes);
        for (const qsizetype step : {qMax<qsizetype>(text.size(), 1), qsizetype(1), qsizetype(7)}) {
            const Outcome outcome = parse(text, step);
            QCOMPARE(outcome.status, 0);
            QCOMPARE(outcome.messages, messages);
            QCOMPARE(outcome.bodyBytes, bodyBytes);
        }
    }

    void rejects_data() {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<int>("status");
        QTest::addColumn<QByteArray>("reason");
        const auto row = [](const char* name, const QByteArray& text, int status, const char* reason) {
            QTest::newRow(name) << text << status << QByteArray(reason);
        };
        row("TLS ClientHello", QByteArray::fromHex("1603010200010001fc0303"), 400, "request_line");
        row("HTTP/2 preface", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 400, "request_line");
        row("binary junk", QByteArray::fromHex("00ff80de"), 400, "request_line");
        row("empty line first", "\r\n" + get(""), 400, "request_line");
        row("one word", "GET\r\n", 400, "request_line");
        row("four words", "GET / x HTTP/1.1\r\n", 400, "request_line");
        row("two spaces", "GET  / HTTP/1.1\r\n", 400, "request_line");
        row("no path", "GET x HTTP/1.1\r\n", 400, "request_line");
        row("quote in the path", "GET /\" HTTP/1.1\r\n", 400, "request_line");
        row("bad percent", "GET /%zz HTTP/1.1\r\n", 400, "request_line");
        row("star without OPTIONS", "GET * HTTP/1.1\r\n", 400, "request_line");
        row("CONNECT", "CONNECT a:443 HTTP/1.1\r\n", 405, "request_line");
        row("TRACE", "TRACE / HTTP/1.1\r\n", 405, "request_line");
        row("version 9.9", "GET / HTTP/9.9\r\n", 505, "version");
        row("version 2.0", "GET / HTTP/2.0\r\n", 505, "version");
        row("odd version", "GET / HTTPX1Y1\r\n", 400, "version");
        row("lower case version", "GET / http/1.1\r\n", 400, "version");
        row("bare LF", "GET / HTTP/1.1\nHost: a\r\n\r\n", 400, "request_line");
        row("bare LF in a header", "GET / HTTP/1.1\r\nHost: a\n\r\n", 400, "header");
        row("bare CR", "GET / HTTP/1.1\r\nHost: a\rb\r\n\r\n", 400, "header");
        row("NUL in a header", "GET / HTTP/1.1\r\nHost: a\r\nX: a" + QByteArray(1, '\0') + "b\r\n\r\n", 400,
            "header");
        row("space before the colon", get("TE : chunked\r\n"), 400, "header");
        row("folded line", get("X: a\r\n b\r\n"), 400, "header");
        row("no colon", get("Foo\r\n"), 400, "header");
        row("empty name", get(": x\r\n"), 400, "header");
        row("no Host", "GET / HTTP/1.1\r\n\r\n", 400, "host");
        row("two Hosts", get("Host: a\r\n"), 400, "host");
        row("slash in Host", "GET / HTTP/1.1\r\nHost: ev/il\r\n\r\n", 400, "host");
        row("space in Host", "GET / HTTP/1.1\r\nHost: a b\r\n\r\n", 400, "host");
        row("empty Host", "GET / HTTP/1.1\r\nHost:\r\n\r\n", 400, "host");
        row("long URL", "GET /" + QByteArray(8192, 'a') + " HTTP/1.1\r\n", 414, "uri");
        row("endless URL", "GET /" + QByteArray(100'000, 'a'), 414, "uri");
        row("129 headers", get(QByteArray("A: b\r\n").repeated(128)), 431, "header_count");
        row("long header", get("A: " + QByteArray(65536, 'b') + "\r\n"), 431, "header_size");
        row("endless header", "GET / HTTP/1.1\r\nA: " + QByteArray(70'000, 'b'), 431, "header_size");
        for (const char* length : {"-5", "+3", "0x3", "3, 3", "3 3", "9223372036854775808",
                                   "18446744073709551615", "", "3a", "3.0"})
            row(qPrintable(QStringLiteral("length '%1'").arg(QLatin1String(length))),
                post("Content-Length: " + QByteArray(length) + "\r\n", "abc"), 400, "bad_length");
        row("two lengths", post("Content-Length: 3\r\nContent-Length: 40\r\n", "abc"), 400, "bad_length");
        row("length and chunked", post("Content-Length: 3\r\nTransfer-Encoding: chunked\r\n", "abc"), 400,
            "te");
        row("chunked and length", post("Transfer-Encoding: chunked\r\nContent-Length: 3\r\n", "abc"), 400,
            "te");
        row("xchunked", post("Transfer-Encoding: xchunked\r\n", ""), 501, "te");
        row("gzip", post("Transfer-Encoding: gzip\r\n", ""), 501, "te");
        row("gzip, chunked", post("Transfer-Encoding: gzip, chunked\r\n", ""), 501, "te");
        row("chunked twice", post("Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n", ""), 400,
            "te");
        row("chunked on 1.0", "POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n", 400, "te");
        row("over the cap", post("Content-Length: 1001\r\n", ""), 413, "body_size");
        row("chunk over the cap", post("Transfer-Encoding: chunked\r\n", "3e9\r\n"), 413, "body_size");
        row("chunks over the cap",
            post("Transfer-Encoding: chunked\r\n", "3e8\r\n" + QByteArray(1000, 'x') + "\r\n1\r\n"), 413,
            "body_size");
        for (const char* size : {"ZZ", "-5", "", " 3", "3 ", "0x3", "123456789", "+3", ";a"})
            row(qPrintable(QStringLiteral("chunk size '%1'").arg(QLatin1String(size))),
                post("Transfer-Encoding: chunked\r\n", QByteArray(size) + "\r\nabc\r\n0\r\n\r\n"), 400,
                "chunk");
        row("long extension", post("Transfer-Encoding: chunked\r\n", "3;" + QByteArray(257, 'e')), 400,
            "chunk");
        row("chunk longer than said", post("Transfer-Encoding: chunked\r\n", "3\r\nabcd\r\n"), 400, "chunk");
        row("chunk with bare LF", post("Transfer-Encoding: chunked\r\n", "3\nabc\n"), 400, "chunk");
        row("trailer", post("Transfer-Encoding: chunked\r\n", "0\r\nX: y\r\n\r\n"), 400, "chunk");
        row("smuggled after the last chunk",
            post("Transfer-Encoding: chunked\r\n", "0\r\nXXGET /metrics HTTP/1.1\r\n\r\n"), 400, "chunk");
        row("other expectation", post("Expect: 200-ok\r\nContent-Length: 1\r\n", ""), 417, "expect");
        row("websocket", get("Upgrade: websocket\r\nConnection: Upgrade\r\n"), 400, "upgrade");
        row("websocket among others", get("Upgrade: h2c, WebSocket/13\r\nConnection: Upgrade\r\n"), 400,
            "upgrade");
        row("websocket in a second line", get("Upgrade: h2c\r\nUpgrade: websocket\r\n"), 400, "upgrade");
        row("websocket with a body", post("Upgrade: websocket\r\nContent-Length: 1\r\n", "x"), 400,
            "upgrade");
        row("an offer does not loosen the framing",
            post("Upgrade: h2c\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n", "abc"), 400, "te");
    }

    void rejects() {
        QFETCH(QByteArray, text);
        QFETCH(int, status);
        QFETCH(QByteArray, reason);
        for (const qsizetype step : {text.size(), qsizetype(1), qsizetype(5)}) {
            const Outcome outcome = parse(text, step);
            QCOMPARE(outcome.status, status);
            QCOMPARE(outcome.reason, reason);
            QCOMPARE(outcome.messages, 0);
        }
    }

    void readsTheHead() {
        Framing framing(limits());
        const QByteArray text =
            "POST http://host:1/api/edit?a=1 HTTP/1.0\r\nconnection: Keep-Alive\r\nX-A:  b c \r\n"
            "Content-Length: 7\r\nX-a: second\r\n\r\n";
        QByteArrayView bytes(text);
        QCOMPARE(framing.feed(bytes), Framing::Event::HeadComplete);
        QVERIFY(bytes.isEmpty());
        const RequestHead& head = framing.head();
        QCOMPARE(head.method, QByteArray("POST"));
        QCOMPARE(head.target, QByteArray("/api/edit?a=1"));
        QCOMPARE(head.path(), QByteArray("/api/edit"));
        QCOMPARE(head.minorVersion, 0);
        QCOMPARE(head.value("x-A"), QByteArray("b c"));
        QCOMPARE(head.contentLength, std::optional<qint64>(7));
        QVERIFY(head.keepAlive);
        QVERIFY(!head.chunked);
    }

    void keepAliveByVersion_data() {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<bool>("keepAlive");
        QTest::newRow("1.1") << get("") << true;
        QTest::newRow("1.1 close") << get("Connection: foo, Close\r\n") << false;
        QTest::newRow("1.1 upgrade") << get("Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\n")
                                     << true;
        QTest::newRow("1.1 upgrade, close") << get("Connection: Upgrade\r\nConnection: close\r\n") << false;
        QTest::newRow("1.0") << QByteArray("GET / HTTP/1.0\r\n\r\n") << false;
        QTest::newRow("1.0 keep") << QByteArray("GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n") << true;
    }

    void keepAliveByVersion() {
        QFETCH(QByteArray, text);
        Framing framing(limits());
        QByteArrayView bytes(text);
        QCOMPARE(framing.feed(bytes), Framing::Event::HeadComplete);
        QTEST(framing.head().keepAlive, "keepAlive");
    }
};

NB_TEST(TestFraming)
#include "tst_framing.moc"
