#include "core/base/worker_pool.h"
#include "tests/support/test_main.h"

#include <QSemaphore>
#include <QTest>
#include <QThread>
#include <atomic>
#include <memory>
#include <opencv2/core.hpp>
#include <stdexcept>
#include <sys/resource.h>
#include <unistd.h>

using namespace nb;

class TestWorkerPool : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void returnsTheValueOfTheWork() {
        WorkerPool pool(2);
        QFuture<Result<int>> future = pool.run([]() -> Result<int> { return 41 + 1; });
        QCOMPARE(*future.result(), 42);
    }

    void exceptionsBecomeErrors() {
        WorkerPool pool(1);
        const auto memory = pool.run([]() -> Result<int> { throw std::bad_alloc(); }).result();
        QCOMPARE(memory.error().code, ErrorCode::OutOfMemory);
        const auto openCv =
            pool.run([]() -> Result<int> { throw cv::Exception(cv::Error::StsNoMem, "", "", "", 0); })
                .result();
        QCOMPARE(openCv.error().code, ErrorCode::OutOfMemory);
        const auto bug = pool.run([]() -> Result<int> { throw std::runtime_error("secret path"); }).result();
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
            QVERIFY(future.result().has_value());
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
        const auto worker = pool.run([priority]() -> Result<int> { return priority(); }).result();
        QCOMPARE(*worker, poolNice);
    }

    // Who gets the result may be the only one left who holds what the work was made of.
    void theWorkIsDestroyedBeforeTheFutureIsFinished() {
        WorkerPool pool(2);
        for (int i = 0; i < 200; ++i) {
            auto held = std::make_shared<int>(i);
            const std::weak_ptr<int> watched = held;
            QFuture<Result<int>> future =
                pool.run([held = std::move(held)]() -> Result<int> { return *held; });
            QCOMPARE(*future.result(), i);
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
};

NB_TEST(TestWorkerPool)
#include "tst_worker_pool.moc"
