#include "core/server/api/exchange.h"

#include "core/server/http/guard_server.h"
#include "core/telemetry/metrics.h"
#include "tests/support/raw_client.h"
#include "tests/support/test_main.h"
#include <QSignalSpy>
#include <memory>

using namespace nb;
using namespace nb::server;
using nb::test::kHangLimitMs;
using nb::test::RawAnswer;
using nb::test::RawClient;

namespace {

const config::Settings kSettings;

// A guard whose requests become exchanges that wait for the test.
struct Bench {
    Bench() {
        auto hooks = std::make_shared<GuardHooks>();
        hooks->onRejected = [](GuardConnection&, const Rejection& rejection) {
            return errorResponse(rejection.error, {});
        };
        hooks->onHead = [this](GuardConnection& guarded) {
            RequestRecord record;
            record.head = guarded.head();
            record.identity = Identity::of(record.head);
            record.endpoint = QStringLiteral("/api/edit");
            record.rateLimit = {{"X-RateLimit-Limit", "60"}};
            metrics.requestStarted();
            connection = &guarded;
            deciding = new Exchange(guarded, record, finisher, owner.get());
            if (!hold)
                deciding->proceed([this](Exchange& whole) { exchange = &whole; });
        };
        hooks->onDropped = [](GuardConnection&, const char*) {};
        GuardLimits limits;
        limits.maxBodyBytes = 1'000;
        guard = std::make_unique<GuardServer>(limits, hooks, [](const QHostAddress&) { return false; });
        if (!guard->listen(QHostAddress::LocalHost))
            qFatal("cannot listen");
    }

    // Sends a request and waits until it has come.
    bool ask(RawClient& client) {
        client.send("POST /api/edit HTTP/1.1\r\nHost: a\r\nX-Request-ID: r1\r\nContent-Length: 3\r\n\r\nabc");
        return QTest::qWaitFor([this] { return !exchange.isNull(); }, kHangLimitMs);
    }
    bool waitUntilItIsGone() const {
        return QTest::qWaitFor([this] { return exchange.isNull(); }, kHangLimitMs);
    }
    bool counted(int status, int times = 1) {
        return metrics.text().contains(
            QStringLiteral(
                "http_requests_total{endpoint=\"/api/edit\",method=\"POST\",status_code=\"%1\"} %2\n")
                .arg(QString::number(status), QString::number(times))
                .toLatin1());
    }
    bool leftDuring(const char* phase) {
        return metrics.text().contains(QByteArray("http_client_disconnects_total{phase=\"") + phase +
                                       "\"} 1\n");
    }

    telemetry::Metrics metrics{
        {{QStringLiteral("POST"), QStringLiteral("/api/edit"), {200, 400, 422, 499, 500}}},
        QStringLiteral("local")};
    telemetry::Tracer tracer{telemetry::Sampler({}, 0), nullptr};
    Finisher finisher{kSettings, metrics, tracer};
    std::unique_ptr<QObject> owner = std::make_unique<QObject>();
    bool hold = false;           // heads
    QPointer<Exchange> deciding; // the last head's
    QPointer<Exchange> exchange; // the last whole one
    QPointer<GuardConnection> connection;
    std::unique_ptr<GuardServer> guard;
};

} // namespace

