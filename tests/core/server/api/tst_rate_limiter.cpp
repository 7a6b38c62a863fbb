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

    void memoryIsBounded() {
        RateLimiter limiter = this->limiter({.each = {.perMinute = 60, .burst = 1}, .maxClients = 100});
        for (quint32 i = 0; i < 10'000; ++i)
            (void)limiter.take(QHostAddress(i + 1));
        QCOMPARE(limiter.trackedClients(), 100);
    }
};

NB_TEST(TestRateLimiter)
#include "tst_rate_limiter.moc"
