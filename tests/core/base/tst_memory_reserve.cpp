#include "core/base/memory_reserve.h"

#include "tests/support/test_main.h"
#include <QTest>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

using namespace nb;

namespace {

// A malloc() of a machine with so many bytes, in which each piece remembers its size. The pieces stay until
// the program ends: a reserve gives back nothing when it is destroyed, since the process's own never is.
std::atomic<qint64> bytesLeft = 0;
std::mutex piecesMutex; // guards the next one
std::vector<std::unique_ptr<std::size_t>> pieces;

void* takeBytes(std::size_t size) {
    if (bytesLeft.fetch_sub(qint64(size)) < qint64(size)) {
        bytesLeft += qint64(size);
        return nullptr;
    }
    const std::lock_guard lock(piecesMutex);
    return pieces.emplace_back(std::make_unique<std::size_t>(size)).get();
}

void giveBytes(void* memory) {
    if (memory)
        bytesLeft += qint64(*static_cast<std::size_t*>(memory));
}

constexpr qint64 kReserve = qint64(MemoryReserve::kBlockBytes) * qint64(MemoryReserve::kBlocks);
constexpr std::size_t kSmall = 100;
constexpr std::size_t kLarge = 1024 * 1024;

void* allocate(MemoryReserve& reserve, std::size_t size) {
    return reserve.allocate(size, [size] { return takeBytes(size); });
}

} // namespace

class TestMemoryReserve : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void doesNothingUntilItIsFilled() {
        MemoryReserve reserve(takeBytes, giveBytes);
        bytesLeft = 150;
        void* memory = allocate(reserve, kSmall);
        QVERIFY(memory);
        QVERIFY(!allocate(reserve, kSmall));
        QVERIFY(!allocate(reserve, kLarge));
        QVERIFY(!reserve.isWhole());
        giveBytes(memory);
        QCOMPARE(bytesLeft.load(), 150);
    }

    // glibc does so when only a second attempt of its own has succeeded.
    void whatSucceedsLeavesErrnoAsItWas() {
        MemoryReserve reserve(takeBytes, giveBytes);
        bytesLeft = kReserve + 3 * qint64(kLarge);
        for (const bool isFilled : {false, true}) {
            if (isFilled)
                QVERIFY(reserve.fill());
            for (const std::size_t size : {kSmall, kLarge})
                for (const int before : {0, EINTR, ENOMEM}) {
                    errno = before;
                    void* memory = reserve.allocate(size, [size] {
                        errno = ENOMEM;
                        return takeBytes(size);
                    });
                    const int after = errno;
                    QVERIFY(memory);
                    QCOMPARE(after, before);
                    giveBytes(memory);
                }
        }
    }

    void isNotFilledByHalves() {
        MemoryReserve reserve(takeBytes, giveBytes);
        bytesLeft = kReserve - 1;
        QVERIFY(!reserve.fill());
        QCOMPARE(bytesLeft.load(), kReserve - 1);
        bytesLeft = kReserve;
        QVERIFY(reserve.fill());
        QVERIFY(reserve.isWhole());
        QVERIFY(reserve.fill()); // there is nothing left to be filled
        QCOMPARE(bytesLeft.load(), 0);
    }

    void smallAllocationsGetItAndLargeOnesWaitUntilItIsWholeAgain() {
        MemoryReserve reserve(takeBytes, giveBytes);
        bytesLeft = kReserve + 50;
        QVERIFY(reserve.fill());
        errno = 0;
        QVERIFY(!allocate(reserve, kLarge)); // for a large one nothing is given back
        QVERIFY(reserve.isWhole());

        void* small = allocate(reserve, kSmall);
        QVERIFY(small);
        QVERIFY(!reserve.isWhole());
        errno = 0;
        QVERIFY(!allocate(reserve, kLarge)); // though it would fit now
        QCOMPARE(errno, ENOMEM);
        QCOMPARE(bytesLeft.load(), kReserve + 50 - qint64(kSmall));

        giveBytes(small);
        bytesLeft += qint64(kLarge);
        void* large = allocate(reserve, kLarge);
        QVERIFY(large);
        QVERIFY(reserve.isWhole());
        giveBytes(large);
    }

    void theBuffersOfAnEventLoopAreSmallAndThoseOfAWorkerAreNot() {
        MemoryReserve reserve(takeBytes, giveBytes);
        bytesLeft = kReserve;
        QVERIFY(reserve.fill());
        constexpr std::size_t kBuffer = 128 * 1024;
        std::thread([&] {
            MemoryReserve::markWorkerThread();
            QVERIFY(!allocate(reserve, kBuffer));
            QVERIFY(reserve.isWhole());
        }).join();
        void* buffer = allocate(reserve, kBuffer);
        QVERIFY(buffer);
        giveBytes(buffer);
    }

    void alsoUsedUpItFailsWithoutHarm() {
        MemoryReserve reserve(takeBytes, giveBytes);
        bytesLeft = kReserve;
        QVERIFY(reserve.fill());
        std::vector<void*> held;
        constexpr std::size_t kSize = 60'000;
        while (void* memory = allocate(reserve, kSize))
            held.push_back(memory);
        QCOMPARE(held.size(), std::size_t(kReserve) / kSize);
        for (void* memory : held)
            giveBytes(memory);
        QVERIFY(reserve.fill());
        QCOMPARE(bytesLeft.load(), 0);
    }

    void smallAllocationsOfManyThreadsNeverFailBecauseOfLargeOnes() {
        MemoryReserve reserve(takeBytes, giveBytes);
        bytesLeft = kReserve + qint64(kLarge);
        QVERIFY(reserve.fill());
        std::atomic<int> failed = 0;
        const auto work = [&] {
            for (int i = 0; i < 20'000; ++i) {
                void* large = allocate(reserve, kLarge);
                void* small = allocate(reserve, kSmall);
                failed += small ? 0 : 1;
                giveBytes(small);
                giveBytes(large);
            }
        };
        {
            constexpr int kThreads = 4;
            std::vector<std::jthread> threads;
            threads.reserve(kThreads);
            for (int i = 0; i < kThreads; ++i)
                threads.emplace_back(work);
        }
        QCOMPARE(failed.load(), 0);
        QVERIFY(reserve.fill());
        QCOMPARE(bytesLeft.load(), qint64(kLarge));
    }
};

NB_TEST(TestMemoryReserve)
#include "tst_memory_reserve.moc"
