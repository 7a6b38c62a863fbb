#include "core/providers/http_call.h"
#include "tests/support/fake_server.h"
#include "tests/support/test_main.h"
#include <QDeadlineTimer>
#include <QTcpSocket>
#include <QTest>
#include <optional>

using namespace nb::providers;
using namespace nb::test;
using namespace std::chrono_literals;
using Kind = HttpOutcome::Kind;

namespace {

HttpRequest post(const QUrl& url, const QByteArray& body = "{\"a\":1}") {
    return {HttpRequest::Method::Post,
            url,
            {{"Authorization", "Bearer top-secret"}, {"Content-Type", "application/json"}},
            body};
}

} // namespace

class TestHttpCall : public QObject {
    Q_OBJECT

    QList<Progress> m_progress;

    HttpOutcome run(const HttpRequest& request, HttpCall::Limits limits = {}) {
        m_progress.clear();
        std::optional<HttpOutcome> result;
        HttpCall call(
            request, limits, [this](const Progress& p) { m_progress.append(p); },
            [&](const HttpOutcome& outcome) { result = outcome; });
        const QDeadlineTimer limit(20'000);
        while (!result && !limit.hasExpired())
            QTest::qWait(5);
        return result.value_or(HttpOutcome{});
    }

private Q_SLOTS:
    void sendsTheRequestAndReadsTheAnswer() {
        FakeServer server;
        server.enqueue({200, "image/png", "PNGDATA", {{"Retry-After", "7"}}});
        const HttpOutcome outcome = run(post(server.url(QStringLiteral("/v1/x?a=b"))));
        QCOMPARE(outcome.kind, Kind::Answered);
        QCOMPARE(outcome.status, 200);
        QVERIFY(outcome.succeeded());
        QCOMPARE(outcome.body, QByteArray("PNGDATA"));
        QCOMPARE(outcome.contentType, QByteArray("image/png"));
        QCOMPARE(outcome.retryAfter, QByteArray("7"));
        const Received request = server.received().value(0);
        QCOMPARE(request.method, QByteArray("POST"));
        QCOMPARE(request.target, QByteArray("/v1/x?a=b"));
        QCOMPARE(request.body, QByteArray("{\"a\":1}"));
        QCOMPARE(request.header("authorization"), QByteArray("Bearer top-secret"));
        QCOMPARE(request.header("content-type"), QByteArray("application/json"));
        QCOMPARE(request.header("accept-encoding"), QByteArray("identity"));
        QVERIFY(request.header("user-agent").startsWith("NanoBanana/"));
        QCOMPARE(request.header("cookie"), QByteArray());
    }

    void getHasNoBody() {
        FakeServer server;
        server.enqueue({200, "text/plain", "x"});
        QCOMPARE(run({HttpRequest::Method::Get, server.url()}).body, QByteArray("x"));
        QCOMPARE(server.received().value(0).method, QByteArray("GET"));
    }

    void everyStatusIsAnAnswerWithItsBody_data() {
        QTest::addColumn<int>("status");
        for (int status : {400, 401, 403, 404, 407, 409, 413, 422, 429, 500, 501, 502, 503, 504, 529})
            QTest::addRow("%d", status) << status;
    }
    void everyStatusIsAnAnswerWithItsBody() {
        QFETCH(int, status);
        FakeServer server;
        // A challenge must not lead to a second request either.
        server.enqueue(
            {status, "application/json", "{\"error\":\"e\"}", {{"WWW-Authenticate", "Basic realm=x"}}});
        const HttpOutcome outcome = run(post(server.url()));
        QCOMPARE(outcome.kind, Kind::Answered);
        QCOMPARE(outcome.status, status);
        QVERIFY(!outcome.succeeded());
        QCOMPARE(outcome.body, QByteArray("{\"error\":\"e\"}"));
        QVERIFY(server.receivePending());
        QCOMPARE(server.connections(), 1);
    }

    void redirectsAreNotFollowed_data() {
        QTest::addColumn<int>("status");
        for (int status : {301, 302, 303, 307, 308})
            QTest::addRow("%d", status) << status;
    }
    void redirectsAreNotFollowed() {
        QFETCH(int, status);
        FakeServer thief, server;
        server.enqueue({status, "text/plain", "", {{"Location", thief.url().toEncoded()}}});
        const HttpOutcome outcome = run(post(server.url()));
        QCOMPARE(outcome.kind, Kind::Answered);
        QCOMPARE(outcome.status, status);
        QVERIFY(thief.receivePending());
        QCOMPARE(thief.connections(), 0);
    }

    void cookiesAreNotKept() {
        FakeServer server;
        server.enqueue({200, "text/plain", "", {{"Set-Cookie", "session=1; Path=/"}}});
        server.enqueue({200, "text/plain", ""});
        run(post(server.url()));
        run(post(server.url()));
        QCOMPARE(server.received().value(1).header("cookie"), QByteArray());
    }

    // Qt itself would send the POST again, up to three times, in each of these.
    void aBrokenConnectionIsOneRequestAndNoMore_data() {
        QTest::addColumn<int>("fault");
        QTest::newRow("reset after the body") << int(Fault::ResetAfterBody);
        QTest::newRow("closed without an answer") << int(Fault::CloseWithoutAnswer);
        QTest::newRow("half an answer") << int(Fault::HalfAnswer);
        QTest::newRow("no HTTP") << int(Fault::Garbage);
    }
    void aBrokenConnectionIsOneRequestAndNoMore() {
        QFETCH(int, fault);
        for (qsizetype size : {qsizetype(10), qsizetype(3'000'000)}) {
            FakeServer server;
            server.setHandler([&](const Received&) {
                Reply reply{200, "image/png", QByteArray(1000, 'x')};
                reply.fault = Fault(fault);
                return reply;
            });
            const HttpOutcome outcome = run(post(server.url(), QByteArray(size, 'b')));
            QCOMPARE(outcome.kind, Kind::Lost);
            QVERIFY(server.receivePending());
            // Qt 6.8 connects again, but gets no body to send.
            QCOMPARE(server.received().size(), 1);
        }
    }

    void aResetWhileTheBodyIsSentIsNotSent() {
        FakeServer server;
        Reply reply;
        reply.fault = Fault::ResetBeforeBody;
        for (int i = 0; i < 8; ++i)
            server.enqueue(reply);
        const HttpOutcome outcome = run(post(server.url(), QByteArray(30'000'000, 'b')));
        QCOMPARE(outcome.kind, Kind::NotSent);
        QVERIFY(server.receivePending());
        QCOMPARE(server.received().size(), 0);
    }

    void aClosedPortIsNotSent() {
        QUrl url;
        {
            FakeServer server;
            url = server.url();
        }
        const HttpOutcome outcome = run(post(url));
        QCOMPARE(outcome.kind, Kind::NotSent);
        QCOMPARE(outcome.reason, QStringLiteral("connection refused"));
    }

    void anUnknownHostIsNotSent() {
        // A label has 63 characters at most (RFC 1035): no resolver can know this name, and none is asked.
        const QString tooLong(64, QLatin1Char('a'));
        const HttpOutcome outcome = run(post(QUrl(QStringLiteral("http://%1.test/").arg(tooLong))));
        QCOMPARE(outcome.kind, Kind::NotSent);
        QCOMPARE(outcome.reason, QStringLiteral("host not found"));
    }

    void plainHttpWhereTlsIsExpectedIsNotSent() {
        FakeServer server;
        QUrl url = server.url();
        url.setScheme(QStringLiteral("https"));
        HttpCall::Limits limits;
        limits.timeout = 3s; // the fake waits for more of the "headers": a timeout is an honest answer too
        QVERIFY(!run(post(url), limits).succeeded());
        QCOMPARE(server.received().size(), 0);
    }

    void silenceAndDripEndAtTheTimeout() {
        for (Fault fault : {Fault::Silent, Fault::Drip}) {
            FakeServer server;
            Reply reply{200, "image/png", QByteArray(100'000, 'x')};
            reply.fault = fault;
            server.enqueue(reply);
            HttpCall::Limits limits;
            limits.timeout = 200ms;
            const HttpOutcome outcome = run(post(server.url()), limits);
            QCOMPARE(outcome.kind, Kind::TimedOut);
            QVERIFY(outcome.duration >= 150ms); // Qt may fire a coarse timer 5 % early; it is not at once
            QTRY_COMPARE(server.abandoned(), 1);
        }
    }

    void anAnswerOverTheLimitIsNotReadToTheEnd() {
        HttpCall::Limits limits;
        limits.maxResponseBytes = 1000;
        FakeServer server;
        server.enqueue({200, "image/png", QByteArray(1001, 'x')});
        QCOMPARE(run(post(server.url()), limits).kind, Kind::TooLarge);
        server.enqueue({200, "image/png", QByteArray(1000, 'x')});
        QCOMPARE(run(post(server.url()), limits).kind, Kind::Answered);
    }

    void anAnswerOfUnknownLengthIsLimitedAsWell() {
        QTcpServer server;
        server.listen(QHostAddress::LocalHost);
        connect(&server, &QTcpServer::newConnection, &server, [&server] {
            QTcpSocket* socket = server.nextPendingConnection();
            socket->write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
            connect(socket, &QTcpSocket::readyRead, socket, [socket] {
                socket->readAll();
                socket->write("10000\r\n" + QByteArray(0x10000, 'x') + "\r\n");
            });
        });
        HttpCall::Limits limits;
        limits.maxResponseBytes = 1000;
        const QUrl url(QStringLiteral("http://127.0.0.1:%1").arg(server.serverPort()));
        QCOMPARE(run(post(url), limits).kind, Kind::TooLarge);
    }

    void progressGoesThroughItsPhases() {
        FakeServer server;
        server.enqueue({200, "image/png", QByteArray(2'000'000, 'x')});
        run(post(server.url(), QByteArray(2'000'000, 'b')));
        QList<Progress::Phase> phases;
        double last = -1;
        for (const Progress& p : m_progress) {
            QVERIFY(p.fraction <= 1);
            if (phases.isEmpty() || phases.last() != p.phase) {
                phases.append(p.phase);
                last = -1;
            }
            QVERIFY(p.fraction >= last);
            last = p.fraction;
        }
        QCOMPARE(phases, (QList{Progress::Phase::Uploading, Progress::Phase::Processing,
                                Progress::Phase::Downloading}));
        QCOMPARE(m_progress.last().fraction, 1.0);
    }

    void abandoningBreaksTheConnectionAndCallsNobody() {
        FakeServer server;
        Reply reply;
        reply.fault = Fault::Silent;
        server.enqueue(reply);
        int called = 0;
        auto call = std::make_unique<HttpCall>(post(server.url()), HttpCall::Limits{}, nullptr,
                                               [&](const HttpOutcome&) { ++called; });
        QTRY_COMPARE(server.received().size(), 1);
        call->abandon();
        QTRY_COMPARE(server.abandoned(), 1);
        call.reset();
        QVERIFY(server.receivePending());
        QCOMPARE(called, 0);
        QCOMPARE(server.connections(), 1);
    }
};

NB_TEST(TestHttpCall)
#include "tst_http_call.moc"