class TestExchange : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void knowsTheRequestUntilItIsAnswered() {
        Bench bench;
        RawClient client(bench.guard->serverPort());
        QVERIFY(bench.ask(client));
        QCOMPARE(bench.exchange->head().method, QByteArray("POST"));
        QCOMPARE(bench.exchange->requestId(), QByteArray("r1"));
        QCOMPARE(bench.exchange->body().bytes(), QByteArray("abc"));
        QCOMPARE(bench.exchange->record().bodyBytes, 3);
        QVERIFY(bench.metrics.text().contains("\nhttp_requests_active 1\n"));
        bench.exchange->finish({200, "text/plain", "done", {}});
        QVERIFY(bench.exchange &&
                bench.exchange->body().bytes().isEmpty()); // a picture's memory is not kept longer
        QVERIFY(bench.waitUntilItIsGone());
        const RawAnswer answer = client.answer();
        QCOMPARE(answer.status, 200);
        QCOMPARE(answer.body, QByteArray("done"));
        QCOMPARE(answer.header("X-Request-ID"), QByteArray("r1"));
        QCOMPARE(answer.header("X-RateLimit-Limit"), QByteArray("60"));
        QVERIFY(bench.metrics.text().contains("\nhttp_requests_active 0\n"));
    }

    void onlyTheFirstAnswerCounts() {
        Bench bench;
        RawClient client(bench.guard->serverPort());
        QVERIFY(bench.ask(client));
        QSignalSpy abandoned(bench.exchange, &Exchange::abandoned);
        bench.exchange->finish({200, "text/plain", "first", {}});
        bench.exchange->finish({200, "text/plain", "second", {}});
        bench.exchange->finish(Error{ErrorCode::Internal});
        QCOMPARE(client.answer().body, QByteArray("first"));
        QVERIFY(bench.waitUntilItIsGone());
        QVERIFY(bench.counted(200) && !bench.counted(500));
        QVERIFY(abandoned.isEmpty());
        // The connection is free for the next one, and nothing of the other answers stands before it.
        QVERIFY(bench.ask(client));
        bench.exchange->finish({200, "text/plain", "third", {}});
        QCOMPARE(client.answer().body, QByteArray("third"));
        QVERIFY(bench.counted(200, 2));
    }

    void anErrorNamesTheRequest() {
        Bench bench;
        RawClient client(bench.guard->serverPort());
        QVERIFY(bench.ask(client));
        Error error{ErrorCode::InvalidArgument, QStringLiteral("wrong")};
        error.retryAfter = std::chrono::seconds(7);
        bench.exchange->finish(error);
        const RawAnswer answer = client.answer();
        QCOMPARE(answer.status, 422);
        QCOMPARE(answer.header("Retry-After"), QByteArray("7"));
        QVERIFY(answer.body.contains("wrong") && answer.body.contains("r1"));
        QVERIFY(bench.counted(422));
    }

    void aClientThatLeaves_data() {
        QTest::addColumn<QString>("phase");
        QTest::newRow("unless told otherwise") << QString();
        QTest::newRow("as told") << QStringLiteral("queue");
    }
    void aClientThatLeaves() {
        QFETCH(QString, phase);
        Bench bench;
        RawClient client(bench.guard->serverPort());
        QVERIFY(bench.ask(client));
        if (!phase.isNull())
            bench.exchange->setPhase(phase);
        int told = 0;
        connect(bench.exchange, &Exchange::abandoned, this, [&] {
            ++told;
            bench.exchange->finish({200, "text/plain", "too late", {}}); // as a handler may that learns of it
        });
        client.socket.abort();
        QVERIFY(bench.waitUntilItIsGone());
        QCOMPARE(told, 1);
        QVERIFY(bench.counted(499) && !bench.counted(200));
        QVERIFY(bench.leftDuring(phase.isNull() ? "edit" : "queue"));
        QVERIFY(bench.metrics.text().contains("\nhttp_requests_active 0\n"));
    }

    // Before it is decided, or with half of the body sent.
    void aClientThatLeavesDuringItsUpload_data() {
        QTest::addColumn<bool>("decided");
        QTest::newRow("before it is decided") << false;
        QTest::newRow("in the body") << true;
    }
    void aClientThatLeavesDuringItsUpload() {
        QFETCH(bool, decided);
        Bench bench;
        bench.hold = !decided;
        RawClient client(bench.guard->serverPort());
        client.send("POST /api/edit HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\na");
        QTRY_VERIFY_WITH_TIMEOUT(!bench.deciding.isNull(), kHangLimitMs);
        client.socket.abort();
        QTRY_VERIFY_WITH_TIMEOUT(bench.deciding.isNull(), kHangLimitMs);
        QVERIFY(bench.counted(499) && bench.leftDuring("upload"));
        QVERIFY(bench.metrics.text().contains("\nhttp_requests_active 0\n"));
        QVERIFY(bench.exchange.isNull());
    }

    void aBodyThatBreaksTheFormIsRefusedOnce() {
        Bench bench;
        RawClient client(bench.guard->serverPort());
        client.send("POST /api/edit HTTP/1.1\r\nHost: a\r\nX-Request-ID: r2\r\n"
                    "Transfer-Encoding: chunked\r\n\r\nZZ\r\n");
        const RawAnswer answer = client.answer();
        QCOMPARE(answer.status, 400);
        QCOMPARE(answer.header("X-Request-ID"), QByteArray("r2"));
        QVERIFY(bench.counted(400));
        QVERIFY(bench.metrics.text().contains("http_guard_rejections_total{reason=\"chunk\"} 1\n"));
        QVERIFY(bench.metrics.text().contains("\nhttp_requests_active 0\n"));
        QTRY_VERIFY_WITH_TIMEOUT(bench.deciding.isNull(), kHangLimitMs);
    }

    void leavingAfterTheAnswerIsNoLoss() {
        Bench bench;
        RawClient client(bench.guard->serverPort());
        QVERIFY(bench.ask(client));
        QSignalSpy abandoned(bench.exchange, &Exchange::abandoned);
        bench.exchange->finish({200, "text/plain", QByteArray(100'000, 'x'), {}});
        client.socket.abort();
        QVERIFY(bench.waitUntilItIsGone());
        QTRY_COMPARE_WITH_TIMEOUT(bench.guard->openConnections(), 0, kHangLimitMs);
        QVERIFY(abandoned.isEmpty());
        QVERIFY(bench.counted(200) && !bench.counted(499));
    }

    // As when the server goes down.
    void itsOwnersEndIsItsEnd() {
        Bench bench;
        RawClient client(bench.guard->serverPort());
        QVERIFY(bench.ask(client));
        bench.owner.reset();
        QVERIFY(bench.exchange.isNull());
        client.socket.abort();
        QTRY_COMPARE_WITH_TIMEOUT(bench.guard->openConnections(), 0, kHangLimitMs);
        QVERIFY(!bench.counted(499));
    }

    void itsConnectionsEndIsAClientThatLeaves() {
        Bench bench;
        RawClient client(bench.guard->serverPort());
        QVERIFY(bench.ask(client));
        delete bench.connection;
        QVERIFY(bench.counted(499));
        QVERIFY(!bench.exchange.isNull());
        bench.exchange->finish({200, "text/plain", "nobody is there", {}});
        QVERIFY(bench.waitUntilItIsGone());
        QVERIFY(!bench.counted(200));
    }
};

NB_TEST(TestExchange)
#include "tst_exchange.moc"
