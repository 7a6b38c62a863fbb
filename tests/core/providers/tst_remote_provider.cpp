#include "core/providers/remote_provider.h"
#include "core/telemetry/log.h"
#include "tests/core/providers/nanobanana_bench.h"
#include "tests/support/test_main.h"
#include <QSet>
#include <thread>

using namespace nb;
using namespace nb::providers;
using namespace nb::test;
using namespace std::chrono_literals;
using Bench = NanobananaBench;

// The course of an edit (provider_call.cpp) and what edits share, with the NanoBanana format as the example.
class TestRemoteProvider : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void theDeadlineEndsTheEdit() {
        Bench bench;
        Reply reply;
        reply.fault = Fault::Silent;
        bench.fake.server().enqueue(reply);
        Context context;
        context.deadline = QDeadlineTimer(1500);
        const auto answer = bench.edit(sampleJob(), context);
        QCOMPARE(answer.error().code, ErrorCode::DeadlineExceeded);
        QCOMPARE(bench.outcomes(), QStringList{QStringLiteral("timeout")});
        QTRY_COMPARE(bench.fake.server().abandoned(), 1);
    }

    void aDeadlineThatHasPassedAsksNobody() {
        Bench bench;
        Context context;
        context.deadline = QDeadlineTimer(0);
        QCOMPARE(bench.edit(sampleJob(), context).error().code, ErrorCode::DeadlineExceeded);
        QCOMPARE(bench.fake.server().connections(), 0);
    }

    void cancellingAbortsTheCall() {
        Bench bench;
        bench.fake.setDelay(60s);
        std::stop_source source;
        Context context;
        context.cancel = source.get_token();
        const auto future = bench.start(sampleJob(), context);
        QTRY_COMPARE(bench.fake.server().received().size(), 1);
        source.request_stop();
        QCOMPARE(finished(future).error().code, ErrorCode::Cancelled);
        QTRY_COMPARE(bench.fake.server().abandoned(), 1);
        QCOMPARE(bench.outcomes(), QStringList{QStringLiteral("aborted")});
        QVERIFY(bench.provider->healthy());
    }

    void cancellingFromAnotherThreadAndBeforehand() {
        Bench bench;
        bench.fake.setDelay(60s);
        std::stop_source source;
        Context context;
        context.cancel = source.get_token();
        const auto future = bench.start(sampleJob(), context);
        std::jthread other([&] { source.request_stop(); });
        QCOMPARE(finished(future).error().code, ErrorCode::Cancelled);
        const auto late = bench.provider->edit(sampleJob(), context);
        QVERIFY(late.isFinished());
        QCOMPARE(late.result().error().code, ErrorCode::Cancelled);
    }

    void cancellingDuringARetryWait() {
        Bench bench;
        bench.fake.setStatus(503);
        std::stop_source source;
        Context context;
        context.cancel = source.get_token();
        context.onAttempt = [&](const Attempt&) { source.request_stop(); };
        const auto answer = finished(bench.provider->edit(sampleJob(), context));
        QCOMPARE(answer.error().code, ErrorCode::Cancelled);
        QVERIFY(bench.fake.requests() <= 2);
    }

    void destroyingTheProviderEndsItsEdits() {
        Bench bench;
        bench.fake.setDelay(60s);
        const auto future = bench.start();
        QTRY_COMPARE(bench.fake.server().received().size(), 1);
        bench.provider.reset();
        QVERIFY(future.isFinished());
        QCOMPARE(future.result().error().code, ErrorCode::Cancelled);
    }

    void severalEditsRunAtOnce() {
        Bench bench;
        bench.fake.setDelay(100ms);
        QList<QFuture<Result<Answer>>> futures;
        for (int i = 0; i < 10; ++i)
            futures.append(bench.start());
        for (const auto& future : futures)
            QVERIFY(finished(future).has_value());
        QCOMPARE(bench.fake.charged(), 10);
    }

    void healthFollowsTheBreaker() {
        Bench bench;
        QVERIFY(bench.provider->healthy());
        bench.fake.setStatus(401);
        QVERIFY(!bench.edit().has_value());
        QVERIFY(!bench.provider->healthy());
        QCOMPARE(bench.edit().error().code, ErrorCode::ProviderBusy);
        bench.time.advance(60s);
        bench.fake.setStatus(200);
        QVERIFY(bench.edit().has_value());
        QVERIFY(bench.provider->healthy());
    }

    void aThirdOfFailuresLosesNothingAndChargesNothingTwice() {
        Bench bench;
        const unsigned seed = 20260101;
        bench.fake.setFailChance(0.3, seed);
        int done = 0, repeated = 0;
        for (int i = 0; i < 50; ++i) {
            auto answer = bench.edit();
            while (!answer) { // as a batch does: three failures in a row happen
                // 503 or 500 after all tries, or 429.
                QVERIFY(answer.error().code == ErrorCode::ProviderUnavailable ||
                        answer.error().code == ErrorCode::ProviderBusy);
                QVERIFY(++repeated < 20);
                answer = bench.edit();
            }
            ++done;
        }
        QCOMPARE(done, 50);
        QCOMPARE(bench.fake.charged(), 50);
        QVERIFY(bench.fake.requests() > 55); // there were failures
        QVERIFY(bench.provider->healthy());
    }

    void progressIsReported() {
        Bench bench;
        QVERIFY(bench.edit().has_value());
        QSet<int> phases;
        for (const Progress& p : bench.progress)
            phases.insert(int(p.phase));
        QCOMPARE(phases.size(), 3);
    }

    void theBreakersStateIsToldAndLoggedOnce() {
        log::Capture log;
        Bench bench;
        QCOMPARE(bench.provider->breakerState(), BreakerState::Closed);
        bench.fake.setStatus(501);
        for (int i = 0; i < 10; ++i)
            QVERIFY(!bench.edit().has_value());
        QCOMPARE(bench.provider->breakerState(), BreakerState::Open);
        QVERIFY(!bench.edit().has_value());
        QCOMPARE(log.lines(QStringLiteral("Provider keeps failing: not asked for a while")).size(), 1);
        bench.time.advance(15s);
        QCOMPARE(bench.provider->breakerState(), BreakerState::HalfOpen);
        bench.fake.setStatus(200);
        QVERIFY(bench.edit().has_value());
        QCOMPARE(log.lines(QStringLiteral("Provider works again")).size(), 1);
        bench.fake.setStatus(401);
        QVERIFY(!bench.edit().has_value());
        QCOMPARE(log.lines(QStringLiteral("Provider refuses the key: not asked for a minute")).size(), 1);
        for (const QByteArray& line : log.rawLines())
            QVERIFY(!line.contains(kKey));
    }
};

NB_TEST(TestRemoteProvider)
#include "tst_remote_provider.moc"
