#include "core/server/api/shared_stores.h"
#include "tests/core/server/api/server_fixture.h"
#include "tests/core/server/redis/redis_test.h"
#include "tests/support/settle.h"
#include "tests/support/test_main.h"

using namespace nb;
using namespace nb::test;
using namespace Qt::StringLiterals;

namespace {

// One request; the event loop runs without the pauses of QTest::qWaitFor(), for which Redis would be too
// slow.
RawAnswer ask(const RunningServer& server, const QByteArray& request) {
    RawClient client(server.port);
    client.send(request);
    (void)waitFor([&client] { return client.buffered().contains("\r\n\r\n") || !client.isOpen(); });
    return client.answer();
}

double fallbacks(const RunningServer& server) {
    double sum = 0;
    for (const char* operation : {"rate_limit", "claim", "read", "write"})
        for (const char* reason : {"down", "timeout", "refused", "busy"})
            sum += server.metric(QByteArray("redis_fallbacks_total{operation=\"") + operation +
                                 "\",reason=\"" + reason + "\"}");
    return sum;
}

} // namespace

// Two whole servers on one Redis. A machine may be so slow that an answer of Redis does not count any more,
// which the servers say; then a test says nothing and is repeated.
class TestSharedStores : public QObject {
    Q_OBJECT

    RedisServer m_redis;

    config::Settings settings() const {
        config::Settings settings = testSettings();
        settings.server.redisUrl = m_redis.url();
        settings.server.cacheEnabled = true;
        settings.server.rateLimitPerMinute = 1;
        settings.server.rateLimitBurst = 8;
        return settings;
    }

    // Whether in some of several attempts, each with an empty Redis, no server had to do without it.
    template <class Attempt>
    bool holds(const config::Settings& settings, const Attempt& attempt) {
        constexpr int kAttempts = 10;
        for (int i = 0; i < kAttempts; ++i) {
            (void)m_redis.cli({u"FLUSHALL"_s});
            RunningServer one(settings);
            RunningServer other(settings);
            const auto isUp = [](const RunningServer& server) { return server.metric("redis_up") == 1; };
            if (!waitFor([&] { return isUp(one) && isUp(other); }))
                return false;
            const double before = fallbacks(one) + fallbacks(other);
            const bool isRight = attempt(one, other);
            if (fallbacks(one) + fallbacks(other) == before)
                return isRight;
        }
        return false;
    }

private Q_SLOTS:
    void initTestCase() {
        QVERIFY2(RedisServer::isInstalled(), "tools/setup.sh test installs redis-server");
        QVERIFY(m_redis.start());
    }

    void oneBurstForBothServers() {
        config::Settings limited = settings();
        limited.server.rateLimitEnabled = true;
        QVERIFY(holds(limited, [](RunningServer& one, RunningServer& other) {
            int allowed = 0;
            for (int i = 0; i < 12; ++i)
                allowed += ask(i % 2 ? one : other, "GET / HTTP/1.1\r\nHost: a\r\n\r\n").status == 200;
            return allowed == 8;
        }));
    }

    void oneCacheForBothServers() {
        QVERIFY(holds(settings(), [this](RunningServer& one, RunningServer& other) {
            const QByteArray request = goodForm().text("seed", "7").request();
            const RawAnswer made = ask(one, request);
            // It is written behind the response.
            const bool isThere = waitFor([this] {
                return m_redis.cli({u"--scan"_s, u"--pattern"_s, u"nanobanana:cache:*"_s}) != "";
            });
            const RawAnswer found = ask(other, request);
            return isThere && made.status == 200 && found.status == 200 && made.header("X-Cache") == "miss" &&
                   found.header("X-Cache") == "hit" && found.body == made.body &&
                   found.header("X-Upstream-Attempts") == "2" && other.provider.calls == 0;
        }));
    }

