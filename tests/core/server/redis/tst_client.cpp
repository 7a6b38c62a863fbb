#include "core/server/redis/client.h"
#include "core/telemetry/metrics.h"
#include "tests/core/telemetry/exposition.h"
#include "tests/support/redis_server.h"
#include "tests/support/test_main.h"

#include <QTest>

using namespace nb;
using namespace nb::redis;
using namespace nb::test;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

namespace {

constexpr auto kPatience = 20s;
const QString kGone = QStringLiteral("Redis cannot be used; this process does without it");
const QString kBack = QStringLiteral("Redis is used again");

Connection::Limits quick() {
    Connection::Limits limits;
    limits.firstRetry = 1ms;
    limits.lastRetry = 20ms;
    return limits;
}

std::optional<Answer> ask(Client& client, const QByteArrayList& words,
                          Client::Milliseconds wait = kPatience) {
    std::optional<Answer> got;
    client.ask(Operation::Read, Lane::Commands, words, wait, [&got](const Answer& answer) { got = answer; });
    (void)QTest::qWaitFor([&] { return got.has_value(); }, 20'000);
    return got;
}

bool becomesUp(const Client& client, bool up = true) {
    return QTest::qWaitFor([&] { return client.isUp() == up; }, 20'000);
}

} // namespace

class TestClient : public QObject {
    Q_OBJECT

    RedisServer m_redis;
    telemetry::Metrics m_metrics{{}, QStringLiteral("local")};

    double metric(const char* name) { return Exposition(m_metrics.text()).value(name); }

private Q_SLOTS:
    void initTestCase() {
        QVERIFY2(RedisServer::isInstalled(), "tools/setup.sh test installs redis-server");
        m_metrics.useRedis();
    }
    void init() { QVERIFY(m_redis.start()); }
    void cleanup() { m_redis.stop(); }

    void oneLineWhenItGoesAndOneWhenItIsBack() {
        log::Capture log(log::Level::Info);
        Client client(Address::of(m_redis.url()), m_metrics, quick());
        QVERIFY(becomesUp(client));
        QCOMPARE(log.lines(u"Redis is used"_s).size(), 1);
        QCOMPARE(metric("redis_up"), 1.0);
        m_redis.stop();
        QVERIFY(becomesUp(client, false));
        QCOMPARE(metric("redis_up"), 0.0);
        int attempts = 0;
        QObject counter;
        QObject::connect(&client, &Client::changed, &counter, [&attempts] { ++attempts; });
        QTRY_VERIFY_WITH_TIMEOUT(attempts > 20, 20'000);
        const double before = metric(R"(redis_fallbacks_total{operation="read",reason="down"})");
        QCOMPARE(ask(client, {"PING"})->outcome, Outcome::Down);
        QCOMPARE(metric(R"(redis_fallbacks_total{operation="read",reason="down"})"), before + 1);
        QCOMPARE(log.lines(kGone).size(), 1);
        QCOMPARE(log.lines(kBack).size(), 0);
        QVERIFY(m_redis.start());
        QVERIFY(becomesUp(client));
        QCOMPARE(log.lines(kGone).size(), 1);
        QCOMPARE(log.lines(kBack).size(), 1);
        QCOMPARE(metric("redis_up"), 1.0);
        QCOMPARE(ask(client, {"PING"})->reply.bytes, QByteArray("PONG"));
    }

    void notThereAtTheStart() {
        m_redis.stop();
        log::Capture log(log::Level::Info);
        Client client(Address::of(m_redis.url()), m_metrics, quick());
        QTRY_COMPARE_WITH_TIMEOUT(log.lines(kGone).size(), 1, 20'000);
        QVERIFY(m_redis.start());
        QVERIFY(becomesUp(client));
        QCOMPARE(log.lines(kGone).size(), 1);
        QCOMPARE(log.lines(kBack).size(), 1);
        QCOMPARE(log.lines(u"Redis is used"_s).size(), 0);
    }

    // What one lane finds out, all lanes know: an edit waits once at most.
    void pausedRedisIsAskedOnce() {
        log::Capture log(log::Level::Info);
        Connection::Limits limits = quick();
        limits.silence = kPatience;
        Client client(Address::of(m_redis.url()), m_metrics, limits);
        QVERIFY(becomesUp(client));
        m_redis.pause();
        QCOMPARE(ask(client, {"PING"}, 1ms)->outcome, Outcome::Timeout);
        for (const Lane lane : {Lane::Commands, Lane::Reads, Lane::Writes}) {
            bool called = false;
            client.ask(Operation::Write, lane, {"PING"}, 1h,
                       [&called](const Answer& answer) { called = answer.outcome == Outcome::Down; });
            QVERIFY(called);
        }
        // It is said once it is no hiccup any more.
        QTRY_COMPARE_WITH_TIMEOUT(log.lines(kGone).size(), 1, 20'000);
        m_redis.resume();
        QVERIFY(becomesUp(client));
        QCOMPARE(log.lines(kGone).size(), 1);
        QCOMPARE(log.lines(kBack).size(), 1);
    }

    // A full Redis answers; only what it refuses is not asked for a while.
    void refusedOperation() {
        m_redis.stop();
        QVERIFY(m_redis.start({u"--maxmemory"_s, u"1"_s, u"--maxmemory-policy"_s, u"noeviction"_s}));
        log::Capture log(log::Level::Info);
        Client client(Address::of(m_redis.url()), m_metrics, quick());
        QVERIFY(becomesUp(client));
        std::optional<Outcome> outcome;
        const auto write = [&] {
            outcome.reset();
            client.ask(Operation::Write, Lane::Writes, {"SET", "x", "y"}, kPatience,
                       [&outcome](const Answer& answer) { outcome = answer.outcome; });
        };
        write();
        QTRY_VERIFY_WITH_TIMEOUT(outcome.has_value(), 20'000);
        QCOMPARE(*outcome, Outcome::Refused);
        write();
        QCOMPARE(outcome, Outcome::Down); // at once
        QCOMPARE(ask(client, {"PING"})->outcome, Outcome::Replied);
        QVERIFY(client.isUp());
        QCOMPARE(log.lines(kGone).size(), 1);
        QCOMPARE(log.lines(kGone)[0].value(u"operation"_s).toString(), u"write"_s);
        (void)m_redis.cli({u"CONFIG"_s, u"SET"_s, u"maxmemory"_s, u"100mb"_s});
        QTRY_VERIFY_WITH_TIMEOUT((write(), QTest::qWait(50), outcome == Outcome::Replied), 20'000);
        QCOMPARE(log.lines(kGone).size(), 1);
        QCOMPARE(log.lines(kBack).size(), 1);
    }

    void passwordsAreInNoLine() {
        log::Capture log(log::Level::Debug);
        Address address = Address::of(m_redis.url());
        address.password = "hunter2hunter2"; // none is set there: an error that Redis reports
        Client client(address, m_metrics, quick());
        QTRY_COMPARE_WITH_TIMEOUT(log.lines(kGone).size(), 1, 20'000);
        QVERIFY(!log.rawLines().join().contains("hunter2"));
    }

    void scriptThatRedisDoesNotKnow() {
        Client client(Address::of(m_redis.url()), m_metrics, quick());
        QVERIFY(becomesUp(client));
        const Script script = Script::of("return {KEYS[1], ARGV[1]}");
        for (int i = 0; i < 2; ++i) {
            std::optional<Answer> got;
            client.runScript(Operation::Claim, script, {"1", "key", "argument"}, kPatience,
                             [&got](const Answer& answer) { got = answer; });
            QTRY_VERIFY_WITH_TIMEOUT(got.has_value(), 20'000);
            QCOMPARE(got->reply.elements.size(), 2u);
            QCOMPARE(got->reply.elements[1].bytes, QByteArray("argument"));
        }
        // The text went over once.
        QVERIFY(m_redis.cli({u"INFO"_s, u"commandstats"_s}).contains("cmdstat_eval:calls=1,"));
        QCOMPARE(metric(R"(redis_command_duration_seconds_count{operation="claim"})"), 2.0);
    }
};

NB_TEST(TestClient)
#include "tst_client.moc"
