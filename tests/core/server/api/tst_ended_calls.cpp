#include "core/server/api/ended_calls.h"
#include "tests/support/test_main.h"
#include <QTest>
#include <optional>

using namespace nb;
using namespace nb::server;

namespace {

EditCall::Outcome outcome(qsizetype bytes, const char* engine = "a") {
    EditCall::Outcome outcome;
    outcome.result.png = QByteArray(bytes, 'x');
    outcome.result.engine = QString::fromLatin1(engine);
    return outcome;
}

} // namespace

class TestEndedCalls : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void whoWasThereBeforeTheEndSharesIt() {
        EndedCalls calls(1000);
        const EndedCalls::Undecided before(calls);
        calls.add("k", outcome(10, "first"));
        const EndedCalls::Undecided after(calls);
        QVERIFY(before.ended("k") != nullptr);
        QCOMPARE(before.ended("k")->result.engine, QStringLiteral("first"));
        QVERIFY(before.ended("l") == nullptr);
        QVERIFY(after.ended("k") == nullptr);
        calls.add("k", outcome(10, "second"));
        QCOMPARE(after.ended("k")->result.engine, QStringLiteral("second"));
    }

    void nothingIsKeptForNobody() {
        EndedCalls calls(1000);
        calls.add("k", outcome(10));
        QCOMPARE(calls.bytes(), 0);
        std::optional<EndedCalls::Undecided> one(calls);
        calls.add("k", outcome(10));
        std::optional<EndedCalls::Undecided> two(calls);
        calls.add("l", outcome(5));
        QCOMPARE(calls.bytes(), 15);
        one.reset(); // the other was not there before the first end
        QCOMPARE(calls.bytes(), 5);
        two.reset();
        QCOMPARE(calls.bytes(), 0);
    }

    void theOldestMakeRoom() {
        EndedCalls calls(100);
        const EndedCalls::Undecided undecided(calls);
        calls.add("a", outcome(60));
        calls.add("b", outcome(60));
        QVERIFY(undecided.ended("a") == nullptr);
        QVERIFY(undecided.ended("b") != nullptr);
        calls.add("c", outcome(101)); // too large for all of it
        QVERIFY(undecided.ended("c") == nullptr);
        QVERIFY(undecided.ended("b") != nullptr);
    }

    void withoutAKeyNobodyCanAsk() {
        EndedCalls calls(100);
        const EndedCalls::Undecided undecided(calls);
        calls.add({}, outcome(10));
        QCOMPARE(calls.bytes(), 0);
        QVERIFY(undecided.ended({}) == nullptr);
    }
};

NB_TEST(TestEndedCalls)
#include "tst_ended_calls.moc"
