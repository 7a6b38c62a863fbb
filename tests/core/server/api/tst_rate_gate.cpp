#include "core/server/api/rate_gate.h"
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

QByteArray header(const RequestRecord& record, const char* name) {
    for (const HeaderField& field : record.rateLimit)
        if (field.name == name)
            return field.value;
    return {};
}

} // namespace

class TestRateGate : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void passesUntilTheBucketIsEmpty() {
        telemetry::Metrics metrics({}, QStringLiteral("local"));
        RateGate gate(settings(), {}, metrics);
        for (const char* remaining : {"1", "0"}) {
            RequestRecord record = recordFrom("203.0.113.1");
            QVERIFY(gate.check(record, RateCount::Take).has_value());
            QCOMPARE(header(record, "X-RateLimit-Limit"), QByteArray("1"));
            QCOMPARE(header(record, "X-RateLimit-Remaining"), QByteArray(remaining));
        }
        RequestRecord record = recordFrom("203.0.113.1");
        const Result<> refused = gate.check(record, RateCount::Take);
        QVERIFY(!refused);
        QVERIFY(refused.error().code == ErrorCode::RateLimited);
        QVERIFY(*refused.error().retryAfter > std::chrono::seconds(50) &&
                *refused.error().retryAfter <= std::chrono::seconds(60));
        QCOMPARE(header(record, "X-RateLimit-Remaining"), QByteArray("0"));
        RequestRecord other = recordFrom("203.0.113.2");
        QVERIFY(gate.check(other, RateCount::Take).has_value());
        QVERIFY(metrics.text().contains("\nrate_limit_tracked_clients 2\n"));
    }

    void lookingTakesNothing() {
        telemetry::Metrics metrics({}, QStringLiteral("local"));
        RateGate gate(settings(), {}, metrics);
        for (int i = 0; i < 5; ++i) {
            RequestRecord record = recordFrom("203.0.113.1");
            QVERIFY(gate.check(record, RateCount::Look).has_value());
            QCOMPARE(header(record, "X-RateLimit-Remaining"), QByteArray("2"));
        }
    }

    void someAreExempt() {
        telemetry::Metrics metrics({}, QStringLiteral("local"));
        RateGate gate(settings(), *config::SubnetList::parse({QStringLiteral("10.0.0.0/8")}), metrics);
        config::ServerSettings off = settings();
        off.rateLimitEnabled = false;
        RateGate open(off, {}, metrics);
        for (int i = 0; i < 5; ++i) {
            RequestRecord listed = recordFrom("10.1.2.3");
            QVERIFY(gate.check(listed, RateCount::Take).has_value());
            QVERIFY(listed.rateLimit.isEmpty());
            RequestRecord anybody = recordFrom("203.0.113.1");
            QVERIFY(open.check(anybody, RateCount::Take).has_value());
            QVERIFY(anybody.rateLimit.isEmpty());
        }
    }
};

NB_TEST(TestRateGate)
#include "tst_rate_gate.moc"
