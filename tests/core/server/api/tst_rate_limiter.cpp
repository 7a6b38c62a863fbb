#include "core/server/api/rate_limiter.h"
#include "tests/support/test_main.h"

#include <QTest>

using namespace nb;
using server::RateLimiter;
using namespace std::chrono_literals;

namespace {

const QHostAddress kClient(QStringLiteral("203.0.113.9"));

} // namespace

class TestRateLimiter : public QObject {
    Q_OBJECT

    RateLimiter::Time m_now{};

    RateLimiter limiter(const RateLimiter::Limits& limits) {
        return RateLimiter(limits, [this] { return m_now; });
    }

private Q_SLOTS:
    void burstThenRefusal() {
        RateLimiter limiter = this->limiter({.each = {.perMinute = 60, .burst = 3}});
        for (int left = 2; left >= 0; --left) {
            const auto decision = limiter.take(kClient);
            QVERIFY(decision.allowed);
            QCOMPARE(decision.remaining, left);
        }
        const auto refused = limiter.take(kClient);
        QVERIFY(!refused.allowed);
        QCOMPARE(refused.remaining, 0);
        QCOMPARE(refused.untilNextToken, 1s);
        QCOMPARE(refused.untilFull, 3s);
    }

    void tokensComeBack() {
        RateLimiter limiter = this->limiter({.each = {.perMinute = 30, .burst = 2}}); // one in two seconds
        (void)limiter.take(kClient);
        (void)limiter.take(kClient);
        m_now += 1500ms;
        const auto refused = limiter.take(kClient);
        QVERIFY(!refused.allowed);
        QCOMPARE(refused.untilNextToken, 1s); // half a second, rounded up
        m_now += 500ms;
        QVERIFY(limiter.take(kClient).allowed);
        QVERIFY(!limiter.take(kClient).allowed);
        m_now += 1h;
        QCOMPARE(limiter.take(kClient).remaining, 1); // never more than the burst
    }

    void clientsDoNotShareButNeighboursInIpv6Do() {
        RateLimiter limiter = this->limiter({.each = {.perMinute = 1, .burst = 1}});
        QVERIFY(limiter.take(kClient).allowed);
        QVERIFY(limiter.take(QHostAddress(QStringLiteral("203.0.113.10"))).allowed);
        QVERIFY(limiter.take(QHostAddress(QStringLiteral("2001:db8:1:2::1"))).allowed);
        QVERIFY(!limiter.take(QHostAddress(QStringLiteral("2001:db8:1:2:ffff::9"))).allowed);
        QVERIFY(limiter.take(QHostAddress(QStringLiteral("2001:db8:1:3::1"))).allowed);
        QVERIFY(!limiter.take(QHostAddress(QStringLiteral("::ffff:203.0.113.9"))).allowed);
        QCOMPARE(limiter.trackedClients(), 4);
    }

    // A site with a /48 has 65,536 networks of /64, each with a bucket of its own.
    void theNetworksOfASiteShareFourTimesTheRate() {
        RateLimiter limiter = this->limiter({.each = {.perMinute = 6, .burst = 2}});
        const auto network = [](int number) {
            return QHostAddress(QStringLiteral("2001:db8:1:%1::1").arg(number, 0, 16));
        };
        int allowed = 0;
        for (int i = 0; i < 100; ++i)
            allowed += limiter.take(network(i)).allowed ? 1 : 0;
        QCOMPARE(allowed, 8); // four bursts of 2
        const auto refused = limiter.take(network(1000));
        QVERIFY(!refused.allowed);
        QCOMPARE(refused.remaining, 0);
        QCOMPARE(refused.untilNextToken, 3s); // 24 a minute, rounded up
        QVERIFY(limiter.take(QHostAddress(QStringLiteral("2001:db8:2::1"))).allowed); // another site
        QVERIFY(limiter.take(kClient).allowed);
        m_now += 2500ms; // one token of the site's
        QVERIFY(limiter.take(network(1000)).allowed);
        QVERIFY(!limiter.take(network(1001)).allowed);
    }

    void aRefusedRequestTakesNoTokenOfEither() {
        RateLimiter limiter = this->limiter({.each = {.perMinute = 6, .burst = 2}});
        const QHostAddress greedy(QStringLiteral("2001:db8:1:1::1"));
        for (int i = 0; i < 100; ++i)
            (void)limiter.take(greedy); // 98 of them refused by its own bucket
        int allowed = 0;
        for (int i = 2; i < 100; ++i)
            allowed += limiter.take(QHostAddress(QStringLiteral("2001:db8:1:%1::1").arg(i))).allowed ? 1 : 0;
        QCOMPARE(allowed, 6); // what the site has left
        const QHostAddress late(QStringLiteral("2001:db8:1:999::1"));
        for (int i = 0; i < 10; ++i)
            QVERIFY(!limiter.take(late).allowed); // by the site's
        m_now += 5s;                              // two tokens of the site's
        QCOMPARE(limiter.take(late).remaining, 1);
        QVERIFY(limiter.take(late).allowed); // its own two were still there
    }

    void memoryIsBounded() {
        RateLimiter limiter = this->limiter({.each = {.perMinute = 60, .burst = 1}, .maxClients = 100});
        for (quint32 i = 0; i < 10'000; ++i)
            (void)limiter.take(QHostAddress(i + 1));
        QCOMPARE(limiter.trackedClients(), 100);
    }
};

NB_TEST(TestRateLimiter)
#include "tst_rate_limiter.moc"
