#include "core/providers/retry_loop.h"
#include "tests/support/fake_server.h"
#include "tests/support/fake_time.h"
#include "tests/support/test_main.h"
#include <QTest>
#include <optional>

using namespace nb;
using namespace nb::providers;
using namespace nb::test;
using namespace std::chrono_literals;

namespace {

struct Run {
    std::optional<Result<HttpResponse>> result;
    QList<Attempt> attempts;
    std::unique_ptr<RetryLoop> loop;

    [[nodiscard]] QStringList outcomes() const {
        QStringList list;
        for (const Attempt& attempt : attempts)
            list.append(attempt.outcome);
        return list;
    }
};

Reply status(int code, HeaderList headers = {}) {
    return {code, "application/json", "{}", std::move(headers)};
}

Reply faulty(Fault fault) {
    Reply reply{200, "application/json", "{\"a\":1}"};
    reply.fault = fault;
    return reply;
}

} // namespace

class TestRetryLoop : public QObject {
    Q_OBJECT

    static void start(Run& run, Upstream& upstream, const QUrl& url, Context context = {},
                      const Refusal& refusal = {}, const QByteArray& body = "body") {
        context.onAttempt = [&run](const Attempt& attempt) { run.attempts.append(attempt); };
        run.loop = std::make_unique<RetryLoop>(
            upstream,
            HttpRequest{HttpRequest::Method::Post,
                        url,
                        {{"Authorization", "Bearer K3Y"}, {"Content-Type", "text/plain"}},
                        body},
            context, [refusal](const HttpOutcome&) { return refusal; },
            [&run](Result<HttpResponse> result) {
                run.result = std::move(result);
                run.loop.reset(); // as the provider does
            });
        run.loop->start();
    }

    static Upstream upstream(FakeTime& time, const RetryLimits& limits = {}) {
        return {QStringLiteral("NanoBanana API"), "K3Y", time.timing(), limits};
    }

private Q_SLOTS:
    void failsTwiceThenSucceeds() {
        FakeServer server;
        server.enqueue(status(500));
        server.enqueue(status(429, {{"Retry-After", "2"}}));
        server.enqueue(status(200));
        FakeTime time;
        Upstream up = upstream(time);
        Run run;
        start(run, up, server.url());
        QTRY_VERIFY(run.result);
        QVERIFY(run.result->has_value());
        QCOMPARE((*run.result)->attempt.number, 3);
        QCOMPARE(run.outcomes(), (QStringList{QStringLiteral("http_5xx"), QStringLiteral("http_429")}));
        QCOMPARE(run.attempts.at(0).number, 1);
        QCOMPARE(run.attempts.at(0).waitBeforeNext, 250ms);
        QCOMPARE(run.attempts.at(1).waitBeforeNext, 2000ms);
        QCOMPARE(time.waits, (std::vector{250ms, 2000ms}));
        QCOMPARE(up.budget.tokens(), 100 - 5 - 5 + 1);
    }

    void givesUpAfterThree() {
        FakeServer server;
        server.setHandler([](const Received&) { return status(503); });
        FakeTime time;
        Upstream up = upstream(time);
        Run run;
        start(run, up, server.url());
        QTRY_VERIFY(run.result);
        QCOMPARE(run.result->error().code, ErrorCode::ProviderUnavailable);
        QCOMPARE(run.attempts.size(), 3);
        QCOMPARE(run.attempts.last().waitBeforeNext, 0ms);
        QCOMPARE(server.received().size(), 3);
    }

