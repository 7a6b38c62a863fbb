#include "tests/integration/hostile/cases.h"
#include "tests/support/sanitized.h"
#include "tests/support/test_main.h"
#include <memory>

using namespace nb::test;

namespace {

constexpr qint64 kGrowthBytes = 150LL << 20; // what may stay after a case

} // namespace

// The forty hostile inputs and conditions, one row each, against the real program. After each: it lives, its
// memory is back, the next request works, the service charged for nothing that was not in order, exactly one
// answer came, and the counter that operators look at has moved.
class TestHostile : public QObject {
    Q_OBJECT

    std::unique_ptr<Bench> m_bench;
    std::unique_ptr<SlowClients> m_slow;
    QList<HostileCase> m_cases;
    qint64 m_idleBytes = 0;
    qsizetype m_faultsSeen = 0;

    [[nodiscard]] QString newFaults() {
        const QStringList faults = m_bench->faults().mid(m_faultsSeen);
        m_faultsSeen = m_bench->faults().size();
        return faults.join(QLatin1Char('\n'));
    }

private Q_SLOTS:
    void initTestCase() {
        m_bench = std::make_unique<Bench>();
        QVERIFY(m_bench->server->started());
        m_bench->expectEdit({200}, QStringLiteral("a good edit")); // pools and caches have their size now
        m_idleBytes = m_bench->residentBytes();
        QVERIFY(m_idleBytes > 0);
        m_slow = std::make_unique<SlowClients>(*m_bench);
        const QString faults = newFaults();
        QVERIFY2(faults.isEmpty(), qPrintable(faults));
        m_cases = pictureCases() + formCases() + framingCases() + serviceCases() + hostCases() + slowCases();
    }

    void theTableIsWhole() {
        QList<int> numbers;
        for (const HostileCase& one : m_cases)
            numbers += one.number;
        std::sort(numbers.begin(), numbers.end());
        QCOMPARE(numbers.size(), 40);
        for (int i = 0; i < 40; ++i)
            QCOMPARE(numbers[i], i + 1);
    }

    void holds_data() {
        QTest::addColumn<int>("index");
        for (int i = 0; i < m_cases.size(); ++i)
            QTest::addRow("%d: %s", m_cases[i].number, m_cases[i].name) << i;
    }
    void holds() {
        QFETCH(int, index);
        const HostileCase& one = m_cases[index];
        Bench& bench = *m_bench;
        // Its end may come before its row.
        const bool isSlow = one.number >= 27 && one.number <= 35 && one.number != 30 && one.number < 36 &&
                            (one.number <= 29 || one.number == 35);
        const double counted = one.counter.isEmpty() || isSlow ? 0 : bench.metric(one.counter);

        one.run(bench);

        QVERIFY(bench.server->isRunning());
        if (!one.counter.isEmpty())
            bench.check(bench.metric(one.counter) > counted,
                        QStringLiteral("%1 has moved").arg(QLatin1String(one.counter)));
        bench.expectEdit({200}, QStringLiteral("the next request"));
        bench.check(bench.upstream.charged() == bench.owed(),
                    QStringLiteral("%1 calls are charged, %2 were in order")
                        .arg(QString::number(bench.upstream.charged()), QString::number(bench.owed())));
        bench.owe(bench.upstream.charged() - bench.owed()); // each row for itself
        const bool isBack =
            kIsSanitized ||
            QTest::qWaitFor([&] { return bench.residentBytes() < m_idleBytes + kGrowthBytes; }, 20'000);
        bench.check(isBack, QStringLiteral("%1 MB stay, %2 when idle")
                                .arg(QString::number(bench.residentBytes() >> 20),
                                     QString::number(m_idleBytes >> 20)));
        const QString faults = newFaults();
        QVERIFY2(faults.isEmpty(), qPrintable(faults));
    }

    void cleanupTestCase() {
        m_slow.reset();
        m_bench->server->terminate();
        QCOMPARE(m_bench->server->waitForExit(), 0);
    }
};

NB_TEST(TestHostile)
#include "tst_hostile.moc"
