#include "tests/core/server/http/guarded_server.h"
#include "tests/support/test_main.h"
#include <QTest>

using namespace nb::server;
using namespace nb::test;

class TestGuardServer : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void connectionsAreCapped() {
        GuardLimits limits;
        limits.maxConnections = 2;
        Guarded server(limits);
        RawClient one(server.port());
        RawClient two(server.port());
        QTRY_COMPARE_WITH_TIMEOUT(server.guard->openConnections(), 2, kHangLimitMs);
        RawClient three(server.port());
        QCOMPARE(three.answer().status, 503);
        QCOMPARE(server.reasons, QByteArrayList{"limit"});
        QVERIFY(three.waitForClose());
        one.socket.disconnectFromHost();
        QTRY_COMPARE_WITH_TIMEOUT(server.guard->openConnections(), 1, kHangLimitMs);
        RawClient four(server.port());
        four.send(get());
        QCOMPARE(four.answer().status, 200);
    }

    void drainEndsConnectionsAfterTheirAnswer() {
        Guarded server;
        RawClient idle(server.port());
        idle.send(get());
        QCOMPARE(idle.answer().status, 200);
        server.hold = true;
        RawClient busy(server.port());
        busy.send(get());
        QTRY_COMPARE_WITH_TIMEOUT(server.handled, 2, kHangLimitMs);
        server.guard->drain();
        QVERIFY(idle.waitForClose());
        QVERIFY(busy.isOpen());
        server.last->respond({200, "text/plain", "done", {}});
        const RawAnswer answer = busy.answer();
        QCOMPARE(answer.body, QByteArray("done"));
        QCOMPARE(answer.header("Connection"), QByteArray("close"));
        QVERIFY(busy.waitForClose());
    }

    // The type is wrong if the base class is left to close the connection.
    void destroyingTheServerAbandonsWhatIsPending() {
        auto server = std::make_unique<Guarded>();
        server->hold = true;
        RawClient client(server->port());
        client.send(get());
        QTRY_COMPARE_WITH_TIMEOUT(server->handled, 1, kHangLimitMs);
        int abandoned = 0;
        bool whole = false;
        QObject* connection = server->last;
        server->onClientLeft = [&] {
            ++abandoned;
            whole = qobject_cast<GuardConnection*>(connection) != nullptr;
        };
        server.reset();
        QCOMPARE(abandoned, 1);
        QVERIFY(whole);
    }
};

NB_TEST(TestGuardServer)
#include "tst_guard_server.moc"
