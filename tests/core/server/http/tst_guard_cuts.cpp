// Whatever the guard accepts must reach the handler with exactly the body that was sent, however the network
// cuts it, and must be answered; a mistake would leave a client without an answer, or let one request hide in
// another.

#include "core/server/http/guard_server.h"
#include "tests/core/server/http/guarded_server.h"
#include "tests/support/test_main.h"
#include "tests/support/test_seed.h"
#include <QRandomGenerator>
#include <QTest>

using namespace nb::test;

namespace {

QByteArray chunked(const QByteArray& body, QRandomGenerator& random) {
    QByteArray bytes = "POST /x HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n";
    for (qsizetype at = 0; at < body.size();) {
        const qsizetype size = qMin<qsizetype>(random.bounded(1, 40), body.size() - at);
        bytes += QByteArray::number(size, 16) + (random.bounded(3) == 0 ? ";a=b\r\n" : "\r\n");
        bytes += body.mid(at, size) + "\r\n";
        at += size;
    }
    return bytes + "0\r\n\r\n";
}

// Each piece arrives in a readyRead of its own.
void sendCut(RawClient& client, const QByteArray& bytes, const QList<qsizetype>& cuts) {
    client.socket.setSocketOption(QAbstractSocket::LowDelayOption, 1);
    qsizetype from = 0;
    for (qsizetype to : cuts + QList<qsizetype>{bytes.size()}) {
        client.socket.write(bytes.mid(from, to - from));
        client.socket.flush();
        QTest::qWait(2);
        from = to;
    }
}

constexpr int kAnswerMs = 5'000;

bool hasAnswered(RawClient& client) {
    return QTest::qWaitFor([&] { return client.buffered().contains("\r\n\r\n") || !client.isOpen(); },
                           kAnswerMs);
}

} // namespace

