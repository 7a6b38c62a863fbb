#include "core/server/api/admission.h"
#include "core/telemetry/metrics.h"
#include "tests/support/test_main.h"
#include "tests/support/test_seed.h"
#include <QList>
#include <QTest>
#include <random>

using namespace nb;
using namespace std::chrono_literals;
using nb::server::Admission;

namespace {

int queueRefusals(const telemetry::Metrics& metrics, const QByteArray& reason) {
    const QByteArray text = metrics.text();
    const QByteArray name = "\nqueue_refusals_total{reason=\"" + reason + "\"} ";
    const qsizetype at = text.indexOf(name) + name.size();
    return text.mid(at, text.indexOf('\n', at) - at).toInt();
}

} // namespace

class TestAdmission : public QObject {
    Q_OBJECT

    std::vector<std::unique_ptr<Admission::Slot>> m_slots;
    QList<int> m_started;
    QList<int> m_refused;
    Error m_lastRefusal;
    Admission::Time m_now{};
    telemetry::Metrics m_metrics{{}, QStringLiteral("local")};

    Admission admission(int running, int waiting, std::chrono::milliseconds wait = 10s) {
        return Admission({running, waiting, wait}, m_metrics, [this] { return m_now; });
    }

    Admission::Request request(int number, const QByteArray& client = "c", const void* owner = nullptr) {
        return {owner ? owner : this, client,
                [this, number](std::unique_ptr<Admission::Slot> slot) {
                    m_started.append(number);
                    m_slots.push_back(std::move(slot));
                },
                [this, number](const Error& error) {
                    m_refused.append(number);
                    m_lastRefusal = error;
                }};
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
        QVERIFY(m_slots.empty());
        m_started.clear();
        m_refused.clear();
    }

    void runsWaitsRefuses() {
        Admission admission = this->admission(2, 1);
        QVERIFY(admission.submit(request(1)));
        QVERIFY(admission.submit(request(2)));
        QVERIFY(!admission.isFull());
        QVERIFY(admission.submit(request(3)));
        QVERIFY(admission.isFull());
        const Result<> refused = admission.submit(request(4));
        QVERIFY(!refused);
        QCOMPARE(refused.error().code, ErrorCode::Overloaded);
        QVERIFY(refused.error().retryAfter.has_value());
        QCOMPARE(m_started, (QList<int>{1, 2}));
        QCOMPARE(admission.running(), 2);
        QCOMPARE(admission.waiting(), 1);
        releaseFirst();
        QCOMPARE(m_started, (QList<int>{1, 2, 3}));
        QCOMPARE(admission.waiting(), 0);
        releaseAll();
        QVERIFY(admission.isIdle());
        QVERIFY(m_refused.isEmpty());
    }

    void firstComeFirstServedWithinAClient() {
        Admission admission = this->admission(1, 10);
        for (int i = 1; i <= 5; ++i)
            QVERIFY(admission.submit(request(i)));
        releaseAll();
        QCOMPARE(m_started, (QList<int>{1, 2, 3, 4, 5}));
    }

    void withdrawnOnesNeverStart() {
        Admission admission = this->admission(1, 2);
        const int gone = 0;
        QVERIFY(admission.submit(request(1)));
        QVERIFY(admission.submit(request(2, "c", &gone)));
        QVERIFY(admission.submit(request(3)));
        admission.withdraw(&gone);
        QCOMPARE(admission.waiting(), 1);
        QVERIFY(!admission.isFull());
        releaseAll();
        QCOMPARE(m_started, (QList<int>{1, 3}));
        QVERIFY(m_refused.isEmpty());
    }

    void aQueueOfZeroRefusesAtOnce() {
        Admission admission = this->admission(1, 0);
        QVERIFY(admission.submit(request(1, "a")));
        QVERIFY(!admission.submit(request(2, "b")));
        releaseAll();
        QVERIFY(admission.submit(request(3, "b")));
        releaseAll();
    }

    void aClosedOneTakesNobody() {
        Admission admission = this->admission(1, 5);
        QVERIFY(admission.submit(request(1)));
        QVERIFY(admission.submit(request(2)));
        admission.close();
        QVERIFY(!admission.checkRoom("new"));
        QVERIFY(!admission.submit(request(3)));
        releaseAll();
        QCOMPARE(m_started, (QList<int>{1, 2}));
    }

