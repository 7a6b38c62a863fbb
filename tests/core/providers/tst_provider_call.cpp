#include "core/providers/provider_call.h"

#include "core/base/worker_pool.h"
#include "core/image/encode.h"
#include "tests/core/providers/provider_test.h"
#include "tests/support/fake_server.h"
#include "tests/support/fake_time.h"
#include "tests/support/settle.h"
#include "tests/support/test_main.h"
#include <QSemaphore>
#include <QSignalSpy>
#include <QUuid>

using namespace nb;
using namespace nb::providers;
using namespace nb::test;

namespace {

// A format that says nothing: what it asks and reads is what the test says. It can be told to wait.
class FakeWire : public Wire {
public:
    QString name() const override { return QStringLiteral("fake"); }
    QString service() const override { return QStringLiteral("NanoBanana API"); }
    QByteArray key() const override { return "KEY"; }
    ProviderCapabilities capabilities() const override { return {}; }

    HttpRequest checkRequest() const override { return {}; }
    Result<HttpRequest> request(const Job&) const override {
        if (holdRequest)
            gate.acquire();
        return asked;
    }
    Result<ParsedResponse> read(const HttpOutcome& answer) const override {
        reading.release();
        if (holdRead)
            gate.acquire();
        return readAs(answer);
    }
    Refusal refusal(const HttpOutcome&) const override { return {}; }

    Result<HttpRequest> asked = Error{ErrorCode::Internal, QStringLiteral("not set")};
    std::function<Result<ParsedResponse>(const HttpOutcome&)> readAs;
    bool holdRequest = false;
    bool holdRead = false;
    mutable QSemaphore gate;    // what waits goes on
    mutable QSemaphore reading; // read() has begun
};

image::Picture picture() {
    return {cv::Mat(2, 3, CV_8UC3, cv::Scalar(1, 2, 3)), {}};
}

struct Bench {
    Bench() {
        wire->asked = HttpRequest{.url = server.url(QStringLiteral("/edit")),
                                  .headers = {{"Authorization", "KEY"}, {"Content-Type", "application/json"}},
                                  .body = "body"};
        wire->readAs = [](const HttpOutcome&) { return ParsedResponse{picture()}; };
    }
    // Nothing waits for ever on the pool, and nothing is told to who is gone.
    ~Bench() {
        if (call)
            call->finish(Error{ErrorCode::Cancelled});
        wire->gate.release(100);
    }

    QFuture<Result<Answer>> start(Context context = {}, FetchRule rule = FetchRule::AnyAddress) {
        context.onAttempt = [this](const Attempt& attempt) {
            outcomes.append(attempt.outcome);
            attempts.append(attempt);
        };
        call = ProviderCall::create(wire, pool, upstream, rule, std::move(context));
        QObject::connect(call.get(), &ProviderCall::ended, call.get(), [this] { ++ends; });
        return call->start(sampleJob());
    }
    Result<Answer> run(Context context = {}, FetchRule rule = FetchRule::AnyAddress) {
        return finished(start(std::move(context), rule));
    }
    void answerWith(int status, const QByteArray& body = "{}") {
        server.enqueue({status, "application/json", body});
    }
    // The picture is said to be at this path.
    void pointTo(const QString& path) {
        wire->readAs = [url = server.url(path)](const HttpOutcome&) {
            ParsedResponse reading;
            reading.elsewhere = url;
            return reading;
        };
    }

    FakeServer server;
    FakeTime time;
    Upstream upstream{QStringLiteral("NanoBanana API"), "KEY", time.timing()};
    std::shared_ptr<FakeWire> wire = std::make_shared<FakeWire>();
    QList<Attempt> attempts;
    QStringList outcomes;
    int ends = 0;
    WorkerPool pool{1};
    std::shared_ptr<ProviderCall> call;
};

const QStringList kOk{QStringLiteral("ok")};

} // namespace

class TestProviderCall : public QObject {
    Q_OBJECT

    // What was reported, in its order: the outcomes of attempts, and the names of steps.
    struct Reports {
        QStringList order;
        QMap<QString, Step> steps;

        Context context() {
            Context context;
            context.onStep = [this](const Step& step) {
                order << step.name;
                steps[step.name] = step;
            };
            return context;
        }
    };

private Q_SLOTS:
    // The provider's time is that of the network: from the hand-over of the request to the last byte of the
    // answer. What is built before and read afterwards has its own, however long it takes.
    void theProvidersTimeIsThatOfTheNetworkAlone() {
        using namespace std::chrono_literals;
        Bench bench;
        Reply reply{200, "application/json", "{}"};
        reply.delay = 150ms;
        bench.server.enqueue(reply);
        bench.wire->readAs = [](const HttpOutcome&) {
            QThread::msleep(60); // is work here: what takes long to read
            return ParsedResponse{picture()};
        };
        Reports reports;
        QElapsedTimer timer;
        timer.start();
        QVERIFY(bench.run(reports.context()).has_value());
        const std::chrono::nanoseconds total(timer.nsecsElapsed());
        QCOMPARE(reports.order, (QStringList{QStringLiteral("provider_request"),
                                             QStringLiteral("provider_answer"), QStringLiteral("provider")}));
        const auto time = [&](const char* name) { return reports.steps[QLatin1String(name)].duration(); };
        QVERIFY(time("provider") >= 150ms);
        QVERIFY(time("provider_answer") >= 60ms);
        QVERIFY(time("provider_request") + time("provider") + time("provider_answer") <= total);
        QVERIFY(reports.steps[QStringLiteral("provider")].ended <=
                reports.steps[QStringLiteral("provider_answer")].began);
    }

