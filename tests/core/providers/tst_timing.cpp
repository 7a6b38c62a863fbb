#include "core/providers/timing.h"
#include "tests/support/test_main.h"
#include <QTest>

using namespace nb::providers;
using namespace std::chrono_literals;

class TestTiming : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void theClockIsSteadyAndWaitsAreKept() {
        const Timing timing = Timing::real();
        const auto before = timing.now();
        bool called = false;
        QObject guard;
        timing.after(30ms, &guard, [&] { called = true; });
        QTRY_VERIFY(called);
        QVERIFY(timing.now() - before >= 29ms);
    }

    void aDeadGuardIsNotCalled() {
        const Timing timing = Timing::real();
        bool called = false, laterCalled = false;
        {
            QObject guard;
            timing.after(1ms, &guard, [&] { called = true; });
        }
        QObject living;
        timing.after(2ms, &living, [&] { laterCalled = true; }); // timers expire in their order
        QTRY_VERIFY_WITH_TIMEOUT(laterCalled, 60'000);
        QVERIFY(!called);
    }

    void theWallClockIsUtc() {
        const QDateTime now = Timing::real().wallClock();
        QCOMPARE(now.timeSpec(), Qt::UTC);
        QVERIFY(std::abs(now.secsTo(QDateTime::currentDateTimeUtc())) < 5);
    }

    void chanceIsInItsRangeAndVaries() {
        const Timing timing = Timing::real();
        double least = 1, most = 0;
        for (int i = 0; i < 1000; ++i) {
            const double value = timing.random();
            QVERIFY(value >= 0 && value < 1);
            least = std::min(least, value);
            most = std::max(most, value);
        }
        QVERIFY(least < 0.1 && most > 0.9);
    }
};

NB_TEST(TestTiming)
#include "tst_timing.moc"
