#include "tests/core/server/http/guarded_server.h"
#include "tests/support/test_main.h"
#include <QTest>
#include <sys/socket.h>

using namespace nb::server;
using namespace nb::test;

class TestGuardConnection : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void keepsTheConnection() {
        Guarded server;
        RawClient client(server.port());
        for (int i = 0; i < 3; ++i) {
            client.send(post("Content-Length: 3\r\n", "abc"));
            const RawAnswer answer = client.answer();
            QCOMPARE(answer.body, QByteArray("POST abc"));
            QCOMPARE(answer.header("Connection"), QByteArray("keep-alive"));
        }
        QCOMPARE(server.guard->openConnections(), 1);
    }

    void bytesMayComeOneByOne() {
        Guarded server;
        RawClient client(server.port());
        for (int i = 0; i < 2; ++i) {
            client.sendSlowly(post("Transfer-Encoding: chunked\r\n",
                                   "3\r\nabc\r\n1;x=y\r\nd\r\n0A\r\n0123456789\r\n0\r\n\r\n"),
                              1);
            QCOMPARE(client.answer().body, QByteArray("POST abcd0123456789"));
        }
        client.sendSlowly(post("Content-Length: 4\r\n", "wxyz"), 3);
        QCOMPARE(client.answer().body, QByteArray("POST wxyz"));
        QVERIFY(server.reasons.isEmpty());
    }

    void closesWhenAsked_data() {
        QTest::addColumn<QByteArray>("request");
        QTest::newRow("close") << get("Connection: close\r\n");
        QTest::newRow("1.0") << QByteArray("GET / HTTP/1.0\r\n\r\n");
    }

    void closesWhenAsked() {
        QFETCH(QByteArray, request);
        Guarded server;
        RawClient client(server.port());
        client.send(request);
        const RawAnswer answer = client.answer();
        QCOMPARE(answer.status, 200);
        QCOMPARE(answer.header("Connection"), QByteArray("close"));
        QVERIFY(client.waitForClose());
    }

    void anOfferOfAnotherProtocolIsPassedOver() {
        Guarded server;
        RawClient client(server.port());
        const QByteArray offer =
            "Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AA\r\n";
        client.send(get(offer));
        const RawAnswer answer = client.answer();
        QCOMPARE(answer.status, 200);
        QCOMPARE(answer.header("Connection"), QByteArray("keep-alive"));
        client.send(post(offer + "Content-Length: 2\r\n", "ab")); // the connection goes on
        QCOMPARE(client.answer().body, QByteArray("POST ab"));
        QCOMPARE(server.reasons.size(), 0);
    }

    void refusesOnceAndCloses_data() {
        QTest::addColumn<QByteArray>("request");
        QTest::addColumn<int>("status");
        const auto row = [](const char* name, const QByteArray& request, int status) {
            QTest::newRow(name) << request << status;
        };
        const QByteArray smuggled = get();
        row("negative length", post("Content-Length: -5\r\n", smuggled), 400);
        row("gzip", post("Transfer-Encoding: gzip\r\n", smuggled), 501);
        row("trailer", post("Transfer-Encoding: chunked\r\n", "0\r\nXX" + smuggled), 400);
        row("pipelined", smuggled + smuggled, 400);
        row("junk", QByteArray::fromHex("16030102000100"), 400);
        row("websocket", get("Upgrade: websocket\r\nConnection: Upgrade\r\n"), 400);
        row("too large", post("Content-Length: 1000001\r\n", {}), 413);
        row("too large with a body", post("Content-Length: 3000000\r\n", QByteArray(3'000'000, 'x')), 413);
        row("endless URL", "GET /" + QByteArray(20'000, 'a'), 414);
        row("many headers", get(QByteArray("A: b\r\n").repeated(200)), 431);
        row("odd expectation", post("Expect: x\r\nContent-Length: 1\r\n", {}), 417);
    }

    void refusesOnceAndCloses() {
        QFETCH(QByteArray, request);
        QFETCH(int, status);
        Guarded server;
        RawClient client(server.port());
        client.send(request);
        QCOMPARE(client.answer().status, status);
        QVERIFY(client.waitForClose());
        QCOMPARE(client.buffered(), QByteArray());
        QCOMPARE(server.handled, 0);
        QCOMPARE(server.reasons.size(), 1);
        RawClient next(server.port());
        next.send(get());
        QCOMPARE(next.answer().status, 200);
    }

    void bodyOverTheCapInChunks() {
        Guarded server;
        RawClient client(server.port());
        client.send(post("Transfer-Encoding: chunked\r\n", {}));
        const QByteArray chunk = "7a120\r\n" + QByteArray(500'000, 'x') + "\r\n";
        client.send(chunk + chunk + "1\r\n");
        QCOMPARE(client.answer().status, 413);
        QCOMPARE(server.handled, 0);
    }

    void continueIsAnsweredAtOnce() {
        Guarded server;
        RawClient client(server.port());
        client.send(post("Expect: 100-continue\r\nContent-Length: 2\r\n", {}));
        QTRY_COMPARE_WITH_TIMEOUT(client.buffered(), QByteArray("HTTP/1.1 100 Continue\r\n\r\n"),
                                  kHangLimitMs);
        client.send("ab");
        QCOMPARE(client.answer().body, QByteArray("POST ab"));
        QCOMPARE(client.continues, 1);
    }

    void aFinalAnswerInsteadOfContinue() {
        Guarded server;
        server.early = Response{401, "text/plain", "no", {}};
        RawClient client(server.port());
        client.send(post("Expect: 100-continue\r\nContent-Length: 2\r\n", {}));
        const RawAnswer answer = client.answer();
        QCOMPARE(answer.status, 401);
        QCOMPARE(answer.header("Connection"), QByteArray("close")); // what follows may be the body or not
        QCOMPARE(client.continues, 0);
        QVERIFY(client.waitForClose());
        QCOMPARE(server.handled, 0);
    }

    void noContinueWhenTheBodyIsHere() {
        Guarded server;
        RawClient client(server.port());
        client.send(post("Expect: 100-continue\r\nContent-Length: 2\r\n", "ab"));
        QCOMPARE(client.answer().body, QByteArray("POST ab"));
        QCOMPARE(client.continues, 0);
    }

    // A client may send all of it before it reads, as http.client of Python does.
    void anAnswerBeforeTheBodyIsRead_data() {
        QTest::addColumn<QByteArray>("framing");
        QTest::newRow("length") << QByteArray("Content-Length: 9000000\r\n");
        QTest::newRow("chunks") << QByteArray("Transfer-Encoding: chunked\r\n");
    }
    void anAnswerBeforeTheBodyIsRead() {
        QFETCH(QByteArray, framing);
        GuardLimits limits;
        limits.maxBodyBytes = 10'000'000;
        Guarded server(limits);
        server.early = Response{401, "text/plain", "no", {}};
        RawClient client(server.port());
        const QByteArray body(9'000'000, 'x');
        client.send(post(framing, framing.startsWith('T') ? "895440\r\n" + body + "\r\n0\r\n\r\n" : body));
        QTRY_COMPARE_WITH_TIMEOUT(client.socket.bytesToWrite(), 0, kHangLimitMs);
        const RawAnswer answer = client.answer();
        QCOMPARE(answer.status, 401);
        QCOMPARE(answer.body, QByteArray("no"));
        QCOMPARE(answer.header("Connection"), QByteArray("close"));
        QVERIFY(client.waitForClose());
        QCOMPARE(server.heads, 1);
        QVERIFY(server.reasons.isEmpty());
    }

    void whatIsThrownAwayIsBounded() {
        Guarded server; // takes 1,000,000 bytes
        server.early = Response{401, "text/plain", "no", {}};
        RawClient client(server.port());
        qint64 sent = 0;
        connect(&client.socket, &QTcpSocket::bytesWritten, this, [&sent](qint64 bytes) { sent += bytes; });
        client.send(post("Transfer-Encoding: chunked\r\n", QByteArray(50'000'000, 'x')));
        QVERIFY(client.waitForClose());
        QVERIFY2(sent < 40'000'000, qPrintable(QString::number(sent))); // the kernel's buffers hold some
    }

    void aSmallBodyThatNobodyWantsKeepsTheConnection() {
        Guarded server;
        server.early = Response{200, "text/plain", "page", {}};
        RawClient client(server.port());
        for (const char* framing :
             {"Content-Length: 4\r\n\r\nbody", "Transfer-Encoding: chunked\r\n\r\n4\r\nbody\r\n0\r\n\r\n"}) {
            client.send(QByteArray("GET / HTTP/1.1\r\nHost: a\r\n") + framing);
            const RawAnswer answer = client.answer();
            QCOMPARE(answer.body, QByteArray("page"));
            QCOMPARE(answer.header("Connection"), QByteArray("keep-alive"));
        }
        client.send(get() + get()); // nothing may hide behind it either
        QCOMPARE(client.answer().status, 400);
    }

    void nothingIsReadUntilItIsDecided() {
        GuardLimits limits;
        limits.maxBodyBytes = 40'000'000;
        Guarded server(limits);
        server.holdDecision = true;
        RawClient client(server.port());
        const QByteArray body(40'000'000, 'x');
        client.send(post("Content-Length: 40000000\r\n", body));
        QTRY_COMPARE_WITH_TIMEOUT(server.heads, 1, kHangLimitMs);
        // The kernel takes what its buffers hold and no more, however often it is asked.
        qint64 left = -1;
        QTRY_VERIFY_WITH_TIMEOUT(
            std::exchange(left, client.socket.bytesToWrite()) == client.socket.bytesToWrite(), kHangLimitMs);
        for (int i = 0; i < 100; ++i) {
            client.socket.flush();
            QCoreApplication::processEvents();
        }
        QVERIFY(client.socket.bytesToWrite() > 20'000'000);
        QCOMPARE(server.last->bodyBytes(), 0);
        server.last->proceed();
        QCOMPARE(client.answer().body.size(), body.size() + 5);
        QCOMPARE(server.handled, 1);
    }

    void aDecisionMayComeLater() {
        Guarded server;
        server.holdDecision = true;
        RawClient client(server.port());
        client.send(post("Expect: 100-continue\r\nContent-Length: 2\r\n", {}));
        QTRY_COMPARE_WITH_TIMEOUT(server.heads, 1, kHangLimitMs);
        QVERIFY(client.buffered().isEmpty());
        server.last->proceed();
        QTRY_VERIFY_WITH_TIMEOUT(client.buffered().contains("100 Continue"), kHangLimitMs);
        client.send("ab");
        QCOMPARE(client.answer().body, QByteArray("POST ab"));
        client.send(post("Content-Length: 2\r\n", "cd"));
        QTRY_COMPARE_WITH_TIMEOUT(server.heads, 2, kHangLimitMs);
        server.last->respond({403, "text/plain", "no", {}});
        QCOMPARE(client.answer().status, 403);
    }

    void aClientMayLeaveWhileItIsDecided() {
        Guarded server;
        server.holdDecision = true;
        RawClient client(server.port());
        client.send(post("Content-Length: 2\r\n", {}));
        QTRY_COMPARE_WITH_TIMEOUT(server.heads, 1, kHangLimitMs);
        client.socket.abort();
        QTRY_COMPARE_WITH_TIMEOUT(server.abandoned, 1, kHangLimitMs);
        if (server.last) { // too late
            server.last->proceed();
            server.last->respond({200, "text/plain", {}, {}});
        }
        QTRY_COMPARE_WITH_TIMEOUT(server.guard->openConnections(), 0, kHangLimitMs);
        QCOMPARE(server.handled, 0);
        QCOMPARE(server.abandoned, 1);
    }

    void aClientMayLeaveDuringItsBody() {
        Guarded server;
        RawClient client(server.port());
        client.send(post("Content-Length: 9\r\n", "ab"));
        QTRY_VERIFY_WITH_TIMEOUT(server.last && server.last->bodyBytes() == 2, kHangLimitMs);
        client.socket.abort();
        QTRY_COMPARE_WITH_TIMEOUT(server.abandoned, 1, kHangLimitMs);
        QCOMPARE(server.handled, 0);
        QVERIFY(server.reasons.isEmpty());
    }

    void pipeliningBehindAPendingRequest() {
        Guarded server;
        server.hold = true;
        RawClient client(server.port());
        client.send(get());
        QTRY_COMPARE_WITH_TIMEOUT(server.handled, 1, kHangLimitMs);
        client.send(get());
        QCOMPARE(client.answer().status, 400);
        QCOMPARE(server.abandoned, 1);
        if (server.last)
            server.last->respond({200, "text/plain", "late", {}});
        QVERIFY(client.waitForClose());
        QCOMPARE(client.buffered(), QByteArray());
        QCOMPARE(server.handled, 1);
    }

    void aClientThatLeavesIsNoticed_data() {
        QTest::addColumn<bool>("reset");
        QTest::newRow("close") << false;
        QTest::newRow("reset") << true;
    }

    void aClientThatLeavesIsNoticed() {
        QFETCH(bool, reset);
        Guarded server;
        server.hold = true;
        RawClient client(server.port());
        client.send(get());
        QTRY_COMPARE_WITH_TIMEOUT(server.handled, 1, kHangLimitMs);
        if (reset)
            client.socket.abort();
        else
            client.socket.disconnectFromHost();
        QTRY_COMPARE_WITH_TIMEOUT(server.abandoned, 1, kHangLimitMs);
        QTRY_COMPARE_WITH_TIMEOUT(server.guard->openConnections(), 0, kHangLimitMs);
    }

    // As `nc -N` does behind its input.
    void aClientMayHaveNothingMoreToSay() {
        Guarded server;
        RawClient client(server.port());
        client.send(get());
        client.socket.flush();
        ::shutdown(static_cast<int>(client.socket.socketDescriptor()), SHUT_WR);
        QCOMPARE(client.answer().body, QByteArray("GET "));
        QVERIFY(client.waitForClose());
    }

    void timers_data() {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<int>("status");
        QTest::addColumn<QByteArray>("reason");
        QTest::newRow("nothing") << QByteArray() << 0 << QByteArray("idle");
        QTest::newRow("half a head") << QByteArray("GET / HT") << 408 << QByteArray("timeout_header");
        QTest::newRow("half a body") << post("Content-Length: 9\r\n", "ab") << 408
                                     << QByteArray("timeout_body");
    }

    void timers() {
        QFETCH(QByteArray, bytes);
        QFETCH(int, status);
        QFETCH(QByteArray, reason);
        GuardLimits limits;
        limits.firstByte = limits.headers = limits.bodyWindow = std::chrono::milliseconds(100);
        Guarded server(limits);
        RawClient client(server.port());
        if (!bytes.isEmpty())
            client.send(bytes);
        QCOMPARE(client.answer().status, status);
        QVERIFY(client.waitForClose());
        QCOMPARE(server.reasons, QByteArrayList{reason});
        QCOMPARE(server.handled, 0);
    }

    void aSlowBodyAboveTheMinimumIsFine() {
        constexpr qint64 kWindows = 5;
        GuardLimits limits;
        limits.bodyWindow = std::chrono::milliseconds(100);
        limits.minBodyBytesPerWindow = 1;
        Guarded server(limits);
        RawClient client(server.port());
        constexpr qsizetype kBody = 100'000; // more than can be sent here byte by byte
        client.send(post("Content-Length: " + QByteArray::number(kBody) + "\r\n", {}));
        QElapsedTimer timer;
        timer.start();
        qsizetype sent = 0;
        for (; sent < kBody && timer.elapsed() < kWindows * limits.bodyWindow.count(); ++sent) {
            client.send("x");
            QTest::qWait(1);
        }
        client.send(QByteArray(kBody - sent, 'x'));
        QCOMPARE(client.answer().status, 200);
        QVERIFY(server.reasons.isEmpty());
    }

    void idleConnectionsAreClosed() {
        GuardLimits limits;
        limits.idle = std::chrono::milliseconds(100);
        Guarded server(limits);
        RawClient client(server.port());
        client.send(get());
        QCOMPARE(client.answer().status, 200);
        QVERIFY(client.waitForClose());
        QVERIFY(server.reasons.isEmpty());
    }

    void aReaderThatDoesNotReadIsCutOff() {
        GuardLimits limits;
        limits.writeStall = std::chrono::milliseconds(200);
        limits.maxBodyBytes = 32'000'000;
        Guarded server(limits);
        RawClient client(server.port());
        client.socket.setReadBufferSize(1024);
        client.send(post("Content-Length: 20000000\r\n", QByteArray(20'000'000, 'x')));
        QTRY_COMPARE_WITH_TIMEOUT(server.handled, 1, kHangLimitMs);
        QTRY_COMPARE_WITH_TIMEOUT(server.reasons, QByteArrayList{"write_stall"}, kHangLimitMs);
        QTRY_COMPARE_WITH_TIMEOUT(server.guard->openConnections(), 0, kHangLimitMs);
    }

    void headHasNoBody() {
        Guarded server;
        RawClient client(server.port());
        client.send("HEAD / HTTP/1.1\r\nHost: a\r\n\r\n");
        const RawAnswer answer = client.answer("HEAD");
        QCOMPARE(answer.status, 200);
        QCOMPARE(answer.header("Content-Length"), QByteArray("5")); // "HEAD "
        client.send(get());
        QCOMPARE(client.answer().body, QByteArray("GET "));
    }
};

NB_TEST(TestGuardConnection)
#include "tst_guard_connection.moc"
