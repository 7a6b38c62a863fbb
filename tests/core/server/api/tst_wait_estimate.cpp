#include "core/server/api/wait_estimate.h"
#include "tests/support/test_main.h"
#include <QTest>

using namespace std::chrono_literals;
using nb::server::retryAfter;
using nb::server::WaitEstimate;

class TestWaitEstimate : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void withoutDataItIsAConstant() {
        const WaitEstimate estimate;
        QVERIFY(!estimate.isKnown());
        QCOMPARE(estimate.typicalEdit(), std::chrono::nanoseconds(WaitEstimate::kUnknown));
    }

    void oneOutlierDoesNotCount() {
        WaitEstimate estimate;
        for (const auto duration : {2s, 900s, 3s})
            estimate.add(duration);
        QVERIFY(estimate.isKnown());
        QCOMPARE(estimate.typicalEdit(), std::chrono::nanoseconds(3s));
    }

    void theLastOnesCount() {
        WaitEstimate estimate;
        for (int i = 0; i < 1000; ++i)
            estimate.add(100s);
        for (int i = 0; i < 31; ++i)
            estimate.add(1s);
        QCOMPARE(estimate.typicalEdit(), std::chrono::nanoseconds(1s));
    }

    void theWaitIsSharedByTheSlots() {
        WaitEstimate estimate;
        estimate.add(8s);
        QCOMPARE(estimate.untilStart(0, 1), std::chrono::nanoseconds(8s));
        QCOMPARE(estimate.untilStart(0, 16), std::chrono::nanoseconds(500ms));
        QCOMPARE(estimate.untilStart(31, 16), std::chrono::nanoseconds(16s));
    }

    void asRetryAfter() {
        QCOMPARE(retryAfter(0ms), 1s);
        QCOMPARE(retryAfter(1ms), 1s);
        QCOMPARE(retryAfter(2000ms), 2s);
        QCOMPARE(retryAfter(2001ms), 3s);
        QCOMPARE(retryAfter(60s), 60s);
        QCOMPARE(retryAfter(1h), 60s);
    }
};

NB_TEST(TestWaitEstimate)
#include "tst_wait_estimate.moc"
