#include "core/telemetry/event_loop_lag.h"
#include "tests/support/test_main.h"

#include <QTest>

using namespace nb;
using namespace std::chrono_literals;

class TestEventLoopLag : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void seesABlockedLoop() {
        std::vector<std::chrono::nanoseconds> lags;
        telemetry::EventLoopLag lag([&](std::chrono::nanoseconds value) { lags.push_back(value); }, 10ms);
        QTRY_VERIFY(lags.size() >= 2);
        lags.clear();
        QTest::qSleep(300); // blocks the loop; the timer was due after 10 ms
        QTRY_VERIFY(!lags.empty());
        QVERIFY(lags.front() >= 280ms);
        QVERIFY(std::all_of(lags.begin(), lags.end(), [](auto value) { return value >= 0ns; }));
    }

    void oneLateRoundDoesNotMakeTheNextOnesLate() {
        std::vector<std::chrono::nanoseconds> lags;
        telemetry::EventLoopLag lag([&](std::chrono::nanoseconds value) { lags.push_back(value); }, 10ms);
        QTest::qSleep(300);
        QTRY_VERIFY(lags.size() >= 6);
        const auto least = *std::min_element(lags.begin() + 1, lags.end());
        QVERIFY(least < 280ms);
    }
};

NB_TEST(TestEventLoopLag)
#include "tst_event_loop_lag.moc"
