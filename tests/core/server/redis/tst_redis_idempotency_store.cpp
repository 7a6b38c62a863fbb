#include "core/server/redis/redis_idempotency_store.h"
#include "core/server/redis/token_bucket.h"
#include "core/server/store/memory_idempotency_store.h"
#include "tests/core/server/redis/redis_test.h"
#include "tests/support/test_main.h"

using namespace nb;
using namespace nb::redis;
using namespace nb::test;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;
using server::Claim;
using server::StoredResult;
using State = Claim::State;

namespace {

const StoredResult kResult{QByteArray("\x89PNG\r\n\x1a\n") + QByteArray(500'000, 'x'), u"gemini"_s, 2};
// So long that the time plays no part.
constexpr RedisIdempotencyStore::Waits kWaits{20s, 20s};
const QByteArray kPrint = "fingerprint";

} // namespace

class TestRedisIdempotencyStore : public QObject {
    Q_OBJECT

    RedisServer m_redis;
    telemetry::Metrics m_metrics{{}, u"local"_s};
    WorkerPool m_pool{2};

    // A server of several.
    struct Replica {
        Replica(const RedisServer& server, telemetry::Metrics& metrics, WorkerPool& pool)
            : client(connectedClient(server, metrics)),
              store(
                  std::make_unique<server::MemoryIdempotencyStore>(server::MemoryIdempotencyStore::Limits()),
                  *client, pool, 10min, kWaits) {}

        Claim claim(const QByteArray& key, const QByteArray& fingerprint = kPrint,
                    std::chrono::seconds lease = 1h) {
            std::optional<Claim> got;
            store.claim(key, fingerprint, lease, [&got](const Claim& claim) { got = claim; });
            return arrives(got) ? *got : Claim{};
        }
        // As seen while a result is on its way to Redis.
        bool becomes(const QByteArray& key, State state) {
            return waitFor([&] { return claim(key).state == state; });
        }

        std::unique_ptr<Client> client;
        RedisIdempotencyStore store;
    };

    static QString nameOf(const QByteArray& key) {
        return u"nanobanana:claim:"_s + QString::fromLatin1(key.toHex());
    }

private Q_SLOTS:
    void initTestCase() {
        QVERIFY2(RedisServer::isInstalled(), "tools/setup.sh test installs redis-server");
        QVERIFY(m_redis.start());
    }

    void init() { (void)m_redis.cli({u"FLUSHALL"_s}); }

    void oneOfSeveralGetsTheClaim() {
        std::vector<std::unique_ptr<Replica>> replicas;
        for (int i = 0; i < 3; ++i)
            replicas.push_back(std::make_unique<Replica>(m_redis, m_metrics, m_pool));
        int mine = 0;
        int running = 0;
        for (int i = 0; i < 5; ++i)
            for (const auto& replica : replicas)
                replica->store.claim("k", kPrint, 1h, [&](const Claim& claim) {
                    mine += claim.state == State::Mine;
                    running += claim.state == State::Running;
                });
        QTRY_COMPARE_WITH_TIMEOUT(mine + running, 15, kPatienceMs);
        QCOMPARE(mine, 1);
    }

    void resultOfTheOther() {
        Replica one(m_redis, m_metrics, m_pool);
        Replica other(m_redis, m_metrics, m_pool);
        QCOMPARE(one.claim("k").state, State::Mine);
        QCOMPARE(other.claim("k").state, State::Running);
        QCOMPARE(other.claim("k", "another").state, State::Differs);
        QCOMPARE(other.claim("k2").state, State::Mine);
        one.store.finish("k", kPrint, kResult);
        QVERIFY(other.becomes("k", State::Finished));
        QVERIFY(other.claim("k").result == kResult);
        QVERIFY(one.claim("k").result == kResult);
        QCOMPARE(other.claim("k", "another").state, State::Differs);
        const int left = m_redis.cli({u"TTL"_s, nameOf("k")}).toInt();
        QVERIFY(left > 500 && left <= 600);
    }

    void releasedClaimsAreFree() {
        Replica one(m_redis, m_metrics, m_pool);
        Replica other(m_redis, m_metrics, m_pool);
        QCOMPARE(one.claim("k").state, State::Mine);
        one.store.release("k");
        QVERIFY(other.becomes("k", State::Mine));
        // What was the first one's claim once is not its any more.
        one.store.release("k");
        one.store.finish("k", kPrint, kResult);
        Replica third(m_redis, m_metrics, m_pool);
        QCOMPARE(third.claim("k").state, State::Running);
    }

    void claimsOfTheDeadEnd() {
        {
            Replica dead(m_redis, m_metrics, m_pool);
            QCOMPARE(dead.claim("k", kPrint, 1s).state, State::Mine);
        }
        Replica other(m_redis, m_metrics, m_pool);
        QVERIFY(other.becomes("k", State::Mine));
    }

    // Redis made room: what it lost is done again, by one.
    void resultThatIsGone() {
        Replica one(m_redis, m_metrics, m_pool);
        QCOMPARE(one.claim("k").state, State::Mine);
        one.store.finish("k", kPrint, kResult);
        QTRY_VERIFY_WITH_TIMEOUT(m_redis.cli({u"GET"_s, nameOf("k")}).startsWith("finished"), kPatienceMs);
        const QByteArray owner = m_redis.cli({u"GET"_s, nameOf("k")}).split(' ').last();
        QCOMPARE(m_redis.cli({u"DEL"_s, u"nanobanana:result:"_s + QString::fromLatin1(owner)}),
                 QByteArray("1"));
        Replica other(m_redis, m_metrics, m_pool);
        Replica third(m_redis, m_metrics, m_pool);
        QCOMPARE(other.claim("k").state, State::Mine);
        QCOMPARE(third.claim("k").state, State::Running);
        other.store.finish("k", kPrint, kResult);
        QVERIFY(third.becomes("k", State::Finished));
    }

    void foreignValueIsWrittenOver() {
        QCOMPARE(m_redis.cli({u"SET"_s, nameOf("k"), u"hello"_s}), QByteArray("OK"));
        Replica one(m_redis, m_metrics, m_pool);
        Replica other(m_redis, m_metrics, m_pool);
        QCOMPARE(one.claim("k").state, State::Mine);
        QCOMPARE(other.claim("k").state, State::Running);
    }

    // What Redis could not be told at the time it is told when it is back.
    void claimsThatEndedWhileRedisWasAway() {
        Replica one(m_redis, m_metrics, m_pool);
        Replica other(m_redis, m_metrics, m_pool);
        QCOMPARE(one.claim("released").state, State::Mine);
        QCOMPARE(one.claim("finished").state, State::Mine);
        m_redis.pause();
        std::optional<Answer> late;
        one.client->ask(Operation::Read, Lane::Commands, {"PING"}, 1ms,
                        [&late](const Answer& answer) { late = answer; });
        QVERIFY(arrives(late) && !one.client->isUp());
        one.store.release("released");
        one.store.finish("finished", kPrint, kResult); // whose result is not kept: it is free again
        m_redis.resume();
        QVERIFY(other.becomes("released", State::Mine));
        QVERIFY(other.becomes("finished", State::Mine));
    }

    // What docs/adr/0018-redis.md asks for, and no more.
    void userWithTheRightsThatAreNeeded() {
        QCOMPARE(m_redis.cli(u"ACL SETUSER editor on >geheim123 ~nanobanana:* +eval +evalsha +get +set +del "
                             "+time +getrange"_s.split(u' ')),
                 QByteArray("OK"));
        Address address = Address::of(m_redis.url());
        address.user = "editor";
        address.password = "geheim123";
        Client client(address, m_metrics);
        QVERIFY(waitFor([&] { return client.isUp(); }));
        std::optional<BucketsState> state;
        takeTokens(client, {{"nanobanana:rate:{x}", 60, 5}}, 20s,
                   [&state](const std::optional<BucketsState>& it) { state = it.value_or(BucketsState()); });
        QVERIFY(arrives(state) && state->taken);
        const auto ownStore = [] {
            return std::make_unique<server::MemoryIdempotencyStore>(server::MemoryIdempotencyStore::Limits());
        };
        RedisIdempotencyStore store(ownStore(), client, m_pool, 10min, kWaits);
        std::optional<Claim> claim;
        store.claim("k", kPrint, 1h, [&claim](const Claim& it) { claim = it; });
        QVERIFY(arrives(claim) && claim->state == State::Mine);
        store.finish("k", kPrint, kResult);
        RedisIdempotencyStore other(ownStore(), client, m_pool, 10min, kWaits);
        const auto isFinished = [&] {
            claim.reset();
            other.claim("k", kPrint, 1h, [&claim](const Claim& it) { claim = it; });
            return arrives(claim) && claim->state == State::Finished;
        };
        QVERIFY(waitFor(isFinished));
        store.release("k2");
    }

    void withoutRedisEachIsAlone() {
        Replica one(m_redis, m_metrics, m_pool);
        Replica other(m_redis, m_metrics, m_pool);
        QCOMPARE(one.claim("before").state, State::Mine);
        m_redis.stop();
        QTRY_VERIFY_WITH_TIMEOUT(!one.client->isUp() && !other.client->isUp(), kPatienceMs);
        QCOMPARE(one.claim("before").state, State::Running);
        QCOMPARE(one.claim("k").state, State::Mine);
        QCOMPARE(one.claim("k").state, State::Running);
        QCOMPARE(one.claim("k", "another").state, State::Differs);
        one.store.finish("k", kPrint, kResult);
        QVERIFY(one.claim("k").result == kResult);
        QCOMPARE(other.claim("k").state, State::Mine); // only this guarantee is lost
        QVERIFY(m_redis.start());
    }
};

NB_TEST(TestRedisIdempotencyStore)
#include "tst_redis_idempotency_store.moc"