    void retryAfterAsADateIsSlept() {
        FakeServer server;
        server.enqueue(status(503, {{"Retry-After", "Thu, 01 Jan 2026 12:00:30 GMT"}}));
        server.enqueue(status(200));
        FakeTime time; // starts at 12:00:00
        Upstream up = upstream(time);
        Run run;
        start(run, up, server.url());
        QTRY_VERIFY(run.result);
        QVERIFY(run.result->has_value());
        QCOMPARE(time.waits, std::vector{30'000ms});
    }

    void aLongRetryAfterFailsAtOnce() {
        FakeServer server;
        server.enqueue(status(429, {{"Retry-After", "3600"}}));
        FakeTime time;
        Upstream up = upstream(time);
        Run run;
        start(run, up, server.url());
        QTRY_VERIFY(run.result);
        QCOMPARE(run.result->error().code, ErrorCode::ProviderBusy);
        QCOMPARE(run.result->error().retryAfter, std::optional(3600s));
        QVERIFY(time.waits.empty());
    }

    void whatMayBeChargedIsNeverSentAgain_data() {
        QTest::addColumn<int>("fault");
        QTest::newRow("reset") << int(Fault::ResetAfterBody);
        QTest::newRow("close") << int(Fault::CloseWithoutAnswer);
        QTest::newRow("half") << int(Fault::HalfAnswer);
        QTest::newRow("silent") << int(Fault::Silent);
        QTest::newRow("garbage") << int(Fault::Garbage);
    }
    void whatMayBeChargedIsNeverSentAgain() {
        QFETCH(int, fault);
        FakeServer server;
        server.setHandler([fault](const Received&) { return faulty(Fault(fault)); });
        FakeTime time;
        RetryLimits limits;
        limits.attemptTimeout = 1s;
        Upstream up = upstream(time, limits);
        Run run;
        start(run, up, server.url());
        QTRY_VERIFY(run.result);
        QVERIFY(!run.result->has_value());
        QVERIFY(server.receivePending());
        QCOMPARE(server.received().size(), 1);
        QCOMPARE(run.attempts.size(), 1);
    }

    void a504IsNotSentAgain() {
        FakeServer server;
        server.setHandler([](const Received&) { return status(504); });
        FakeTime time;
        Upstream up = upstream(time);
        Run run;
        start(run, up, server.url());
        QTRY_VERIFY(run.result);
        QCOMPARE(run.result->error().code, ErrorCode::ProviderUnavailable);
        QCOMPARE(server.received().size(), 1);
    }

    void aRequestThatWasNotSentIsSentAgain() {
        FakeServer server;
        server.enqueue(faulty(Fault::ResetBeforeBody));
        server.setHandler([](const Received&) { return status(200); });
        FakeTime time;
        Upstream up = upstream(time);
        Run run;
        start(run, up, server.url(), {}, {}, QByteArray(30'000'000, 'b'));
        QTRY_VERIFY_WITH_TIMEOUT(run.result, 20'000);
        QVERIFY(run.result->has_value());
        QCOMPARE(run.outcomes(), QStringList{QStringLiteral("connect")});
        QCOMPARE(server.received().size(), 1);
    }

    void theDeadlineOfTheEditCutsAnAttempt() {
        FakeServer server;
        server.enqueue(faulty(Fault::Silent));
        FakeTime time;
        Upstream up = upstream(time);
        Context context;
        context.deadline = QDeadlineTimer(200);
        Run run;
        start(run, up, server.url(), context);
        QTRY_VERIFY(run.result);
        QCOMPARE(run.result->error().code, ErrorCode::DeadlineExceeded);
        QCOMPARE(run.outcomes(), QStringList{QStringLiteral("timeout")});
    }

    void anAttemptThatOnlyTimesOutItselfIsNotTheDeadline() {
        FakeServer server;
        server.enqueue(faulty(Fault::Silent));
        FakeTime time;
        RetryLimits limits;
        limits.attemptTimeout = 100ms;
        Upstream up = upstream(time, limits);
        Context context;
        context.deadline = QDeadlineTimer(60'000);
        Run run;
        start(run, up, server.url(), context);
        QTRY_VERIFY(run.result);
        QCOMPARE(run.result->error().code, ErrorCode::ProviderUnavailable);
    }

    void aPassedDeadlineSendsNothing() {
        FakeServer server;
        FakeTime time;
        Upstream up = upstream(time);
        Context context;
        context.deadline = QDeadlineTimer(0);
        Run run;
        start(run, up, server.url(), context);
        QTRY_VERIFY(run.result);
        QCOMPARE(run.result->error().code, ErrorCode::DeadlineExceeded);
        QCOMPARE(server.connections(), 0);
    }

    void theBudgetStopsRetries() {
        FakeServer server;
        server.setHandler([](const Received&) { return status(503); });
        FakeTime time;
        Upstream up = upstream(time);
        while (up.budget.tryTake()) {
        }
        Run run;
        start(run, up, server.url());
        QTRY_VERIFY(run.result);
        QCOMPARE(run.attempts.size(), 1);
    }

    void theBreakerOpensAndRecovers() {
        FakeServer server;
        server.setHandler([](const Received&) { return status(501); });
        FakeTime time;
        Upstream up = upstream(time);
        for (int i = 0; i < 10; ++i) {
            Run run;
            start(run, up, server.url());
            QTRY_VERIFY(run.result);
            QCOMPARE(run.result->error().code, ErrorCode::ProviderUnavailable);
        }
        Run refused;
        start(refused, up, server.url());
        QVERIFY(refused.result); // at once
        QCOMPARE(refused.result->error().code, ErrorCode::ProviderBusy);
        QCOMPARE(refused.result->error().retryAfter, std::optional(15s));
        QCOMPARE(server.received().size(), 10);
        server.setHandler([](const Received&) { return status(200); });
        time.advance(15s);
        Run probe;
        start(probe, up, server.url());
        QTRY_VERIFY(probe.result);
        QVERIFY(probe.result->has_value());
        QCOMPARE(up.breaker.state(), CircuitBreaker::State::Closed);
    }

    void refusalsOfContentDoNotOpenTheBreaker() {
        FakeServer server;
        server.setHandler([](const Received&) { return status(400); });
        FakeTime time;
        Upstream up = upstream(time);
        for (int i = 0; i < 12; ++i) {
            Run run;
            start(run, up, server.url());
            QTRY_VERIFY(run.result);
            QCOMPARE(run.result->error().code, ErrorCode::ProviderRejected);
        }
    }

    void aRefusedKeyIsNotTriedAgainForAMinute() {
        for (int code : {401, 403}) {
            FakeServer server;
            server.setHandler([code](const Received&) { return status(code); });
            FakeTime time;
            Upstream up = upstream(time);
            Run run;
            start(run, up, server.url());
            QTRY_VERIFY(run.result);
            QCOMPARE(run.result->error().code, ErrorCode::ProviderRefusedKey);
            Run next;
            start(next, up, server.url());
            QVERIFY(next.result);
            QCOMPARE(next.result->error().code, ErrorCode::ProviderBusy);
            QCOMPARE(next.result->error().retryAfter, std::optional(60s));
            QCOMPARE(next.result->error().message,
                     QStringLiteral("Invalid NanoBanana API key: not asked again for 60 seconds"));
            QCOMPARE(server.received().size(), 1);
        }
    }

    void destroyingTheLoopAbortsAndReports() {
        FakeServer server;
        server.enqueue(faulty(Fault::Silent));
        FakeTime time;
        Upstream up = upstream(time);
        Run run;
        start(run, up, server.url());
        QTRY_COMPARE(server.received().size(), 1);
        run.loop.reset();
        QTRY_COMPARE(server.abandoned(), 1);
        QCOMPARE(run.outcomes(), QStringList{QStringLiteral("aborted")});
        QVERIFY(!run.result);
    }

    void theKeyIsScrubbedFromWhatTheServiceSays() {
        FakeServer server;
        server.enqueue(status(400));
        FakeTime time;
        Upstream up = upstream(time);
        Refusal refusal;
        refusal.text = QStringLiteral("you sent Bearer K3Y\r\nInjected: line");
        Run run;
        start(run, up, server.url(), {}, refusal);
        QTRY_VERIFY(run.result);
        const Error error = run.result->error();
        QCOMPARE(error.message, QStringLiteral("NanoBanana API refused the request: you sent Bearer [•••] "
                                               "Injected: line"));
        QVERIFY(!error.detail.contains(QStringLiteral("K3Y")));
    }
};

NB_TEST(TestRetryLoop)
#include "tst_retry_loop.moc"
