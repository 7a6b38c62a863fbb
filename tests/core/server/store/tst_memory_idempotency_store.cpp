#include "core/server/store/memory_idempotency_store.h"
#include "tests/support/test_main.h"
#include <QTest>

using namespace nb;
using namespace std::chrono_literals;
using server::Claim;
using server::MemoryIdempotencyStore;
using server::StoredResult;

class TestMemoryIdempotencyStore : public QObject {
    Q_OBJECT

    MemoryIdempotencyStore::Time m_now{};

    MemoryIdempotencyStore::Clock clock() {
        return [this] { return m_now; };
    }

    static Claim claim(MemoryIdempotencyStore& store, const QByteArray& key,
                       const QByteArray& fingerprint = "f") {
        std::optional<Claim> answer;
        store.claim(key, fingerprint, 120s, [&](const Claim& claim) {
            if (std::exchange(answer, claim))
                qFatal("called twice");
        });
        if (!answer)
            qFatal("not called");
        return *answer;
    }

    static void finish(MemoryIdempotencyStore& store, const QByteArray& key, const QByteArray& png) {
        store.finish(key, "f", {png, QStringLiteral("local"), 1});
    }

private Q_SLOTS:
    void oneDoesTheWorkAndAllGetItsResult() {
        MemoryIdempotencyStore store({}, clock());
        QVERIFY(claim(store, "k").state == Claim::State::Mine);
        QVERIFY(claim(store, "k").state == Claim::State::Running);
        const StoredResult result{"png", QStringLiteral("gemini"), 3};
        store.finish("k", "f", result);
        for (int i = 0; i < 2; ++i) {
            const Claim again = claim(store, "k");
            QVERIFY(again.state == Claim::State::Finished);
            QVERIFY(again.result == result);
        }
        QVERIFY(claim(store, "other").state == Claim::State::Mine);
    }

    void anotherRequestWithTheSameKeyDiffers() {
        MemoryIdempotencyStore store({}, clock());
        QVERIFY(claim(store, "k", "f").state == Claim::State::Mine);
        QVERIFY(claim(store, "k", "g").state == Claim::State::Differs);
        store.finish("k", "f", {"png", {}, 1});
        QVERIFY(claim(store, "k", "g").state == Claim::State::Differs);
    }

    void afterAFailureTheNextOneTries() {
        MemoryIdempotencyStore store({}, clock());
        QVERIFY(claim(store, "k").state == Claim::State::Mine);
        store.release("k");
        QCOMPARE(store.size(), 0);
        QVERIFY(claim(store, "k", "even with another request").state == Claim::State::Mine);
    }

    void resultsAge() {
        MemoryIdempotencyStore store({.timeToLive = 10s}, clock());
        QVERIFY(claim(store, "k").state == Claim::State::Mine);
        m_now += 60s; // the work may take longer than results last
        finish(store, "k", "png");
        m_now += 9s;
        QVERIFY(claim(store, "k").state == Claim::State::Finished);
        m_now += 1s;
        QVERIFY(claim(store, "k").state == Claim::State::Mine);
    }

    void aClaimThatNobodyEndsAges() {
        MemoryIdempotencyStore store({}, clock());
        QVERIFY(claim(store, "k").state == Claim::State::Mine);
        m_now += 119s;
        QVERIFY(claim(store, "k").state == Claim::State::Running);
        m_now += 1s;
        store.dropAged();
        QCOMPARE(store.size(), 0);
        QVERIFY(claim(store, "k").state == Claim::State::Mine);
    }

    void theUnusedMakeRoomByNumber() {
        MemoryIdempotencyStore store({.maxResults = 2}, clock());
        QVERIFY(claim(store, "running").state == Claim::State::Mine);
        finish(store, "a", "png");
        finish(store, "b", "png");
        QVERIFY(claim(store, "a").state == Claim::State::Finished); // used: b is the older one now
        finish(store, "c", "png");
        QVERIFY(claim(store, "a").state == Claim::State::Finished);
        QVERIFY(claim(store, "c").state == Claim::State::Finished);
        QVERIFY(claim(store, "running").state == Claim::State::Running); // never makes room
        QVERIFY(claim(store, "b").state == Claim::State::Mine);
    }

    void theUnusedMakeRoomByBytes() {
        MemoryIdempotencyStore store({.maxBytes = 100}, clock());
        finish(store, "a", QByteArray(40, 'a'));
        finish(store, "b", QByteArray(40, 'b'));
        finish(store, "c", QByteArray(40, 'c'));
        QVERIFY(claim(store, "a").state == Claim::State::Mine);
        QVERIFY(claim(store, "b").state == Claim::State::Finished);
        finish(store, "d", QByteArray(101, 'd')); // too large for all of it: nothing is thrown out for it
        QVERIFY(claim(store, "b").state == Claim::State::Finished);
        QVERIFY(claim(store, "c").state == Claim::State::Finished);
        QVERIFY(claim(store, "d").state == Claim::State::Mine);
    }

    void aResultReplacesTheOneBeforeIt() {
        MemoryIdempotencyStore store({.maxBytes = 100}, clock());
        for (int i = 0; i < 5; ++i)
            finish(store, "a", QByteArray(60, 'a'));
        finish(store, "b", QByteArray(40, 'b')); // 100 together
        QVERIFY(claim(store, "a").state == Claim::State::Finished);
        QVERIFY(claim(store, "b").state == Claim::State::Finished);
    }
};

NB_TEST(TestMemoryIdempotencyStore)
#include "tst_memory_idempotency_store.moc"
