#include "core/server/redis/redis_result_store.h"
#include "core/server/store/memory_result_store.h"
#include "tests/core/server/redis/redis_test.h"
#include "tests/support/test_main.h"

using namespace nb;
using namespace nb::redis;
using namespace nb::test;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;
using server::StoredResult;

namespace {

const StoredResult kResult{QByteArray("\x89PNG\r\n\x1a\n") + QByteArray(500'000, 'x'), u"gemini"_s, 2};

} // namespace

class TestRedisResultStore : public QObject {
    Q_OBJECT

    RedisServer m_redis;
    telemetry::Metrics m_metrics{{}, u"local"_s};
    WorkerPool m_pool{2};

    // A server of several.
    struct Replica {
        Replica(const RedisServer& server, telemetry::Metrics& metrics, WorkerPool& pool)
            : client(connectedClient(server, metrics)),
              store(std::make_unique<server::MemoryResultStore>(), *client, pool, {20s, 20s, 20s}) {}

        std::optional<StoredResult> find(const QByteArray& key) {
            std::optional<std::optional<StoredResult>> got;
            store.find(key, [&got](const std::optional<StoredResult>& found) { got = found; });
            return arrives(got) ? *got : std::nullopt;
        }

        std::unique_ptr<Client> client;
        RedisResultStore store;
    };

private Q_SLOTS:
    void initTestCase() {
        QVERIFY2(RedisServer::isInstalled(), "tools/setup.sh test installs redis-server");
        QVERIFY(m_redis.start());
    }

    void whatOneHasMadeAllHave() {
        Replica one(m_redis, m_metrics, m_pool);
        Replica other(m_redis, m_metrics, m_pool);
        QVERIFY(!other.find("key"));
        one.store.insert("key", kResult, 1h);
        QTRY_COMPARE_WITH_TIMEOUT(other.find("key"), std::optional(kResult), kPatienceMs);
        QVERIFY(!other.find("other key"));
    }

    void withoutRedisEachHasItsOwn() {
        Replica one(m_redis, m_metrics, m_pool);
        Replica other(m_redis, m_metrics, m_pool);
        m_redis.stop();
        QTRY_VERIFY_WITH_TIMEOUT(!one.client->isUp() && !other.client->isUp(), kPatienceMs);
        one.store.insert("alone", kResult, 1h);
        QCOMPARE(one.find("alone"), std::optional(kResult));
        QVERIFY(!other.find("alone"));
        QVERIFY(m_redis.start());
    }

    void whatIsForeignIsNothing() {
        Replica replica(m_redis, m_metrics, m_pool);
        const QString name = u"nanobanana:cache:"_s + QString::fromLatin1(QByteArray("key2").toHex());
        QCOMPARE(m_redis.cli({u"SET"_s, name, u"\x89PNG and so on"_s}), QByteArray("OK"));
        QVERIFY(!replica.find("key2"));
    }
};

NB_TEST(TestRedisResultStore)
#include "tst_redis_result_store.moc"