    void attemptsSayWhenAndWhere() {
        Bench bench;
        bench.answerWith(503);
        bench.answerWith(200);
        Reports reports;
        Context context = reports.context();
        QVERIFY(bench.run(std::move(context)).has_value());
        QCOMPARE(bench.attempts.size(), 2);
        const Step provider = reports.steps[QStringLiteral("provider")];
        for (const Attempt& attempt : bench.attempts) {
            QCOMPARE(attempt.host, QStringLiteral("127.0.0.1"));
            QCOMPARE(attempt.port, int(bench.server.serverPort()));
            QVERIFY(attempt.began >= provider.began && attempt.began + attempt.duration <= provider.ended);
        }
        QCOMPARE(reports.order.last(), QStringLiteral("provider")); // after its attempts
        QVERIFY(bench.attempts[0].began < bench.attempts[1].began);
    }

    void aFailureReportsTheTimeToo() {
        Bench bench;
        bench.answerWith(400);
        Reports reports;
        QVERIFY(!bench.run(reports.context()).has_value());
        QCOMPARE(reports.order,
                 (QStringList{QStringLiteral("provider_request"), QStringLiteral("provider")}));
    }

    void whatIsBrokenOffReportsTheTimeUntilThen() {
        Bench bench;
        Reply silent;
        silent.fault = Fault::Silent;
        bench.server.enqueue(silent);
        Reports reports;
        std::stop_source stop;
        Context context = reports.context();
        context.cancel = stop.get_token();
        const auto future = bench.start(std::move(context));
        QTRY_COMPARE(bench.server.received().size(), 1);
        stop.request_stop();
        QCOMPARE(finished(future).error().code, ErrorCode::Cancelled);
        QCOMPARE(bench.outcomes, QStringList(QStringLiteral("aborted")));
        QCOMPARE(reports.order.last(), QStringLiteral("provider"));
        QVERIFY(reports.steps[QStringLiteral("provider")].duration().count() > 0);
    }

    void fromTheJobToThePicture() {
        Bench bench;
        bench.answerWith(200, "answer");
        QByteArray read;
        bench.wire->readAs = [&read](const HttpOutcome& outcome) {
            read = outcome.body;
            return ParsedResponse{picture()};
        };
        const auto answer = bench.run();
        QVERIFY2(answer, answer ? "" : qPrintable(answer.error().message));
        QCOMPARE(worstDifference(answer->picture.pixels, picture().pixels), 0.0);
        QCOMPARE(answer->attempts, 1);
        QCOMPARE(read, QByteArray("answer"));
        QCOMPARE(bench.server.received().value(0).body, QByteArray("body"));
        QCOMPARE(bench.outcomes, kOk);
        QCOMPARE(bench.ends, 1);
    }

    void oneNameForAllAttemptsOfAnEdit() {
        Bench bench;
        for (const int status : {503, 503, 200, 200})
            bench.answerWith(status);
        const auto answer = bench.run();
        QVERIFY(answer);
        QCOMPARE(answer->attempts, 3);
        QVERIFY(bench.run());
        QByteArrayList names;
        for (const Received& request : bench.server.received())
            names.append(request.header("Idempotency-Key"));
        QCOMPARE(names.size(), 4);
        QVERIFY(!QUuid::fromString(QString::fromLatin1(names[0])).isNull());
        QVERIFY(names[1] == names[0] && names[2] == names[0]);
        QVERIFY(names[3] != names[0]); // another edit is not the same one again
        QCOMPARE(bench.outcomes, (QStringList{QStringLiteral("http_5xx"), QStringLiteral("http_5xx"),
                                              QStringLiteral("ok"), QStringLiteral("ok")}));
    }

    void aRequestThatCannotBeBuilt() {
        Bench bench;
        bench.wire->asked = Error{ErrorCode::OutOfMemory, QStringLiteral("too much")};
        const auto answer = bench.run();
        QCOMPARE(answer.error().code, ErrorCode::OutOfMemory);
        QCOMPARE(answer.error().message, QStringLiteral("too much"));
        QCOMPARE(bench.server.connections(), 0);
        QCOMPARE(bench.outcomes, QStringList());
        QCOMPARE(bench.ends, 1);
    }

