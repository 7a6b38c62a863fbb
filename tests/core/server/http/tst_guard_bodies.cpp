// How much memory and time the bodies of requests may take: the budget for all, and the limits for each.

#include "tests/core/server/http/guarded_server.h"
#include "tests/support/test_main.h"
#include <QTest>

using namespace nb::test;

namespace {

constexpr qint64 kBody = 1'000'000;

QByteArray head(qint64 length, const QByteArray& headers = {}) {
    return post("Content-Length: " + QByteArray::number(length) + "\r\n" + headers, {});
}

GuardLimits limits(qint64 maxBodyBytes = kBody) {
    GuardLimits limits;
    limits.maxBodyBytes = maxBodyBytes;
    return limits;
}

} // namespace

class TestGuardBodies : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void allOfABodyIsReservedBeforeItComes() {
        Guarded server(limits(), 2 * kBody);
        server.hold = true;
        RawClient client(server.port());
        client.send(head(kBody / 2));
        QTRY_COMPARE_WITH_TIMEOUT(server.bodyMemory.used(), kBody / 2, kHangLimitMs);
        client.send(QByteArray(kBody / 2, 'x'));
        QTRY_COMPARE_WITH_TIMEOUT(server.handled, 1, kHangLimitMs);
        QCOMPARE(server.bodyMemory.used(), kBody / 2); // whoever has the body
        server.bodies.clear();
        QCOMPARE(server.bodyMemory.used(), 0);
    }

    // Their length is not known: the largest is reserved, and what was too much is given back.
    void chunksTakeWhatTheyNeed() {
        Guarded server(limits(), 2 * kBody);
        server.hold = true;
        RawClient client(server.port());
        client.send(post("Transfer-Encoding: chunked\r\n", "3\r\nabc\r\n"));
        QTRY_COMPARE_WITH_TIMEOUT(server.bodyMemory.used(), kBody, kHangLimitMs);
        client.send("0\r\n\r\n");
        QTRY_COMPARE_WITH_TIMEOUT(server.handled, 1, kHangLimitMs);
        QCOMPARE(server.bodyMemory.used(), 3);
        QVERIFY(server.bodies.front().bytes().capacity() < 1'000);
    }

    void bodiesOverTheBudgetAreNotRead() {
        constexpr qint64 kLarge = 40'000'000; // more than the kernel's buffers hold
        Guarded server(limits(kLarge), kLarge + 10);
        server.hold = true;
        RawClient first(server.port());
        first.send(head(kLarge));
        QTRY_COMPARE_WITH_TIMEOUT(server.bodyMemory.used(), kLarge, kHangLimitMs);
        RawClient second(server.port());
        second.send(head(kLarge) + QByteArray(kLarge, 'x'));
        RawClient third(server.port());
        third.send(head(20, "Expect: 100-continue\r\n"));
        QTRY_COMPARE_WITH_TIMEOUT(server.bodyMemory.waiting(), 2, kHangLimitMs);
        qint64 left = -1;
        QTRY_VERIFY_WITH_TIMEOUT(
            std::exchange(left, second.socket.bytesToWrite()) == second.socket.bytesToWrite(), kHangLimitMs);
        QVERIFY(second.socket.bytesToWrite() > 20'000'000);
        QVERIFY(third.buffered().isEmpty()); // nor asked for
        RawClient small(server.port());      // who has no body is served
        small.send(get());
        QTRY_COMPARE_WITH_TIMEOUT(server.handled, 1, kHangLimitMs);
        first.socket.abort();
        QTRY_COMPARE_WITH_TIMEOUT(server.handled, 2, kHangLimitMs);
        QCOMPARE(server.bodies.back().bytes().size(), kLarge);
        server.bodies.clear();
        QTRY_VERIFY_WITH_TIMEOUT(third.buffered().contains("100 Continue"), kHangLimitMs);
        QCOMPARE(server.bodyMemory.used(), 20);
    }

    void whoWaitsTooLongIsToldSo() {
        GuardLimits brief = limits();
        brief.memoryWait = std::chrono::milliseconds(50);
        brief.bodyWindow = std::chrono::milliseconds(10); // does not run while it waits
        brief.minBodyBytesPerWindow = 0;
        brief.body = std::chrono::hours(24); // nor does the first have to hurry
        Guarded server(brief, kBody);
        RawClient first(server.port());
        first.send(head(kBody));
        QTRY_COMPARE_WITH_TIMEOUT(server.bodyMemory.used(), kBody, kHangLimitMs);
        RawClient second(server.port());
        second.send(head(kBody) + QByteArray(kBody, 'x'));
        QCOMPARE(second.answer().status, 503);
        QVERIFY(second.waitForClose());
        QCOMPARE(server.reasons, QByteArrayList{"memory"});
        QCOMPARE(server.bodyMemory.waiting(), 0);
    }

    void whoLeavesWhileItWaitsLeavesTheQueue() {
        Guarded server(limits(), kBody);
        RawClient first(server.port());
        first.send(head(kBody));
        QTRY_COMPARE_WITH_TIMEOUT(server.bodyMemory.used(), kBody, kHangLimitMs);
        RawClient second(server.port());
        second.send(head(kBody));
        QTRY_COMPARE_WITH_TIMEOUT(server.bodyMemory.waiting(), 1, kHangLimitMs);
        second.socket.abort();
        QTRY_COMPARE_WITH_TIMEOUT(server.bodyMemory.waiting(), 0, kHangLimitMs);
        QCOMPARE(server.abandoned, 1);
    }

    void whatIsRefusedTakesNoMemory() {
        Guarded server(limits(), kBody);
        RawClient client(server.port());
        client.send(head(kBody + 1));
        QCOMPARE(client.answer().status, 413);
        server.early = Response{401, "text/plain", "no", {}};
        RawClient next(server.port());
        next.send(head(kBody));
        QCOMPARE(next.answer().status, 401);
        QCOMPARE(server.bodyMemory.used(), 0);
    }

    // Else a few that hold everything and send next to nothing could keep all others out.
    void whoIsSlowMakesRoomForThoseWhoWait() {
        GuardLimits brief = limits();
        brief.bodyWindow = std::chrono::milliseconds(50);
        brief.minBodyBytesPerWindow = 0;
        brief.body = std::chrono::minutes(10); // 83 bytes in each window
        brief.memoryWait = std::chrono::minutes(10);
        Guarded server(brief, kBody);
        RawClient slow(server.port());
        slow.send(head(kBody));
        QTRY_COMPARE_WITH_TIMEOUT(server.bodyMemory.used(), kBody, kHangLimitMs);
        QTest::qWait(3 * static_cast<int>(brief.bodyWindow.count()));
        QVERIFY(slow.isOpen() && server.reasons.isEmpty());
        RawClient next(server.port());
        next.send(head(3) + "abc");
        QCOMPARE(next.answer().body, QByteArray("POST abc"));
        QCOMPARE(slow.answer().status, 408);
        QCOMPARE(server.reasons, QByteArrayList{"timeout_body"});
    }

    // However much comes in each window.
    void aBodyThatTakesTooLong() {
        GuardLimits brief = limits();
        brief.body = std::chrono::milliseconds(300);
        brief.bodyWindow = std::chrono::milliseconds(50);
        brief.minBodyBytesPerWindow = 0;
        Guarded server(brief, kBody);
        RawClient client(server.port());
        client.send(head(kBody));
        for (int i = 0; i < 1'000'000 && client.isOpen() && client.buffered().isEmpty(); ++i) {
            client.send("x");
            QTest::qWait(1);
        }
        const RawAnswer answer = client.answer();
        QCOMPARE(answer.status, 408);
        QCOMPARE(server.reasons, QByteArrayList{"timeout_body"});
        QCOMPARE(server.bodyMemory.used(), 0);
    }
};

NB_TEST(TestGuardBodies)
#include "tst_guard_bodies.moc"
