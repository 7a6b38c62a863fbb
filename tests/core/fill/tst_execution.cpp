#include "core/fill/execution.h"
#include "tests/support/test_main.h"
#include <QTest>
#include <array>
#include <atomic>
#include <mutex>
#include <set>
#include <stdexcept>
#include <utility>

using namespace nb;

class TestExecution : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void theStripsAreTheSameOnAnyNumberOfThreads() {
        const auto stripsWith = [](int threads) {
            fill::Execution execution;
            execution.threads = threads;
            std::mutex lock;
            std::multiset<std::pair<int, int>> strips;
            fill::forEachStrip(execution, 7, 100, [&](int first, int end) {
                const std::lock_guard guard(lock);
                strips.emplace(first, end);
            });
            return strips;
        };
        const std::multiset<std::pair<int, int>> expected = {{7, 31}, {31, 55}, {55, 79}, {79, 100}};
        for (const int threads : {1, 2, 9})
            QCOMPARE(stripsWith(threads), expected);
    }

    void eachTaskIsDoneOnce() {
        for (const int threads : {1, 2, 9}) {
            fill::Execution execution;
            execution.threads = threads;
            std::array<std::atomic<int>, 5> calls = {};
            fill::forEachTask(execution, 5, [&](int task) { ++calls[static_cast<std::size_t>(task)]; });
            for (const auto& count : calls)
                QCOMPARE(count.load(), 1);
        }
        fill::forEachTask({}, 0, [](int) { QFAIL("called"); });
    }

    void noRowsCauseNoCall() {
        fill::forEachStrip({}, 5, 5, [](int, int) { QFAIL("called"); });
    }

    void anExceptionReachesTheCaller() {
        fill::Execution execution;
        execution.threads = 3;
        QVERIFY_THROWS_EXCEPTION(std::runtime_error, fill::forEachStrip(execution, 0, 500, [](int, int) {
                                     throw std::runtime_error("no");
                                 }));
    }

    void stopsBetweenStrips() {
        std::stop_source source;
        fill::Execution execution;
        execution.cancel = source.get_token();
        std::atomic<int> calls = 0;
        QVERIFY_THROWS_EXCEPTION(fill::Stopped, fill::forEachStrip(execution, 0, 500, [&](int, int) {
                                     ++calls;
                                     source.request_stop();
                                 }));
        QCOMPARE(calls.load(), 1);
    }
};

NB_TEST(TestExecution)
#include "tst_execution.moc"
