#include "core/server/api/memory_trim.h"

#include "core/base/worker_pool.h"
#include "tests/support/settle.h"
#include "tests/support/test_main.h"
#include <QTest>
#include <atomic>

using namespace nb;
using namespace nb::server;
using namespace nb::test;

namespace {

constexpr double kMb = 1024 * 1024;

// A process of 100 MB, of which trimming frees what was used for a while.
struct Bench {
    WorkerPool pool{1};
    bool isIdle = true;
    std::atomic<double> megabytes = 100;
    double megabytesAfter = 100;
    std::atomic<int> trims = 0;
    std::atomic<bool> onMainThread = false;
    MemoryTrim trim{pool,
                    [this] { return isIdle; },
                    {[this] { return megabytes * kMb; },
                     [this] {
                         ++trims;
                         megabytes = megabytesAfter;
                         onMainThread = QThread::currentThread() == QCoreApplication::instance()->thread();
                     }}};

    void look() {
        trim.look();
        QVERIFY(settle(pool));
    }
};

} // namespace

class TestMemoryTrim : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void trimsOnAThreadOfThePoolWhenItHasBeenIdleForAWhile() {
        Bench bench;
        bench.megabytes = 200;
        for (int i = 1; i < MemoryTrim::kIdleLooks; ++i) {
            bench.look();
            QCOMPARE(bench.trims.load(), 0); // a next edit may come at once
        }
        bench.look();
        QCOMPARE(bench.trims.load(), 1);
        QVERIFY(!bench.onMainThread);
    }

    void doesNotTrimWhileEditsRun() {
        Bench bench;
        bench.megabytes = 200;
        bench.isIdle = false;
        bench.look();
        bench.look();
        bench.isIdle = true;
        bench.look();
        bench.isIdle = false;
        bench.look();
        QCOMPARE(bench.trims.load(), 0);
        bench.isIdle = true;
        for (int i = 0; i < MemoryTrim::kIdleLooks; ++i)
            bench.look();
        QCOMPARE(bench.trims.load(), 1);
    }

    void doesNotTrimForLittle() {
        Bench bench;
        bench.megabytes = 103;
        for (int i = 0; i < MemoryTrim::kIdleLooks; ++i)
            bench.look();
        QCOMPARE(bench.trims.load(), 0);
        bench.megabytes = 104;
        bench.look();
        QCOMPARE(bench.trims.load(), 1);
    }

    void doesNotTrimAgainWhatCannotBeFreed() {
        Bench bench;
        bench.megabytes = 200;
        bench.megabytesAfter = 190; // a cache, for example
        for (int i = 0; i < 5; ++i)
            bench.look();
        QCOMPARE(bench.trims.load(), 1);
        bench.megabytes = 230;
        bench.look();
        QCOMPARE(bench.trims.load(), 2);
    }

    void theProcessKnowsItsSize() {
        // Qt alone takes more than a megabyte, and no test takes a gigabyte.
        const double bytes = MemoryTrim::realSystem().residentBytes();
        QVERIFY(bytes > kMb && bytes < 1024 * kMb);
        MemoryTrim::realSystem().trim();
    }
};

NB_TEST(TestMemoryTrim)
#include "tst_memory_trim.moc"
