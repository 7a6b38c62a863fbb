#include "tests/core/server/api/server_fixture.h"
#include "tests/support/test_main.h"
#include <QTest>

using namespace nb;
using namespace nb::test;

namespace {

// One edit runs and four wait. The test's clients are told apart by the address that they claim to have.
config::Settings queueOfFour() {
    config::Settings settings = testSettings();
    settings.server.maxInFlight = 1;
    settings.server.queueSize = 4;
    settings.server.trustedProxies = {QStringLiteral("127.0.0.0/8")};
    return settings;
}

QByteArray from(const QByteArray& address, const QByteArray& prompt) {
    static const QByteArray image = png(photo());
    return FormData()
        .file("image", image)
        .file("mask", maskPng())
        .text("prompt", prompt)
        .request("X-Forwarded-For: " + address + "\r\n");
}

} // namespace

// What waits, through a whole server: for how long, in which order, and what refusals say.
class TestEditQueue : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void whoWaitsTooLongIsRefused() {
        config::Settings settings = queueOfFour();
        settings.server.queueTimeout = std::chrono::seconds(1);
        RunningServer server(settings);
        server.provider.hold = true;
        RawClient first(server.port);
        first.send(from("192.0.2.1", "first"));
        QTRY_COMPARE_WITH_TIMEOUT(server.provider.calls, 1, kHangLimitMs);
        const RawAnswer second = server.ask(from("192.0.2.1", "second"));
        QCOMPARE(second.status, 503);
        QVERIFY(second.header("Retry-After").toInt() >= 1);
        QCOMPARE(server.metric("queue_refusals_total{reason=\"timeout\"}"), 1.0);
        QCOMPARE(server.metric("queue_depth"), 0.0);
        server.provider.release();
        QCOMPARE(first.answer().status, 200);
        QCOMPARE(server.provider.calls, 1);
    }

    void aBurstDoesNotStarveAnotherClient() {
        RunningServer server(queueOfFour());
        server.provider.hold = true;
        std::vector<std::unique_ptr<RawClient>> burst;
        for (int i = 0; i < 5; ++i) {
            burst.push_back(std::make_unique<RawClient>(server.port));
            burst.back()->send(from("192.0.2.1", "burst"));
            if (i == 0)
                QTRY_COMPARE_WITH_TIMEOUT(server.provider.calls, 1, kHangLimitMs);
            else
                QTRY_COMPARE_WITH_TIMEOUT(server.metric("queue_depth"), double(i), kHangLimitMs);
        }
        QCOMPARE(server.get("/readyz").status, 503);
        QCOMPARE(server.ask(from("192.0.2.1", "one more")).status, 503);
        RawClient single(server.port);
        single.send(from("192.0.2.2", "single"));
        const RawAnswer displaced = burst[4]->answer();
        QCOMPARE(displaced.status, 503);
        QVERIFY(displaced.header("Retry-After").toInt() >= 1);
        server.provider.release();
        QTRY_COMPARE_WITH_TIMEOUT(server.provider.calls, 2, kHangLimitMs);
        QCOMPARE(server.provider.lastJob.prompt, QStringLiteral("single"));
        server.provider.hold = false;
        server.provider.release();
        QCOMPARE(single.answer().status, 200);
        for (int i = 0; i < 4; ++i)
            QCOMPARE(burst[static_cast<std::size_t>(i)]->answer().status, 200);
    }

    void healthSaysWhatWaits() {
        RunningServer server(queueOfFour());
        const auto queue = [&server] {
            return server.get("/api/health").json()[QStringLiteral("queue")].toObject();
        };
        QCOMPARE(queue()[QStringLiteral("running")].toInt(-1), 0);
        QCOMPARE(queue()[QStringLiteral("waiting")].toInt(-1), 0);
        QCOMPARE(queue()[QStringLiteral("limit")].toInt(-1), 4);
        QCOMPARE(queue()[QStringLiteral("estimated_wait_seconds")].toDouble(-1), 0.0);
        server.provider.hold = true;
        RawClient first(server.port);
        first.send(from("192.0.2.1", "p"));
        QTRY_COMPARE_WITH_TIMEOUT(server.provider.calls, 1, kHangLimitMs);
        RawClient second(server.port);
        second.send(from("192.0.2.1", "p"));
        QTRY_COMPARE_WITH_TIMEOUT(queue()[QStringLiteral("waiting")].toInt(-1), 1, kHangLimitMs);
        QCOMPARE(queue()[QStringLiteral("running")].toInt(-1), 1);
        QCOMPARE(queue()[QStringLiteral("estimated_wait_seconds")].toDouble(),
                 10.0); // two of 5 s, as assumed
        server.provider.hold = false;
        server.provider.release();
        QCOMPARE(first.answer().status, 200);
        QCOMPARE(second.answer().status, 200);
    }
};

NB_TEST(TestEditQueue)
#include "tst_edit_queue.moc"
