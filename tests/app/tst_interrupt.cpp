#include "app/interrupt.h"
#include "tests/support/test_main.h"
#include <QTest>
#include <csignal>
#include <sys/wait.h>
#include <unistd.h>

using namespace nb;

class TestInterrupt : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void theFirstSignalCallsOnTheEventLoop_data() {
        QTest::addColumn<int>("signal");
        QTest::newRow("SIGINT") << SIGINT;
        QTest::newRow("SIGTERM") << SIGTERM;
    }
    void theFirstSignalCallsOnTheEventLoop() {
        QFETCH(int, signal);
        int calls = 0;
        const app::Interrupt interrupt([&] { ++calls; }, 5);
        std::raise(signal);
        QCOMPARE(calls, 0); // not in the handler
        QTRY_COMPARE(calls, 1);
    }

    void anEarlierSignalIsNoFirstOne() {
        for (int round = 0; round < 2; ++round) {
            int calls = 0;
            const app::Interrupt interrupt([&] { ++calls; }, 5);
            std::raise(SIGINT);
            QTRY_COMPARE(calls, 1);
        }
    }

    void eachHangUpCallsWhereItIsWanted() {
        int hangUps = 0;
        int interrupts = 0;
        const app::Interrupt interrupt([&] { ++interrupts; }, 5, [&] { ++hangUps; });
        for (int expected = 1; expected <= 3; ++expected) {
            std::raise(SIGHUP);
            QTRY_COMPARE(hangUps, expected);
        }
        QCOMPARE(interrupts, 0);
        std::raise(SIGTERM);
        QTRY_COMPARE(interrupts, 1);
        QCOMPARE(hangUps, 3);
    }

    void aHangUpEndsTheProcessWhereItIsNotWanted() {
        const app::Interrupt interrupt([] {}, 5);
        const pid_t child = fork();
        if (child == 0) {
            raise(SIGHUP);
            _exit(99); // not reached
        }
        int status = 0;
        QCOMPARE(waitpid(child, &status, 0), child);
        QVERIFY(WIFSIGNALED(status));
        QCOMPARE(WTERMSIG(status), SIGHUP);
    }

    void theSecondSignalEndsTheProcess() {
        const app::Interrupt interrupt([] {}, 5);
        const pid_t child = fork();
        if (child == 0) { // only calls that a child of fork() may make
            raise(SIGINT);
            raise(SIGTERM);
            _exit(99); // not reached
        }
        int status = 0;
        QCOMPARE(waitpid(child, &status, 0), child);
        QVERIFY(WIFEXITED(status));
        QCOMPARE(WEXITSTATUS(status), 5);
        // The child wrote into the pipe that it shares with us.
        QTest::qWait(0);
    }

    void afterwardsSignalsEndTheProcessAsUsual() {
        {
            const app::Interrupt interrupt([] {}, 5);
        }
        const pid_t child = fork();
        if (child == 0) {
            raise(SIGTERM);
            _exit(99); // not reached
        }
        int status = 0;
        QCOMPARE(waitpid(child, &status, 0), child);
        QVERIFY(WIFSIGNALED(status));
        QCOMPARE(WTERMSIG(status), SIGTERM);
    }
};

NB_TEST(TestInterrupt)
#include "tst_interrupt.moc"
