#include "core/telemetry/otlp_delivery.h"

#include "tests/support/fake_server.h"
#include "tests/support/test_main.h"
#include <QDateTime>
#include <QTcpServer>
#include <QTest>
#include <optional>

using namespace nb::test;
using namespace nb::telemetry;
using namespace std::chrono_literals;

class TestOtlpDelivery : public QObject {
    Q_OBJECT

    static OtlpOptions optionsFor(const QUrl& url) {
        OtlpOptions options;
        options.target.url = url;
        options.target.timeout = 20s;
        options.exportTimeout = 60s;
        options.firstBackoff = 2ms;
        return options;
    }

    // What became of one batch.
    static std::optional<DeliveryOutcome> deliver(const OtlpOptions& options) {
        OtlpDelivery delivery(options);
        std::optional<DeliveryOutcome> outcome;
        delivery.send("request", [&](const DeliveryOutcome& result) { outcome = result; });
        (void)QTest::qWaitFor([&] { return outcome.has_value(); }, 20'000);
        return outcome;
    }

    static Reply answer(int status, const HeaderList& headers = {}, const QByteArray& body = {}) {
        Reply reply;
        reply.status = status;
        reply.contentType = "application/x-protobuf";
        reply.headers = headers;
        reply.body = body;
        return reply;
    }

private Q_SLOTS:
    void sendsOneRequest() {
        FakeServer collector;
        collector.enqueue(answer(200));
        OtlpOptions options = optionsFor(collector.url(QStringLiteral("/v1/traces")));
        options.target.headers = {{"Authorization", "Basic YTpi"}, {"Content-Type", "text/plain"}};
        const auto outcome = deliver(options);
        QVERIFY(outcome && outcome->delivered);
        QCOMPARE(outcome->rejectedSpans, 0);
        QCOMPARE(collector.received().size(), 1);
        const Received& request = collector.received().first();
        QCOMPARE(request.method, QByteArray("POST"));
        QCOMPARE(request.target, QByteArray("/v1/traces"));
        QCOMPARE(request.header("Content-Type"), QByteArray("application/x-protobuf"));
        QCOMPARE(request.header("Authorization"), QByteArray("Basic YTpi"));
        QVERIFY(request.header("Content-Encoding").isEmpty());
        QCOMPARE(request.body, QByteArray("request"));
    }

    void compresses() {
        FakeServer collector;
        collector.enqueue(answer(200));
        OtlpOptions options = optionsFor(collector.url());
        options.target.gzip = true;
        QVERIFY(deliver(options)->delivered);
        QCOMPARE(collector.received().first().header("Content-Encoding"), QByteArray("gzip"));
        QCOMPARE(collector.received().first().body.left(2).toHex(), QByteArray("1f8b"));
    }

    void whatTheSpecificationRetries_data() {
        QTest::addColumn<int>("status");
        for (const int status : {429, 502, 503, 504})
            QTest::newRow(QByteArray::number(status).constData()) << status;
    }
    void whatTheSpecificationRetries() {
        QFETCH(int, status);
        FakeServer collector;
        collector.enqueue(answer(status));
        collector.enqueue(answer(status));
        collector.enqueue(answer(200));
        QVERIFY(deliver(optionsFor(collector.url()))->delivered);
        QCOMPARE(collector.received().size(), 3);
        QCOMPARE(collector.received().last().body, QByteArray("request"));
    }

    void whatItDoesNot_data() {
        QTest::addColumn<int>("status");
        for (const int status : {302, 307, 308, 400, 401, 404, 413, 500, 501})
            QTest::newRow(QByteArray::number(status).constData()) << status;
    }
    void whatItDoesNot() {
        QFETCH(int, status);
        FakeServer collector;
        // A redirect leads back to the collector, so that following it would be seen.
        collector.enqueue(
            answer(status, {{"Location", collector.url(QStringLiteral("/other")).toEncoded()}}));
        const auto outcome = deliver(optionsFor(collector.url()));
        QVERIFY(outcome && !outcome->delivered);
        QCOMPARE(outcome->dropReason, "refused");
        QVERIFY(outcome->cause.contains(QString::number(status)));
        QVERIFY(collector.receivePending());
        QCOMPARE(collector.received().size(), 1);
    }

    void aBrokenConnectionIsRetried() {
        FakeServer collector;
        Reply broken = answer(200);
        broken.fault = Fault::CloseWithoutAnswer;
        collector.enqueue(broken);
        collector.enqueue(answer(200));
        QVERIFY(deliver(optionsFor(collector.url()))->delivered);
        QVERIFY(collector.received().size() >= 2); // Qt itself may have sent it once more
    }

    void givesUpWhenTheTimeIsOver() {
        QTcpServer nobody; // whose port nobody serves any more
        QVERIFY(nobody.listen(QHostAddress::LocalHost));
        OtlpOptions options =
            optionsFor(QUrl(QStringLiteral("http://127.0.0.1:%1/").arg(nobody.serverPort())));
        nobody.close();
        options.exportTimeout = 50ms;
        const auto outcome = deliver(options);
        QVERIFY(outcome && !outcome->delivered);
        QCOMPARE(outcome->dropReason, "unreachable");
        QVERIFY(!outcome->cause.isEmpty());
    }

    void aHangingCollectorIsLeft() {
        FakeServer collector;
        Reply silent;
        silent.fault = Fault::Silent;
        collector.enqueue(silent);
        OtlpOptions options = optionsFor(collector.url());
        options.target.timeout = 50ms;
        options.exportTimeout = 1ms;
        const auto outcome = deliver(options);
        QVERIFY(outcome && !outcome->delivered);
        QCOMPARE(outcome->cause, QStringLiteral("no answer in time"));
    }

    void obeysRetryAfterWhereThereIsTime() {
        FakeServer collector;
        collector.enqueue(answer(503, {{"Retry-After", "1"}}));
        collector.enqueue(answer(200));
        QElapsedTimer timer;
        timer.start();
        QVERIFY(deliver(optionsFor(collector.url()))->delivered);
        QVERIFY2(timer.elapsed() >= 1000, qPrintable(QString::number(timer.elapsed())));
    }

    void askedForTooLongAPauseItGivesTheBatchUp_data() {
        QTest::addColumn<QByteArray>("retryAfter");
        QTest::addColumn<int>("minSeconds");
        QTest::addColumn<int>("maxSeconds");
        QTest::newRow("seconds") << QByteArray("120") << 120 << 120;
        QTest::newRow("beyond all measure") << QByteArray("99999999999") << 300 << 300;
        const QDateTime then = QDateTime::currentDateTimeUtc().addSecs(200);
        QTest::newRow("date")
            << QLocale::c().toString(then, QStringLiteral("ddd, dd MMM yyyy HH:mm:ss 'GMT'")).toLatin1() << 60
            << 200;
    }
    void askedForTooLongAPauseItGivesTheBatchUp() {
        QFETCH(QByteArray, retryAfter);
        QFETCH(int, minSeconds);
        QFETCH(int, maxSeconds);
        FakeServer collector;
        collector.enqueue(answer(429, {{"Retry-After", retryAfter}}));
        OtlpOptions options = optionsFor(collector.url());
        options.exportTimeout = 5s;
        const auto outcome = deliver(options);
        QVERIFY(outcome && !outcome->delivered);
        QCOMPARE(outcome->dropReason, "unreachable");
        QVERIFY(outcome->pause >= std::chrono::seconds(minSeconds));
        QVERIFY(outcome->pause <= std::chrono::seconds(maxSeconds));
    }

    void partialSuccessIsNotSentAgain() {
        FakeServer collector;
        collector.enqueue(answer(200, {}, QByteArray::fromHex("0a06080312026e6f"))); // 3 spans, "no"
        const auto outcome = deliver(optionsFor(collector.url()));
        QVERIFY(outcome && outcome->delivered);
        QCOMPARE(outcome->rejectedSpans, 3);
        QCOMPARE(outcome->cause, QStringLiteral("no"));
        QVERIFY(collector.receivePending());
        QCOMPARE(collector.received().size(), 1);
    }

    void aHurryMakesTheRetryThatIsDue() {
        FakeServer collector;
        collector.enqueue(answer(503, {{"Retry-After", "50"}}));
        collector.enqueue(answer(200));
        OtlpDelivery delivery(optionsFor(collector.url()));
        std::optional<DeliveryOutcome> outcome;
        delivery.send("request", [&](const DeliveryOutcome& result) { outcome = result; });
        QVERIFY(QTest::qWaitFor([&] { return collector.received().size() == 1; }, 20'000));
        delivery.hurry(); // whether the refusal has been read yet or not
        QVERIFY(QTest::qWaitFor(
            [&] {
                delivery.hurry();
                return outcome.has_value();
            },
            20'000));
    }
};

NB_TEST(TestOtlpDelivery)
#include "tst_otlp_delivery.moc"
