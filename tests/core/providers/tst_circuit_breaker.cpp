#include "core/providers/circuit_breaker.h"
#include "tests/support/fake_time.h"
#include "tests/support/test_main.h"
#include <QTest>

using namespace nb::providers;
using namespace std::chrono_literals;
using Outcome = CircuitBreaker::Outcome;
using State = CircuitBreaker::State;

class TestCircuitBreaker : public QObject {
    Q_OBJECT

    static void call(CircuitBreaker& breaker, Outcome outcome) {
        const auto permit = breaker.admit();
        QVERIFY(permit.allowed);
        breaker.record(permit, outcome);
    }
    static void calls(CircuitBreaker& breaker, int count, Outcome outcome) {
        for (int i = 0; i < count; ++i)
            call(breaker, outcome);
    }

private Q_SLOTS:
    void nineFailuresAreTooFewToJudge() {
        nb::test::FakeTime time;
        CircuitBreaker breaker(time.timing().now);
        calls(breaker, 9, Outcome::Failure);
        QCOMPARE(breaker.state(), State::Closed);
        call(breaker, Outcome::Failure);
        QCOMPARE(breaker.state(), State::Open);
        const auto refused = breaker.admit();
        QVERIFY(!refused.allowed);
        QCOMPARE(refused.wait, 15'000ms);
    }

    void opensAtHalfAndNotBelow() {
        nb::test::FakeTime time;
        CircuitBreaker below(time.timing().now);
        calls(below, 6, Outcome::Success);
        calls(below, 5, Outcome::Failure); // 5 of 11
        QCOMPARE(below.state(), State::Closed);
        CircuitBreaker at(time.timing().now);
        calls(at, 5, Outcome::Success);
        calls(at, 5, Outcome::Failure); // 5 of 10
        QCOMPARE(at.state(), State::Open);
    }

    void oldFailuresAreForgotten() {
        nb::test::FakeTime time;
        CircuitBreaker breaker(time.timing().now);
        calls(breaker, 9, Outcome::Failure);
        time.advance(30s);
        call(breaker, Outcome::Failure);
        QCOMPARE(breaker.state(), State::Closed);
    }

    void refusalsOfTheRequestDoNotCount() {
        nb::test::FakeTime time;
        CircuitBreaker breaker(time.timing().now);
        calls(breaker, 50, Outcome::Alive);
        calls(breaker, 50, Outcome::Unknown);
        QCOMPARE(breaker.state(), State::Closed);
    }

    void oneProbeDecides() {
        nb::test::FakeTime time;
        CircuitBreaker breaker(time.timing().now);
        calls(breaker, 10, Outcome::Failure);
        time.advance(15s);
        QCOMPARE(breaker.state(), State::HalfOpen);
        const auto probe = breaker.admit();
        QVERIFY(probe.allowed);
        QVERIFY(!breaker.admit().allowed); // only one at a time
        breaker.record(probe, Outcome::Failure);
        QCOMPARE(breaker.state(), State::Open);
        QCOMPARE(breaker.admit().wait, 15'000ms);
        time.advance(15s);
        call(breaker, Outcome::Success);
        QCOMPARE(breaker.state(), State::Closed);
        calls(breaker, 9, Outcome::Failure); // the probe's success is the tenth call
        QCOMPARE(breaker.state(), State::Open);
    }

    void aCancelledProbeLeavesRoomForTheNext() {
        nb::test::FakeTime time;
        CircuitBreaker breaker(time.timing().now);
        calls(breaker, 10, Outcome::Failure);
        time.advance(15s);
        call(breaker, Outcome::Unknown);
        QCOMPARE(breaker.state(), State::HalfOpen);
        QVERIFY(breaker.admit().allowed);
    }

    void aProbeThatIsRefusedForItsContentShowsLife() {
        nb::test::FakeTime time;
        CircuitBreaker breaker(time.timing().now);
        calls(breaker, 10, Outcome::Failure);
        time.advance(15s);
        call(breaker, Outcome::Alive);
        QCOMPARE(breaker.state(), State::Closed);
    }

    void callsFromBeforeTheOpeningDoNotDecide() {
        nb::test::FakeTime time;
        CircuitBreaker breaker(time.timing().now);
        const auto early = breaker.admit();
        calls(breaker, 10, Outcome::Failure);
        breaker.record(early, Outcome::Success);
        QCOMPARE(breaker.state(), State::Open);
    }

    void aRefusedKeyOpensAtOnceForAMinute() {
        nb::test::FakeTime time;
        CircuitBreaker breaker(time.timing().now);
        call(breaker, Outcome::KeyRefused);
        QCOMPARE(breaker.state(), State::Open);
        QVERIFY(breaker.keyRefused());
        QCOMPARE(breaker.admit().wait, 60'000ms);
        time.advance(59'999ms);
        QVERIFY(!breaker.admit().allowed);
        time.advance(1ms);
        call(breaker, Outcome::Success);
        QVERIFY(!breaker.keyRefused());
    }
};

NB_TEST(TestCircuitBreaker)
#include "tst_circuit_breaker.moc"