    // 1 slot, which a burst of one client has: somebody else's edit is the next one.
    void aBurstDoesNotKeepAnotherClientWaiting() {
        Admission admission = this->admission(1, 40);
        for (int i = 1; i <= 30; ++i)
            QVERIFY(admission.submit(request(i, "burst")));
        QVERIFY(admission.submit(request(100, "single")));
        releaseFirst();
        QCOMPARE(m_started, (QList<int>{1, 100}));
        releaseAll();
        QCOMPARE(m_started.size(), 31);
    }

    void clientsTakeTurns() {
        Admission admission = this->admission(1, 40);
        for (int i = 1; i <= 3; ++i)
            for (int client = 1; client <= 3; ++client)
                QVERIFY(admission.submit(request(client * 10 + i, QByteArray::number(client))));
        releaseAll();
        QCOMPARE(m_started, (QList<int>{11, 21, 31, 12, 22, 32, 13, 23, 33}));
    }

    void whoRunsFewerEditsIsNext() {
        Admission admission = this->admission(3, 40);
        QVERIFY(admission.submit(request(1, "a")));
        QVERIFY(admission.submit(request(2, "a")));
        QVERIFY(admission.submit(request(3, "b")));
        QVERIFY(admission.submit(request(4, "a")));
        QVERIFY(admission.submit(request(5, "b")));
        releaseFirst(); // a and b have one running each: a's turn was longer ago
        QCOMPARE(m_started.back(), 4);
        releaseFirst(); // a has one or two, b one
        QCOMPARE(m_started.back(), 5);
        releaseAll();
    }

    // However many new clients come, one that waits gets its turn.
    void newClientsDoNotStarveAnOldOne() {
        Admission admission = this->admission(1, 1000);
        for (int i = 0; i < 3; ++i)
            QVERIFY(admission.submit(request(i, "old")));
        for (int i = 0; i < 3; ++i)
            QVERIFY(admission.submit(request(10 + i, "n" + QByteArray::number(i))));
        for (int i = 0; i < 20 && !m_started.contains(2); ++i) {
            QVERIFY(admission.submit(request(100 + i, "new" + QByteArray::number(i))));
            releaseFirst();
        }
        QVERIFY(m_started.contains(2));
        releaseAll();
    }

    void aNewcomerDisplacesTheLastOfTheLargestClient() {
        const int fullBefore = queueRefusals(m_metrics, "full");
        const int displacedBefore = queueRefusals(m_metrics, "displaced");
        Admission admission = this->admission(1, 4);
        for (int i = 1; i <= 5; ++i)
            QVERIFY(admission.submit(request(i, "burst")));
        QVERIFY(!admission.submit(request(6, "burst"))); // not for its own
        QCOMPARE(queueRefusals(m_metrics, "full"), fullBefore + 1);
        QVERIFY(admission.checkRoom("other"));
        QVERIFY(admission.submit(request(7, "other")));
        QCOMPARE(m_refused, (QList<int>{5}));
        QCOMPARE(m_lastRefusal.code, ErrorCode::Overloaded);
        QVERIFY(m_lastRefusal.retryAfter.has_value());
        QCOMPARE(admission.waiting(), 4);
        QVERIFY(admission.submit(request(8, "other"))); // 2 and 2 afterwards
        QCOMPARE(m_refused, (QList<int>{5, 4}));
        QVERIFY(!admission.submit(request(9, "other")));
        QVERIFY(admission.submit(request(10, "third"))); // 2, 1 and 1
        QVERIFY(!admission.submit(request(11, "third")));
        QCOMPARE(m_refused.size(), 3);
        QCOMPARE(queueRefusals(m_metrics, "displaced"), displacedBefore + 3);
        releaseAll();
    }

    void nobodyWaitsForLongerThanTheLimit() {
        const int before = queueRefusals(m_metrics, "timeout");
        Admission admission = this->admission(1, 5, 10s);
        QVERIFY(admission.submit(request(1, "a")));
        QVERIFY(admission.submit(request(2, "a")));
        m_now += 4s;
        QVERIFY(admission.submit(request(3, "b")));
        m_now += 5999ms;
        admission.refuseOverdue();
        QVERIFY(m_refused.isEmpty());
        m_now += 1ms;
        admission.refuseOverdue();
        QCOMPARE(m_refused, (QList<int>{2}));
        QCOMPARE(m_lastRefusal.code, ErrorCode::Overloaded);
        QVERIFY(m_lastRefusal.retryAfter.has_value());
        m_now += 4s;
        admission.refuseOverdue();
        QCOMPARE(m_refused, (QList<int>{2, 3}));
        QCOMPARE(admission.waiting(), 0);
        QCOMPARE(queueRefusals(m_metrics, "timeout"), before + 2);
        releaseAll();
        QCOMPARE(m_started, (QList<int>{1}));
    }

