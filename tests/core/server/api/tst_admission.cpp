#include "core/server/api/admission.h"
#include "core/telemetry/metrics.h"
#include "tests/support/test_main.h"
#include <QList>
#include <QTest>

using namespace nb;
using nb::server::Admission;

class TestAdmission : public QObject {
    Q_OBJECT

    std::vector<std::unique_ptr<Admission::Slot>> m_slots;
    QList<int> m_started;

    Admission::Start start(int number) {
        return [this, number](std::unique_ptr<Admission::Slot> slot) {
            m_started.append(number);
            m_slots.push_back(std::move(slot));
        };
    }

    // The slot goes after it has left the list: letting it go starts the next one, which enters the list.
    void releaseFirst() {
        const std::unique_ptr<Admission::Slot> slot = std::move(m_slots.front());
        m_slots.erase(m_slots.begin());
    }

    void releaseAll() {
        while (!m_slots.empty())
            releaseFirst();
    }

private Q_SLOTS:
    void cleanup() {
        releaseAll();
        m_started.clear();
    }

    void runsWaitsRefuses() {
        telemetry::Metrics metrics({}, QStringLiteral("local"));
        Admission admission(2, 1, metrics);
        QVERIFY(admission.submit(this, start(1)));
        QVERIFY(admission.submit(this, start(2)));
        QVERIFY(!admission.isFull());
        QVERIFY(admission.submit(this, start(3)));
        QVERIFY(admission.isFull());
        QVERIFY(!admission.submit(this, start(4)));
        QCOMPARE(m_started, (QList<int>{1, 2}));
        QCOMPARE(admission.running(), 2);
        QCOMPARE(admission.waiting(), 1);
        releaseFirst();
        QCOMPARE(m_started, (QList<int>{1, 2, 3}));
        QCOMPARE(admission.waiting(), 0);
        releaseAll();
        QVERIFY(admission.isIdle());
    }

    void firstComeFirstServed() {
        telemetry::Metrics metrics({}, QStringLiteral("local"));
        Admission admission(1, 10, metrics);
        for (int i = 1; i <= 5; ++i)
            QVERIFY(admission.submit(this, start(i)));
        while (!m_slots.empty())
            releaseFirst();
        QCOMPARE(m_started, (QList<int>{1, 2, 3, 4, 5}));
    }

    void withdrawnOnesNeverStart() {
        telemetry::Metrics metrics({}, QStringLiteral("local"));
        Admission admission(1, 2, metrics);
        const int gone = 0;
        QVERIFY(admission.submit(this, start(1)));
        QVERIFY(admission.submit(&gone, start(2)));
        QVERIFY(admission.submit(this, start(3)));
        admission.withdraw(&gone);
        QCOMPARE(admission.waiting(), 1);
        QVERIFY(!admission.isFull());
        releaseAll();
        QCOMPARE(m_started, (QList<int>{1, 3}));
        releaseAll();
    }

    void aQueueOfZeroRefusesAtOnce() {
        telemetry::Metrics metrics({}, QStringLiteral("local"));
        Admission admission(1, 0, metrics);
        QVERIFY(admission.submit(this, start(1)));
        QVERIFY(!admission.submit(this, start(2)));
        releaseAll();
        QVERIFY(admission.submit(this, start(3)));
        releaseAll();
    }

    void depthIsMeasured() {
        telemetry::Metrics metrics({}, QStringLiteral("local"));
        Admission admission(1, 5, metrics);
        for (int i = 0; i < 3; ++i)
            QVERIFY(admission.submit(this, start(i)));
        QVERIFY(metrics.text().contains("\nqueue_depth 2\n"));
        while (!m_slots.empty())
            releaseFirst();
        QVERIFY(metrics.text().contains("\nqueue_depth 0\n"));
        QVERIFY(metrics.text().contains("\nqueue_wait_seconds_count 3\n"));
    }
};

NB_TEST(TestAdmission)
#include "tst_admission.moc"