    // "invalid" is what the service sent and nobody can use; a refusal is an answer like another.
    void whatCannotBeRead_data() {
        QTest::addColumn<int>("code");
        QTest::addColumn<QString>("outcome");
        QTest::newRow("unusable") << int(ErrorCode::ProviderUnusable) << QStringLiteral("invalid");
        QTest::newRow("refused") << int(ErrorCode::ProviderRejected) << QStringLiteral("ok");
        QTest::newRow("too large for us") << int(ErrorCode::OutOfMemory) << QStringLiteral("ok");
    }
    void whatCannotBeRead() {
        QFETCH(int, code);
        QFETCH(QString, outcome);
        Bench bench;
        bench.answerWith(200);
        bench.wire->readAs = [code](const HttpOutcome&) {
            return Result<ParsedResponse>(Error{ErrorCode(code), QStringLiteral("why")});
        };
        const auto answer = bench.run();
        QCOMPARE(int(answer.error().code), code);
        QCOMPARE(answer.error().message, QStringLiteral("why"));
        QCOMPARE(bench.outcomes, QStringList{outcome});
        QCOMPARE(bench.server.received().size(), 1); // it has been paid for: not asked again
    }

    void aPictureElsewhere() {
        Bench bench;
        bench.answerWith(200);
        bench.server.enqueue({200, "image/png", image::encodePng(picture()).value_or(QByteArray())});
        bench.pointTo(QStringLiteral("/picture"));
        const auto answer = bench.run();
        QVERIFY2(answer, answer ? "" : qPrintable(answer.error().message));
        QCOMPARE(worstDifference(answer->picture.pixels, picture().pixels), 0.0);
        QCOMPARE(bench.outcomes, kOk);
        const Received fetched = bench.server.received().value(1);
        QCOMPARE(fetched.target, QByteArray("/picture"));
        QCOMPARE(fetched.method, QByteArray("GET"));
        QVERIFY(fetched.header("Authorization").isEmpty() && fetched.header("Idempotency-Key").isEmpty());
    }

    void noPictureElsewhere() {
        Bench bench;
        bench.pointTo(QStringLiteral("/picture"));
        bench.answerWith(200);
        bench.server.enqueue({200, "image/png", "no picture"});
        QCOMPARE(bench.run().error().code, ErrorCode::ProviderUnusable);
        QCOMPARE(bench.outcomes, QStringList{QStringLiteral("invalid")});

        bench.answerWith(200);
        const int before = bench.server.connections();
        QCOMPARE(bench.run({}, FetchRule::PublicOnly).error().code, ErrorCode::ProviderUnusable);
        QCOMPARE(bench.server.connections(), before + 1); // the edit itself, and no look at home
    }

    void cancelledWhileTheAnswerIsRead() {
        Bench bench;
        bench.answerWith(200);
        bench.wire->holdRead = true;
        std::stop_source source;
        Context context;
        context.cancel = source.get_token();
        const auto future = bench.start(context);
        QTRY_COMPARE_WITH_TIMEOUT(bench.wire->reading.available(), 1, 20'000);
        source.request_stop();
        QCOMPARE(finished(future).error().code, ErrorCode::Cancelled); // does not wait for the pool
        QCOMPARE(bench.outcomes, QStringList{QStringLiteral("aborted")});
        bench.wire->gate.release();
        bench.call.reset();
        QVERIFY(settle(bench.pool)); // what comes too late changes nothing
        QCOMPARE(bench.outcomes.size(), 1);
        QCOMPARE(bench.ends, 1);
    }

    void theDeadlinePassesBeforeAnythingIsSent() {
        Bench bench;
        bench.wire->holdRequest = true;
        Context context;
        context.deadline = QDeadlineTimer(1);
        QCOMPARE(bench.run(context).error().code, ErrorCode::DeadlineExceeded);
        bench.wire->gate.release();
        QVERIFY(settle(bench.pool));
        bench.call.reset(); // an attempt under way would be reported as aborted
        QVERIFY(bench.server.receivePending());
        QCOMPARE(bench.server.connections(), 0);
        QCOMPARE(bench.outcomes, QStringList());
        QCOMPARE(bench.ends, 1);
    }

    void itEndsOnce() {
        Bench bench;
        bench.answerWith(200);
        bench.wire->holdRequest = true;
        const auto future = bench.start();
        bench.call->finish(Error{ErrorCode::Cancelled, QStringLiteral("first")});
        bench.call->finish(Answer{picture(), 9});
        QVERIFY(future.isFinished());
        QCOMPARE(future.result().error().message, QStringLiteral("first"));
        bench.wire->gate.release();
        QVERIFY(settle(bench.pool));
        bench.call.reset(); // an attempt under way would be reported as aborted
        QVERIFY(bench.server.receivePending());
        QCOMPARE(future.resultCount(), 1);
        QCOMPARE(bench.server.connections(), 0);
        QCOMPARE(bench.outcomes, QStringList());
        QCOMPARE(bench.ends, 1);
    }

    // Whoever started it need not keep it until the pool is through.
    void itKeepsItselfWhileThePoolWorks() {
        Bench bench;
        bench.wire->asked = Error{ErrorCode::Internal, QStringLiteral("built")};
        bench.wire->holdRequest = true;
        const auto future = bench.start();
        bench.call.reset();
        handleEvents();
        QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete); // that of the call, if any
        QVERIFY(!future.isFinished());
        bench.wire->gate.release();
        QCOMPARE(finished(future).error().message, QStringLiteral("built"));
    }
};

NB_TEST(TestProviderCall)
#include "tst_provider_call.moc"
