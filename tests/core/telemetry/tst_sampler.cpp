#include "core/telemetry/sampler.h"

#include "tests/support/test_main.h"
#include <QTest>

using namespace nb::telemetry;

class TestSampler : public QObject {
    Q_OBJECT

    static TraceParent parent(bool sampled) { return {newTraceId(), newSpanId(), sampled}; }

private Q_SLOTS:
    void fixedOnes() {
        const TraceParent yes = parent(true), no = parent(false);
        for (const TraceParent* caller : {static_cast<const TraceParent*>(nullptr), &yes, &no}) {
            QVERIFY(Sampler(QStringLiteral("always_on"), 0).samples(newTraceId(), caller));
            QVERIFY(!Sampler(QStringLiteral("always_off"), 1).samples(newTraceId(), caller));
        }
    }

    void parentBasedOnesFollowTheCaller() {
        const TraceParent yes = parent(true), no = parent(false);
        for (const char* name :
             {"parentbased_always_on", "parentbased_always_off", "parentbased_traceidratio"}) {
            const Sampler sampler(QString::fromLatin1(name), 0.5);
            QVERIFY(sampler.samples(yes.traceId, &yes));
            QVERIFY(!sampler.samples(no.traceId, &no));
        }
        QVERIFY(Sampler(QStringLiteral("parentbased_always_on"), 0).samples(newTraceId(), nullptr));
        QVERIFY(!Sampler(QStringLiteral("parentbased_always_off"), 1).samples(newTraceId(), nullptr));
    }

    // Of 10,000 random ids the share is within six standard deviations (0.5 %): a chance of 2 in 10^9.
    void theRatioIsTheShare() {
        const Sampler quarter(QStringLiteral("traceidratio"), 0.25);
        int sampled = 0;
        for (int i = 0; i < 10'000; ++i)
            sampled += quarter.samples(newTraceId(), nullptr) ? 1 : 0;
        QVERIFY2(sampled > 2240 && sampled < 2760, qPrintable(QString::number(sampled)));
        const TraceParent no = parent(false);
        QVERIFY(Sampler(QStringLiteral("traceidratio"), 1).samples(no.traceId, &no));
        QVERIFY(!Sampler(QStringLiteral("traceidratio"), 0).samples(newTraceId(), nullptr));
    }

    // The decision is made by the last 7 bytes, so that every service of a trace makes the same.
    void theDecisionIsThatOfTheId() {
        const Sampler half(QStringLiteral("traceidratio"), 0.5);
        const auto id = [](const char* hex) { return QByteArray::fromHex(hex); };
        QVERIFY(half.samples(id("ffffffffffffffffff7fffffffffffff"), nullptr));
        QVERIFY(!half.samples(id("00000000000000000080000000000000"), nullptr));
        QVERIFY(!half.samples(id("0000000000000000ffffffffffffffff"), nullptr));
        QVERIFY(half.samples(id("0000000000000000ff00000000000001"), nullptr));
    }
};

NB_TEST_APPLESS(TestSampler)
#include "tst_sampler.moc"