    void theLimitIsKeptByATimer() {
        telemetry::Metrics metrics({}, QStringLiteral("local"));
        Admission admission({1, 5, 20ms}, metrics);
        QVERIFY(admission.submit(request(1)));
        QVERIFY(admission.submit(request(2)));
        QTRY_COMPARE(m_refused, (QList<int>{2}));
        releaseAll();
    }

    void theWaitFollowsFromHowLongEditsTook() {
        Admission admission = this->admission(2, 10);
        QCOMPARE(admission.estimatedWait(), 0ns);
        for (int i = 1; i <= 6; ++i)
            QVERIFY(admission.submit(request(i)));
        // Nothing is known: 5 s each; 4 wait for 2 slots, and the newcomer is the fifth.
        QCOMPARE(admission.estimatedWait(), std::chrono::nanoseconds(12500ms));
        QCOMPARE(*admission.overloaded({}).retryAfter, 13s);
        m_now += 6s;
        m_slots.front()->setIsEdit();
        releaseFirst(); // 3 wait
        QCOMPARE(admission.estimatedWait(), std::chrono::nanoseconds(12s));
        m_now += 1s;
        releaseFirst(); // a faulty form; 2 wait
        QCOMPARE(admission.estimatedWait(), std::chrono::nanoseconds(9s));
        releaseAll();
        QCOMPARE(admission.estimatedWait(), 0ns);
    }

    void depthAndWaitAreMeasured() {
        telemetry::Metrics metrics({}, QStringLiteral("local"));
        Admission admission({1, 5, 10s}, metrics, [this] { return m_now; });
        QVERIFY(metrics.text().contains("\nedits_in_flight_limit 1\n"));
        QVERIFY(metrics.text().contains("\nqueue_depth_limit 5\n"));
        for (int i = 0; i < 3; ++i)
            QVERIFY(admission.submit(request(i)));
        QVERIFY(metrics.text().contains("\nqueue_depth 2\n"));
        QVERIFY(metrics.text().contains("\nedits_in_flight 1\n"));
        m_now += 4s;
        releaseFirst();
        m_now += 6s;
        admission.refuseOverdue();
        releaseAll();
        QVERIFY(metrics.text().contains("\nqueue_depth 0\n"));
        QVERIFY(metrics.text().contains("\nedits_in_flight 0\n"));
        QVERIFY(metrics.text().contains("\nqueue_wait_seconds_count 3\n"));
        QVERIFY(metrics.text().contains("\nqueue_wait_seconds_sum 14\n")); // 0 + 4 + 10
    }

    // Whatever comes: the numbers are right, the limits are kept, and each request has one end.
    void anyOrderKeepsTheRules() {
        std::mt19937 random(test::testSeed());
        Admission admission = this->admission(3, 6, 5s);
        std::vector<int> owners(400);
        int taken = 0;
        int withdrawn = 0;
        for (std::size_t i = 0; i < owners.size(); ++i) {
            const QByteArray client = QByteArray::number(static_cast<int>(random() % 4));
            const int waitingBefore = admission.waiting();
            switch (random() % 4) {
            case 0:
                if (!m_slots.empty())
                    releaseFirst();
                break;
            case 1:
                m_now += std::chrono::milliseconds(random() % 2000);
                admission.refuseOverdue();
                break;
            case 2:
                admission.withdraw(&owners[random() % owners.size()]);
                withdrawn += waitingBefore - admission.waiting();
                break;
            default:
                break;
            }
            const bool hasRoom = admission.checkRoom(client).has_value();
            const bool isTaken =
                admission.submit(request(static_cast<int>(i), client, &owners[i])).has_value();
            QCOMPARE(isTaken, hasRoom);
            taken += isTaken;
            QVERIFY(admission.running() <= 3);
            QVERIFY(admission.waiting() <= 6);
            QVERIFY(admission.waiting() == 0 || admission.running() == 3);
            QCOMPARE(admission.running(), static_cast<int>(m_slots.size()));
            QCOMPARE(m_started.size() + m_refused.size() + withdrawn + admission.waiting(), taken);
        }
        releaseAll();
        QVERIFY(admission.isIdle());
    }
};

NB_TEST(TestAdmission)
#include "tst_admission.moc"
