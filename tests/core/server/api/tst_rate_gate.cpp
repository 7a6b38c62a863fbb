#include "core/server/api/rate_gate.h"
#include "core/server/api/rate_limiter.h"
#include "core/telemetry/metrics.h"
#include "tests/support/test_main.h"
#include <QTest>

using namespace nb;
using namespace nb::server;

namespace {

config::ServerSettings settings() {
    config::ServerSettings settings;
    settings.rateLimitEnabled = true;
    settings.rateLimitPerMinute = 1;
    settings.rateLimitBurst = 2;
    return settings;
}

RequestRecord recordFrom(const char* address) {
    RequestRecord record;
    record.client = QHostAddress(QString::fromLatin1(address));
    record.endpoint = QStringLiteral("/api/edit");
    return record;
}

QByteArray header(const RateGate::Verdict& verdict, const char* name) {
    for (const HeaderField& field : verdict.headers)
        if (field.name == name)
            return field.value;
    return {};
}

// Of limits that decide at once.
RateGate::Verdict verdictOn(RateGate& gate, const char* address) {
    std::optional<RateGate::Verdict> verdict;
    gate.check(recordFrom(address), [&](const RateGate::Verdict& v) { verdict = v; });
    return verdict.value_or(RateGate::Verdict{Error{ErrorCode::Internal}, {}});
}

// Decides when the test says.
struct SlowLimits : RateLimits {
    void take(const QHostAddress& client, Decided decided) override {
        clients.append(client);
        waiting.append(std::move(decided));
    }
    int trackedClients() const override { return 7; }

    QList<QHostAddress> clients;
    QList<Decided> waiting;
};

constexpr RateLimit kLimit{.perMinute = 1, .burst = 2};

} // namespace

class TestRateGate : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void passesUntilTheBucketIsEmpty() {
        telemetry::Metrics metrics({}, QStringLiteral("local"));
        RateLimiter limits(RateLimiter::Limits{kLimit});
        RateGate gate(settings(), {}, limits, metrics);
        for (const char* remaining : {"1", "0"}) {
            const RateGate::Verdict verdict = verdictOn(gate, "203.0.113.1");
            QVERIFY(!verdict.refusal);
            QCOMPARE(header(verdict, "X-RateLimit-Limit"), QByteArray("1"));
            QCOMPARE(header(verdict, "X-RateLimit-Remaining"), QByteArray(remaining));
        }
        const RateGate::Verdict refused = verdictOn(gate, "203.0.113.1");
        QVERIFY(refused.refusal.has_value());
        QVERIFY(refused.refusal->code == ErrorCode::RateLimited);
        QVERIFY(*refused.refusal->retryAfter > std::chrono::seconds(50) &&
                *refused.refusal->retryAfter <= std::chrono::seconds(60));
        QCOMPARE(header(refused, "X-RateLimit-Remaining"), QByteArray("0"));
        QVERIFY(!verdictOn(gate, "203.0.113.2").refusal);
        QVERIFY(metrics.text().contains("\nrate_limit_tracked_clients 2\n"));
    }

    void theLimitsMayDecideLater() {
        telemetry::Metrics metrics({}, QStringLiteral("local"));
        SlowLimits limits;
        RateGate gate(settings(), {}, limits, metrics);
        QStringList seen;
        {
            const RequestRecord record = recordFrom("203.0.113.1"); // gone before the answer
            gate.check(record, [&](const RateGate::Verdict& verdict) {
                seen.append(verdict.refusal ? verdict.refusal->message : QStringLiteral("passed"));
            });
        }
        QVERIFY(seen.isEmpty());
        QCOMPARE(limits.clients, QList<QHostAddress>{QHostAddress(QStringLiteral("203.0.113.1"))});
        RateDecision refused;
        refused.allowed = false;
        refused.untilNextToken = std::chrono::seconds(9);
        limits.waiting.first()(refused);
        QCOMPARE(seen, QStringList{QStringLiteral("Rate limit exceeded; try again in 9 s")});
        QVERIFY(metrics.text().contains("rate_limit_exceeded_total{endpoint=\"/other\"} 1\n"));
        QVERIFY(metrics.text().contains("\nrate_limit_tracked_clients 7\n"));
    }

    void someAreExempt() {
        telemetry::Metrics metrics({}, QStringLiteral("local"));
        SlowLimits limits;
        RateGate gate(settings(), *config::SubnetList::parse({QStringLiteral("10.0.0.0/8")}), limits,
                      metrics);
        config::ServerSettings off = settings();
        off.rateLimitEnabled = false;
        RateGate open(off, {}, limits, metrics);
        for (const RateGate::Verdict& verdict :
             {verdictOn(gate, "10.1.2.3"), verdictOn(open, "203.0.113.1")}) {
            QVERIFY(!verdict.refusal);
            QVERIFY(verdict.headers.isEmpty());
        }
        QVERIFY(limits.clients.isEmpty());
    }
};

NB_TEST(TestRateGate)
#include "tst_rate_gate.moc"
