#include "core/server/api/rate_limiter.h"
#include "core/server/api/shared_rate_limits.h"
#include "tests/core/server/redis/redis_test.h"
#include "tests/support/test_main.h"

using namespace nb;
using namespace nb::test;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;
using server::RateDecision;
using server::RateLimit;

namespace {

const QHostAddress kClient(u"203.0.113.9"_s);
const RateLimit kLimit{1, 6}; // nothing comes back during a test

} // namespace

class TestSharedRateLimits : public QObject {
    Q_OBJECT

    RedisServer m_redis;
    telemetry::Metrics m_metrics{{}, u"local"_s};

    // A server of several. wait: so long that it plays no part, except where it is the test.
    struct Replica {
        Replica(const RedisServer& redis, telemetry::Metrics& metrics, std::chrono::milliseconds wait = 20s)
            : client(connectedClient(redis, metrics)),
              limits(kLimit, *client,
                     std::make_unique<server::RateLimiter>(server::RateLimiter::Limits{kLimit}), wait) {}

        RateDecision take(const QHostAddress& who = kClient) {
            std::optional<RateDecision> got;
            limits.take(who, [&got](const RateDecision& decision) { got = decision; });
            return arrives(got) ? *got : RateDecision{};
        }

        std::unique_ptr<redis::Client> client;
        server::SharedRateLimits limits;
    };

private Q_SLOTS:
    void initTestCase() {
        QVERIFY2(RedisServer::isInstalled(), "tools/setup.sh test installs redis-server");
        QVERIFY(m_redis.start());
    }
    void init() { (void)m_redis.cli({u"FLUSHALL"_s}); }

    void oneBucketForAll() {
        Replica one(m_redis, m_metrics);
        Replica other(m_redis, m_metrics);
        for (int left = 5; left >= 0; --left) {
            const RateDecision decision = (left % 2 ? one : other).take();
            QVERIFY(decision.allowed);
            QCOMPARE(decision.remaining, left);
        }
        for (Replica* replica : {&one, &other}) {
            const RateDecision refused = replica->take();
            QVERIFY(!refused.allowed);
            QCOMPARE(refused.remaining, 0);
            QVERIFY(refused.untilNextToken > 0s && refused.untilNextToken <= 60s);
            QVERIFY(refused.untilFull > 300s && refused.untilFull <= 360s);
        }
        QVERIFY(one.take(QHostAddress(u"203.0.113.10"_s)).allowed);
    }

    // The same headers as from one process.
    void decidesAsTheLimiterOfOneProcess() {
        Replica replica(m_redis, m_metrics);
        server::RateLimiter alone(server::RateLimiter::Limits{kLimit});
        for (int i = 0; i < 8; ++i) {
            const RateDecision shared = replica.take();
            const RateDecision expected = alone.take(kClient);
            QCOMPARE(shared.allowed, expected.allowed);
            QCOMPARE(shared.remaining, expected.remaining);
        }
    }

    void sitesOfIpv6() {
        Replica replica(m_redis, m_metrics);
        int allowed = 0;
        for (int network = 0; network < 10; ++network)
            for (int i = 0; i < 6; ++i)
                allowed += replica.take(QHostAddress(u"2001:db8:1:%1::1"_s.arg(network))).allowed;
        QCOMPARE(allowed, 24); // four times the burst of one
        QVERIFY(!replica.take(QHostAddress(u"2001:db8:1:ffff::1"_s)).allowed);
        QVERIFY(replica.take(QHostAddress(u"2001:db8:2:1::1"_s)).allowed);
    }

    // What this process has seen counts when it goes on alone, and Redis is asked again when it is back.
    void redisGoesAndComesBack() {
        Replica one(m_redis, m_metrics);
        Replica other(m_redis, m_metrics);
        for (int i = 0; i < 4; ++i)
            QVERIFY(one.take().allowed);
        m_redis.stop();
        QVERIFY(waitFor([&] { return !one.client->isUp() && !other.client->isUp(); }));
        std::optional<RateDecision> atOnce;
        one.limits.take(kClient, [&atOnce](const RateDecision& decision) { atOnce = decision; });
        QVERIFY(atOnce && atOnce->allowed);
        QCOMPARE(atOnce->remaining, 1);
        QVERIFY(one.take().allowed);
        QVERIFY(!one.take().allowed);
        QCOMPARE(other.take().remaining, 5);
        QVERIFY(m_redis.start());
        QVERIFY(waitFor([&] { return one.client->isUp() && other.client->isUp(); }));
        QCOMPARE(one.take().remaining, 5); // Redis has lost its memory
        QCOMPARE(other.take().remaining, 4);
    }

    void pausedRedis() {
        Replica replica(m_redis, m_metrics, 30ms);
        m_redis.pause();
        QVERIFY(replica.take().allowed); // by this process
        QCOMPARE(replica.client->isUp(), false);
        std::optional<RateDecision> atOnce;
        replica.limits.take(kClient, [&atOnce](const RateDecision& decision) { atOnce = decision; });
        QVERIFY(atOnce);
        QCOMPARE(atOnce->remaining, 4);
        m_redis.resume();
        QVERIFY(waitFor([&] { return replica.client->isUp(); }));
    }

    void fullRedis() {
        (void)m_redis.cli({u"CONFIG"_s, u"SET"_s, u"maxmemory"_s, u"1"_s});
        Replica replica(m_redis, m_metrics);
        for (int left = 5; left >= 0; --left)
            QCOMPARE(replica.take().remaining, left);
        QVERIFY(!replica.take().allowed);
        QVERIFY(replica.client->isUp());
        (void)m_redis.cli({u"CONFIG"_s, u"SET"_s, u"maxmemory"_s, u"0"_s});
    }

    void nobodyIsToldOnceItIsGone() {
        auto replica = std::make_unique<Replica>(m_redis, m_metrics);
        server::SharedRateLimits* const limits = new server::SharedRateLimits(
            kLimit, *replica->client,
            std::make_unique<server::RateLimiter>(server::RateLimiter::Limits{kLimit}), 20s);
        limits->take(kClient, [](const RateDecision&) { QFAIL("it was destroyed before"); });
        delete limits;
        QVERIFY(replica->take().allowed);
    }
};

NB_TEST(TestSharedRateLimits)
#include "tst_shared_rate_limits.moc"
