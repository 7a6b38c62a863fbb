#include "core/base/worker_pool.h"
#include "tests/support/settle.h"
#include "tests/support/test_main.h"

#include <QSemaphore>
#include <QTest>
#include <QThread>
#include <atomic>
#include <latch>
#include <memory>
#include <opencv2/core.hpp>
#include <stdexcept>
#include <sys/resource.h>
#include <unistd.h>

using namespace nb;
using namespace nb::test;

class TestWorkerPool : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void allThreadsCanBeStartedAtOnce() {
        WorkerPool pool(3);
        pool.startThreads();
        QVERIFY(settle(pool));
        std::latch allRun(3); // hangs unless three run beside each other
        QList<QFuture<Result<int>>> futures;
        for (int i = 0; i < 3; ++i)
            futures += pool.run([&]() -> Result<int> {
                allRun.arrive_and_wait();
                return 1;
            });
        for (const auto& future : futures)
            QCOMPARE(finished(future).value(), 1);
    }

    void returnsTheValueOfTheWork() {
        WorkerPool pool(2);
        QFuture<Result<int>> future = pool.run([]() -> Result<int> { return 41 + 1; });
        QCOMPARE(*finished(future), 42);
    }

    void exceptionsBecomeErrors() {
        WorkerPool pool(1);
        const auto memory = finished(pool.run([]() -> Result<int> { throw std::bad_alloc(); }));
        QCOMPARE(memory.error().code, ErrorCode::OutOfMemory);
        const auto openCv = finished(
            pool.run([]() -> Result<int> { throw cv::Exception(cv::Error::StsNoMem, "", "", "", 0); }));
        QCOMPARE(openCv.error().code, ErrorCode::OutOfMemory);
        const auto bug = finished(pool.run([]() -> Result<int> { throw std::runtime_error("secret path"); }));
        QCOMPARE(bug.error().code, ErrorCode::Internal);
        QVERIFY(!bug.error().message.contains(QStringLiteral("secret path")));
        QCOMPARE(bug.error().detail, QStringLiteral("secret path"));
    }

    void neverRunsMoreThanItsThreads() {
        WorkerPool pool(2);
        QSemaphore entered, release;
        std::atomic<int> running = 0, mostRunning = 0;
        std::vector<QFuture<Result<>>> futures;
        for (int i = 0; i < 20; ++i)
            futures.push_back(pool.run([&]() -> Result<> {
                const int now = ++running;
                for (int most = mostRunning; most < now && !mostRunning.compare_exchange_weak(most, now);)
                    ;
                entered.release();
                release.acquire();
                --running;
                return {};
            }));
        entered.acquire(2); // both threads hold a task, the others wait
        QCOMPARE(pool.busy(), 2);
        release.release(20);
        for (auto& future : futures)
            QVERIFY(finished(future).has_value());
        QCOMPARE(mostRunning.load(), 2);
    }

    // Nice values go to 19: a process at 12 gets pool threads at 19, not at 10 and not at 22.
    void threadsHaveALowerPriorityThanTheEventLoop_data() {
        QTest::addColumn<int>("ownNice");
        QTest::addColumn<int>("poolNice");
        QTest::newRow("as started by a shell") << 0 << 10;
        QTest::newRow("under nice -n 5") << 5 << 15;
        QTest::newRow("under nice -n 12") << 12 << 19;
        QTest::newRow("under nice -n 19") << 19 << 19;
    }
    void threadsHaveALowerPriorityThanTheEventLoop() {
        QFETCH(int, ownNice);
        QFETCH(int, poolNice);
        const auto priority = [] { return getpriority(PRIO_PROCESS, static_cast<id_t>(gettid())); };
        // Whoever runs the tests may have chosen a nice value, and only root can lower it again.
        if (priority() > ownNice)
            QSKIP("this process already has a lower priority");
        QCOMPARE(setpriority(PRIO_PROCESS, static_cast<id_t>(gettid()), ownNice), 0);
        WorkerPool pool(1);
        const auto worker = finished(pool.run([priority]() -> Result<int> { return priority(); }));
        QCOMPARE(*worker, poolNice);
    }

    // Who gets the result may be the only one left who holds what the work was made of.
    void theWorkIsDestroyedBeforeTheFutureIsFinished() {
        WorkerPool pool(2);
        for (int i = 0; i < 50; ++i) {
            auto held = std::make_shared<int>(i);
            const std::weak_ptr<int> watched = held;
            QFuture<Result<int>> future =
                pool.run([held = std::move(held)]() -> Result<int> { return *held; });
            QCOMPARE(*finished(future), i);
            QVERIFY(watched.expired());
        }
    }

    void continuationRunsInTheGuardsThread() {
        WorkerPool pool(1);
        QObject guard;
        QThread* where = nullptr;
        (void)pool.run([]() -> Result<int> { return 1; }).then(&guard, [&](const Result<int>&) {
            where = QThread::currentThread();
        });
        QTRY_COMPARE(where, QThread::currentThread());
    }

    // A future that the pool's thread finishes posts to a guard which may be just being destroyed.
    void theMainThreadFinishesTheFuture() {
        WorkerPool pool(1);
        QThread* where = nullptr;
        QSemaphore watched;
        (void)pool
            .run([&]() -> Result<> {
                watched.acquire();
                return {};
            })
            .then(QtFuture::Launch::Sync, [&](const Result<>&) { where = QThread::currentThread(); });
        watched.release();
        QTRY_COMPARE(where, QThread::currentThread());
    }

    // Under ThreadSanitizer or AddressSanitizer this finds one that is posted to while it is destroyed.
    void guardsMayDieAtAnyTime() {
        WorkerPool pool(2);
        for (int i = 0; i < 2000; ++i) {
            auto guard = std::make_unique<QObject>();
            (void)pool.run([]() -> Result<int> { return 1; }).then(guard.get(), [](const Result<int>&) {});
            if (i % 2 == 0)
                QThread::yieldCurrentThread();
        }
        QVERIFY(settle(pool));
    }

    // A result that is on its way when the pool ends still arrives.
    void resultsOutliveThePool() {
        auto pool = std::make_unique<WorkerPool>(1);
        const QFuture<Result<int>> future = pool->run([]() -> Result<int> { return 42; });
        pool.reset();
        QVERIFY(!future.isFinished());
        QCOMPARE(*finished(future), 42);
    }
};

NB_TEST(TestWorkerPool)
#include "tst_worker_pool.moc"
