#include "core/server/redis/token_bucket.h"
#include "core/telemetry/metrics.h"
#include "tests/support/redis_server.h"
#include "tests/support/test_main.h"

#include <QTest>

using namespace nb;
using namespace nb::redis;
using namespace nb::test;
using namespace std::chrono_literals;

namespace {

constexpr auto kPatience = 20s;
const Bucket kSlow{"nanobanana:test:slow", 1, 5}; // a token a minute: none comes back during a test

} // namespace

class TestTokenBucket : public QObject {
    Q_OBJECT

    RedisServer m_redis;
    telemetry::Metrics m_metrics{{}, QStringLiteral("local")};

    std::unique_ptr<Client> client() {
        auto made = std::make_unique<Client>(Address::of(m_redis.url()), m_metrics);
        (void)QTest::qWaitFor([&] { return made->isUp(); }, 20'000);
        return made;
    }

    static std::optional<BucketsState> take(Client& client, const QList<Bucket>& buckets) {
        std::optional<std::optional<BucketsState>> got;
        takeTokens(client, buckets, kPatience, [&got](const auto& state) { got = state; });
        (void)QTest::qWaitFor([&] { return got.has_value(); }, 20'000);
        return got.value_or(std::nullopt);
    }

private Q_SLOTS:
    void initTestCase() {
        QVERIFY2(RedisServer::isInstalled(), "tools/setup.sh test installs redis-server");
        QVERIFY(m_redis.start());
    }

    void init() { (void)m_redis.cli({QStringLiteral("FLUSHALL")}); }

    void burstThenRefusal() {
        const auto client = this->client();
        for (int left = 4; left >= 0; --left) {
            const auto state = take(*client, {kSlow});
            QVERIFY(state && state->taken);
            QVERIFY(state->tokens[0] >= left && state->tokens[0] < left + 1);
        }
        const auto refused = take(*client, {kSlow});
        QVERIFY(refused && !refused->taken);
        QVERIFY(refused->tokens[0] < 1);
    }

    // A bucket that is full again is forgotten, and none is kept for longer than it takes to fill.
    void redisForgetsIt() {
        const auto client = this->client();
        QVERIFY(take(*client, {kSlow})->taken);
        QVERIFY(take(*client, {kSlow})->taken);
        const qint64 left =
            m_redis.cli({QStringLiteral("PTTL"), QString::fromLatin1(kSlow.key)}).toLongLong();
        QVERIFY2(left > 60'000 && left <= 120'001, qPrintable(QString::number(left)));
    }

    // By Redis' clock: what is kept is the time at which the bucket is full, so an older one can be put
    // there.
    void tokensComeBack() {
        const auto client = this->client();
        const QByteArrayList time = m_redis.cli({QStringLiteral("TIME")}).split('\n');
        const qint64 now = time[0].toLongLong() * 1'000'000 + time[1].trimmed().toLongLong();
        const auto fullIn = [&](qint64 microseconds) {
            (void)m_redis.cli(
                {QStringLiteral("SET"), QString::fromLatin1(kSlow.key), QString::number(now + microseconds)});
        };
        fullIn(5 * 60'000'000LL - 30'000'000); // half a token; more after 30 s, far beyond this test
        QVERIFY(!take(*client, {kSlow})->taken);
        fullIn(5 * 60'000'000LL - 61'000'000);
        QVERIFY(take(*client, {kSlow})->taken);
        QVERIFY(!take(*client, {kSlow})->taken);
        fullIn(-3'600'000'000LL); // long ago: never more than the burst
        const auto state = take(*client, {kSlow});
        QVERIFY(state->taken && state->tokens[0] <= 4);
        fullIn(86'400'000'000LL); // the clock was set back by a day: empty, but no longer than usual
        QVERIFY(!take(*client, {kSlow})->taken);
    }

    void aRefusedRequestTakesNoTokenOfAnyBucket() {
        const auto client = this->client();
        const Bucket small{"nanobanana:{x}:small", 1, 1};
        const Bucket large{"nanobanana:{x}:large", 1, 4};
        QVERIFY(take(*client, {small, large})->taken);
        for (int i = 0; i < 3; ++i)
            QVERIFY(!take(*client, {small, large})->taken);
        for (int i = 0; i < 3; ++i) // of the large one only the first request took a token
            QVERIFY(take(*client, {large})->taken);
        QVERIFY(!take(*client, {large})->taken);
    }

    void ratesThatAreNoWholeMicroseconds() {
        const auto client = this->client();
        const Bucket odd{"nanobanana:test:odd", 7, 1000};
        for (int i = 1; i <= 200; ++i) {
            const auto state = take(*client, {odd});
            QVERIFY(state && state->taken);
            QVERIFY(state->tokens[0] >= 1000 - i);
        }
    }

    // Three clients, no order: together exactly the burst.
    void sharedByAllWhoAskAtTheSameTime() {
        const Bucket bucket{"nanobanana:test:shared", 1, 50};
        std::vector<std::unique_ptr<Client>> clients;
        for (int i = 0; i < 3; ++i)
            clients.push_back(client());
        int taken = 0;
        int refused = 0;
        for (int i = 0; i < 40; ++i)
            for (const auto& client : clients)
                takeTokens(*client, {bucket}, kPatience, [&](const std::optional<BucketsState>& state) {
                    QVERIFY(state);
                    ++(state->taken ? taken : refused);
                });
        QTRY_COMPARE_WITH_TIMEOUT(taken + refused, 120, 20'000);
        QCOMPARE(taken, 50);
    }

    void redisThatLostTheScript() {
        const auto client = this->client();
        QVERIFY(take(*client, {kSlow})->taken);
        QCOMPARE(m_redis.cli({QStringLiteral("SCRIPT"), QStringLiteral("FLUSH")}), QByteArray("OK"));
        const auto state = take(*client, {kSlow});
        QVERIFY(state && state->taken);
    }

    void keysThatHoldSomethingElse_data() {
        QTest::addColumn<QStringList>("command");
        const auto row = [](const char* name, const QStringList& command) { QTest::newRow(name) << command; };
        const QString key = QString::fromLatin1(kSlow.key);
        row("text", {QStringLiteral("SET"), key, QStringLiteral("hello")});
        row("no number", {QStringLiteral("SET"), key, QStringLiteral("nan")});
        row("endless", {QStringLiteral("SET"), key, QStringLiteral("-inf")});
    }
    void keysThatHoldSomethingElse() {
        QFETCH(QStringList, command);
        const auto client = this->client();
        QCOMPARE(m_redis.cli(command), QByteArray("OK"));
        const auto state = take(*client, {kSlow});
        QVERIFY(state && state->taken);
        QVERIFY(state->tokens[0] >= 4);
    }

    void anotherTypeOfKeyIsNoAnswer() {
        const auto client = this->client();
        (void)m_redis.cli({QStringLiteral("LPUSH"), QString::fromLatin1(kSlow.key), QStringLiteral("x")});
        QVERIFY(!take(*client, {kSlow}));
        QVERIFY(client->isUp());
    }
};

NB_TEST(TestTokenBucket)
#include "tst_token_bucket.moc"
