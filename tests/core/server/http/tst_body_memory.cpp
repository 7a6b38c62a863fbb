#include "core/server/http/body_memory.h"
#include "tests/support/raw_client.h"
#include "tests/support/test_main.h"
#include "tests/support/test_seed.h"
#include <QRandomGenerator>
#include <QTest>
#include <thread>

using namespace nb::server;
using nb::test::kHangLimitMs;

namespace {

constexpr qint64 kMb = 1024 * 1024;

// Keeps what it gets.
struct Taker {
    explicit Taker(BodyMemory& of) : memory(of) {}
    ~Taker() { memory.withdraw(this); }

    void request(qint64 bytes) {
        memory.request(this, bytes, [this](BodyMemory::Share given) {
            ++granted;
            share = std::move(given);
        });
    }
    bool has(qint64 bytes) const { return share.bytes() == bytes; }

    BodyMemory& memory;
    BodyMemory::Share share;
    int granted = 0;
};

} // namespace

class TestBodyMemory : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void grantsAtOnceWhatIsThere() {
        qint64 told = -1;
        BodyMemory memory(100, [&told](qint64 bytes) { told = bytes; });
        Taker one(memory);
        Taker two(memory);
        one.request(60);
        two.request(40);
        QVERIFY(one.has(60) && two.has(40));
        QCOMPARE(memory.used(), 100);
        QCOMPARE(told, 100);
        one.share = {};
        QCOMPARE(memory.used(), 40);
        QCOMPARE(told, 40);
    }

    void othersWaitInTheirOrder() {
        BodyMemory memory(100);
        Taker one(memory);
        Taker large(memory);
        Taker small(memory);
        one.request(60);
        large.request(80);
        small.request(10); // would fit, but the large one would wait for ever behind the likes of it
        QCOMPARE(memory.waiting(), 2);
        QVERIFY(large.has(0) && small.has(0));
        one.share = {};
        QTRY_VERIFY_WITH_TIMEOUT(large.has(80) && small.has(10), kHangLimitMs);
        QCOMPARE(memory.used(), 90);
    }

    void whoLeavesMakesRoomForThoseBehind() {
        BodyMemory memory(100);
        Taker one(memory);
        auto large = std::make_unique<Taker>(memory);
        Taker small(memory);
        one.request(60);
        large->request(80);
        small.request(10);
        large.reset();
        QVERIFY(small.has(10));
        QCOMPARE(memory.used(), 70);
    }

    void aShareCanShrink() {
        BodyMemory memory(100);
        Taker one(memory);
        Taker two(memory);
        one.request(100);
        two.request(50);
        one.share.reduceTo(200);
        QCOMPARE(one.share.bytes(), 100);
        one.share.reduceTo(50);
        QTRY_VERIFY_WITH_TIMEOUT(two.has(50), kHangLimitMs);
        const BodyMemory::Share moved = std::move(one.share);
        QCOMPARE(one.share.bytes(), 0);
        QCOMPARE(moved.bytes(), 50);
        QCOMPARE(memory.used(), 100);
    }

    void moreThanAllIsAll() {
        BodyMemory memory(100);
        Taker one(memory);
        one.request(1'000);
        QVERIFY(one.has(100));
    }

    void sharesMayOutliveIt() {
        auto memory = std::make_unique<BodyMemory>(100);
        BodyMemory::Share share;
        memory->request(this, 60, [&share](BodyMemory::Share given) { share = std::move(given); });
        memory.reset();
        QCOMPARE(share.bytes(), 60);
    }

    // Bodies are freed on the worker pool.
    void sharesEndOnAnyThread() {
        const quint32 seed = nb::test::testSeed();
        QRandomGenerator random(seed);
        BodyMemory memory(1'000);
        constexpr int kRequests = 100;
        int granted = 0;
        std::vector<std::thread> threads;
        for (int i = 0; i < kRequests; ++i)
            memory.request(&granted, random.bounded(1, 1'000), [&](BodyMemory::Share given) {
                ++granted;
                threads.emplace_back([share = std::move(given)]() mutable { share = {}; });
            });
        QTRY_COMPARE_WITH_TIMEOUT(granted, kRequests, kHangLimitMs);
        for (std::thread& thread : threads)
            thread.join();
        QCOMPARE(memory.used(), 0);
    }

    void theDefault_data() {
        QTest::addColumn<qint64>("memory");
        QTest::addColumn<qint64>("largest");
        QTest::addColumn<qint64>("limit");
        QTest::newRow("a quarter") << 1024 * kMb << 21 * kMb << 256 * kMb;
        QTest::newRow("at most 512 MiB") << 64 * 1024 * kMb << 21 * kMb << 512 * kMb;
        QTest::newRow("at least two") << 100 * kMb << 21 * kMb << 42 * kMb;
        QTest::newRow("two above all") << 64 * 1024 * kMb << 401 * kMb << 802 * kMb;
    }
    void theDefault() {
        QFETCH(qint64, memory);
        QFETCH(qint64, largest);
        QTEST(defaultBodyMemory(memory, largest), "limit");
    }
};

NB_TEST(TestBodyMemory)
#include "tst_body_memory.moc"