    void oneAnswerForAnIdempotencyKey() {
        config::Settings remote = settings();
        remote.server.cacheEnabled = false;
        QVERIFY(holds(remote, [this](RunningServer& one, RunningServer& other) {
            const QByteArray request = goodForm().request("Idempotency-Key: \"k1\"\r\n");
            const RawAnswer made = ask(one, request);
            const bool isThere = waitFor([this] {
                const QByteArray key = m_redis.cli({u"--scan"_s, u"--pattern"_s, u"nanobanana:claim:*"_s});
                return m_redis.cli({u"GET"_s, QString::fromLatin1(key)}).startsWith("finished");
            });
            const RawAnswer replayed = ask(other, request);
            const RawAnswer reused =
                ask(other, goodForm().text("seed", "1").request("Idempotency-Key: \"k1\"\r\n"));
            return isThere && made.status == 200 && replayed.status == 200 && replayed.body == made.body &&
                   reused.status == 422 && one.provider.calls == 1 && other.provider.calls == 0;
        }));
    }

    // The same key at both servers at the same time is paid for once.
    void theOtherServerWaits() {
        config::Settings remote = settings();
        remote.server.cacheEnabled = false;
        QVERIFY(holds(remote, [this](RunningServer& one, RunningServer& other) {
            one.provider.hold = true;
            const QByteArray request = goodForm().request("Idempotency-Key: \"k2\"\r\n");
            RawClient first(one.port);
            first.send(request);
            bool isRight = waitFor([&] { return one.provider.calls == 1; });
            RawClient second(other.port);
            second.send(request);
            isRight =
                isRight && waitFor([&] {
                    return other.metric("redis_command_duration_seconds_count{operation=\"claim\"}") >= 1;
                });
            one.provider.release();
            const auto whole = [](RawClient& client) {
                return waitFor([&client] { return client.buffered().contains("IEND"); });
            };
            return whole(first) && whole(second) && isRight && first.answer().body == second.answer().body &&
                   other.provider.calls == 0;
        }));
    }

    // A server that ends has told Redis what it made: else a repetition would wait until the lease is over.
    void nothingIsLostWhenAServerEnds() {
        config::Settings remote = settings();
        remote.server.cacheEnabled = false;
        QVERIFY(holds(remote, [this](RunningServer& one, RunningServer&) {
            one.provider.hold = true;
            RawClient client(one.port);
            client.send(goodForm().request("Idempotency-Key: \"k3\"\r\nConnection: close\r\n"));
            bool isRight = waitFor([&] { return one.provider.calls == 1; });
            const QByteArray key = m_redis.cli({u"--scan"_s, u"--pattern"_s, u"nanobanana:claim:*"_s});
            m_redis.pause();
            one.provider.release();
            isRight = isRight && waitFor([&client] { return client.buffered().contains("IEND"); });
            bool isDrained = false;
            one.server->drain([&isDrained] { isDrained = true; });
            isRight = isRight && waitFor([&client] { return !client.isOpen(); });
            handleEvents();
            isRight = isRight && !isDrained;
            m_redis.resume();
            isRight = isRight && waitFor([&isDrained] { return isDrained; });
            return isRight && m_redis.cli({u"GET"_s, QString::fromLatin1(key)}).startsWith("finished");
        }));
    }

    void serversStartWithoutRedis() {
        config::Settings nowhere = settings();
        nowhere.server.redisUrl = QUrl(u"redis://127.0.0.1:1"_s);
        const RunningServer server(nowhere);
        QCOMPARE(ask(server, goodForm().request()).status, 200);
        QCOMPARE(server.metric("redis_up"), 0.0);
    }

    void certificatesThatAreNotThere() {
        config::ServerSettings server;
        server.redisTlsCaFile = u"/nonexistent.pem"_s;
        server.redisUrl = QUrl(u"redis://host"_s);
        QVERIFY(server::checkRedis(server).has_value());
        server.redisUrl = QUrl(u"rediss://host"_s);
        const Result<> checked = server::checkRedis(server);
        QVERIFY(!checked.has_value());
        QCOMPARE(checked.error().code, ErrorCode::InvalidArgument);
        QVERIFY(checked.error().message.startsWith(u"REDIS_TLS_CA_FILE=/nonexistent.pem"_s));
        server.redisTlsCaFile.clear();
        QVERIFY(server::checkRedis(server).has_value());
    }

    void nothingIsSharedWithoutUrl() {
        telemetry::Metrics metrics({}, u"local"_s);
        QVERIFY(server::connectToRedis({}, metrics) == nullptr);
        QVERIFY(!metrics.text().contains("redis_up"));
    }
};

NB_TEST(TestSharedStores)
#include "tst_shared_stores.moc"