class TestGuardCuts : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void everySingleCutOfAChunkedRequest() {
        const QByteArray request = "POST /x HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"
                                   "3\r\nabc\r\n1;x=y\r\nd\r\n0A\r\n0123456789\r\n0\r\n\r\n";
        Guarded server;
        QStringList wrong;
        for (qsizetype cut = 1; cut < request.size(); ++cut) {
            RawClient client(server.port());
            sendCut(client, request, {cut});
            if (!hasAnswered(client) || client.answer().body != "POST abcd0123456789")
                wrong.append(
                    QString::number(cut) + QStringLiteral(" after ") +
                    QString::fromLatin1(request.mid(qMax<qsizetype>(0, cut - 8), qMin<qsizetype>(8, cut))
                                            .toPercentEncoding()));
            if (wrong.size() > 12)
                break;
        }
        QVERIFY2(wrong.isEmpty(), qPrintable(wrong.join(QStringLiteral("\n"))));
    }

    void randomCuts() {
        const quint32 seed = testSeed();
        QRandomGenerator random(seed);
        Guarded server;
        RawClient client(server.port());
        for (int round = 0; round < 60; ++round) {
            QByteArray body(random.bounded(1, 200), '\0');
            for (char& byte : body)
                byte = "\r\n0;aZ"[random.bounded(6)];
            const QByteArray request = chunked(body, random);
            QList<qsizetype> cuts;
            for (qsizetype at = random.bounded(1, 30); at < request.size(); at += random.bounded(1, 30))
                cuts.append(at);
            sendCut(client, request, cuts);
            QVERIFY2(hasAnswered(client), qPrintable(QStringLiteral("round %1").arg(round)));
            QCOMPARE(client.answer().body, "POST " + body);
        }
    }

    void whatTheGuardAcceptsIsAnswered_data() {
        QTest::addColumn<QByteArray>("request");
        const auto target = [](const char* name, const QByteArray& text) {
            QTest::newRow(name) << QByteArray("GET " + text + " HTTP/1.1\r\nHost: a\r\n\r\n");
        };
        target("two slashes", "//x");
        target("bracket as authority", "//[x");
        target("bracket in path", "/a[b]c");
        target("port in path", "//a:99999999/");
        target("bad port in path", "//a:b/");
        target("user in path", "//u@h:1/x");
        target("empty authority", "///x");
        target("colon", "/a:b:c");
        target("encoded nul", "/%00");
        target("encoded not utf-8", "/%ff%fe");
        target("encoded slash", "/%2f%2e%2e%2f");
        target("question marks", "/??a?b");
        target("absolute", "http://a/x");
        target("absolute, port over 65535", "http://a:99999/x");
        target("absolute, no path", "http://a");
        target("absolute, query only", "http://a?x=/");
        const auto whole = [](const char* name, const QByteArray& bytes) { QTest::newRow(name) << bytes; };
        whole("options *", "OPTIONS * HTTP/1.1\r\nHost: a\r\n\r\n");
        whole("host port over 65535", "GET / HTTP/1.1\r\nHost: a:99999\r\n\r\n");
        whole("host empty port", "GET / HTTP/1.1\r\nHost: a:\r\n\r\n");
        whole("host odd name", "GET / HTTP/1.1\r\nHost: a..~_-\r\n\r\n");
        whole("host odd IPv6", "GET / HTTP/1.1\r\nHost: [::::]\r\n\r\n");
        whole("1.0 without host", "GET / HTTP/1.0\r\n\r\n");
        whole("unknown method", "BREW / HTTP/1.1\r\nHost: a\r\n\r\n");
        whole("method in lower case", "get / HTTP/1.1\r\nHost: a\r\n\r\n");
        whole("odd method", "!#$% / HTTP/1.1\r\nHost: a\r\n\r\n");
        whole("empty header value", "GET / HTTP/1.1\r\nHost: a\r\nX:\r\n\r\n");
        whole("high bytes", "GET / HTTP/1.1\r\nHost: a\r\nX: \xff\xfe\r\n\r\n");
        whole("colon value", "GET / HTTP/1.1\r\nHost: a\r\nX::::\r\n\r\n");
        whole("get with a body", "GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\nab");
        const QByteArray offer = "Host: a\r\nConnection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\n"
                                 "HTTP2-Settings: AAMAAABkAAQAoAAAAAIAAAAA\r\n";
        whole("offer of h2c", "GET / HTTP/1.1\r\n" + offer + "\r\n");
        whole("offer of h2c with a body", "POST / HTTP/1.1\r\n" + offer + "Content-Length: 2\r\n\r\nab");
        whole("offer of h2c with chunks",
              "POST / HTTP/1.1\r\n" + offer + "Transfer-Encoding: chunked\r\n\r\n2\r\nab\r\n0\r\n\r\n");
        whole("offer of other protocols",
              "GET / HTTP/1.1\r\nHost: a\r\nConnection: upgrade\r\nUpgrade: TLS/1.0, IRC\r\n\r\n");
        whole("equal lengths",
              "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\nContent-Length: 2\r\n\r\nab");
        whole("lengths of one value",
              "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\nContent-Length: 002\r\n\r\nab");
        whole("length with zeros", "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 0002\r\n\r\nab");
        whole("no body at all", "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n");
        whole("no chunk", "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: Chunked\r\n\r\n0\r\n\r\n");
        whole("zeros for the last chunk",
              "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n000\r\n\r\n");
        whole("last chunk with extension",
              "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nab\r\n0;x\r\n\r\n");
        whole("extension that looks like a size",
              "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n2; 3\r\nab\r\n0\r\n\r\n");
    }

    // An answer of any status, and one only; and after a 200 the connection still serves a second request.
    void whatTheGuardAcceptsIsAnswered() {
        QFETCH(QByteArray, request);
        Guarded server;
        RawClient client(server.port());
        client.send(request);
        QVERIFY2(hasAnswered(client), "hangs without an answer");
        const RawAnswer answer = client.answer();
        QVERIFY2(answer.status != 0, "closed without an answer");
        if (answer.status != 200)
            return;
        QVERIFY2(server.handled == 1, "handled more than once");
        if (request.endsWith("\r\n\r\nab") || request.contains("\r\nab\r\n"))
            QVERIFY2(answer.body.endsWith(" ab"), answer.body);
        if (answer.header("Connection") == "keep-alive") {
            client.send("POST /x HTTP/1.1\r\nHost: a\r\nContent-Length: 6\r\n\r\nsecond");
            QVERIFY2(hasAnswered(client), "the second request hangs");
            QCOMPARE(client.answer().body, QByteArray("POST second"));
        }
    }
};

NB_TEST(TestGuardCuts)
#include "tst_guard_cuts.moc"
