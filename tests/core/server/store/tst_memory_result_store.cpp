#include "core/server/store/memory_result_store.h"
#include "tests/support/test_main.h"
#include <QTest>

using namespace nb;
using namespace std::chrono_literals;
using server::MemoryResultStore;
using server::StoredResult;

class TestMemoryResultStore : public QObject {
    Q_OBJECT

    MemoryResultStore::Time m_now{};

    MemoryResultStore::Clock clock() {
        return [this] { return m_now; };
    }

    static std::optional<StoredResult> find(MemoryResultStore& store, const QByteArray& key) {
        int calls = 0;
        std::optional<StoredResult> found;
        store.find(key, [&](std::optional<StoredResult> result) {
            ++calls;
            found = std::move(result);
        });
        if (calls != 1)
            qFatal("called %d times", calls);
        return found;
    }

private Q_SLOTS:
    void whatWasPutInComesOut() {
        MemoryResultStore store(1000, clock());
        QVERIFY(!find(store, "a").has_value());
        const StoredResult result{"png", QStringLiteral("local"), 2};
        store.insert("a", result, 1h);
        QVERIFY(find(store, "a") == result);
        QVERIFY(!find(store, "b").has_value());
    }

    void resultsAge() {
        MemoryResultStore store(1000, clock());
        store.insert("a", {"png", {}, 1}, 10s);
        m_now += 9s;
        QVERIFY(find(store, "a").has_value());
        m_now += 1s;
        QVERIFY(!find(store, "a").has_value());
    }

    void theUnusedMakeRoom() {
        MemoryResultStore store(100, clock());
        store.insert("a", {QByteArray(40, 'a'), {}, 1}, 1h);
        store.insert("b", {QByteArray(40, 'b'), {}, 1}, 1h);
        QVERIFY(find(store, "a").has_value()); // used: b is the older one now
        store.insert("c", {QByteArray(40, 'c'), {}, 1}, 1h);
        QVERIFY(find(store, "a").has_value());
        QVERIFY(!find(store, "b").has_value());
        store.insert("d", {QByteArray(101, 'd'), {}, 1}, 1h);
        QVERIFY(!find(store, "d").has_value());
    }
};

NB_TEST(TestMemoryResultStore)
#include "tst_memory_result_store.moc"
