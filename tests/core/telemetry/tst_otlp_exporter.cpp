#include "core/telemetry/otlp_exporter.h"

#include "core/telemetry/log.h"
#include "tests/core/telemetry/exposition.h"
#include "tests/core/telemetry/spans.h"
#include "tests/support/fake_server.h"
#include "tests/support/test_main.h"
#include <QTest>

using namespace nb;
using namespace nb::test;
using namespace nb::telemetry;
using namespace std::chrono_literals;

class TestOtlpExporter : public QObject {
    Q_OBJECT

    static OtlpOptions optionsFor(const FakeServer& collector) {
        OtlpOptions options;
        options.target.url = collector.url(QStringLiteral("/v1/traces"));
        options.target.timeout = 20s;
        options.exportTimeout = 20s;
        options.firstBackoff = 1ms;
        return options;
    }

    static BatchOptions soon() { return {.queueSize = 100, .batchSize = 10, .scheduleDelay = 1ms}; }
    // Batches only when they are full, or at the end.
    static BatchOptions late() { return {.queueSize = 100, .batchSize = 10, .scheduleDelay = 600s}; }

    static Reply answer(int status, const QByteArray& body = {}) {
        Reply reply;
        reply.status = status;
        reply.contentType = "application/x-protobuf";
        reply.body = body;
        return reply;
    }

    static int spansIn(const Received& request) {
        return static_cast<int>(request.body.count("POST /api/edit"));
    }

    static double exported(const Metrics& metrics) {
        return Exposition(metrics.text()).value("otel_spans_exported_total");
    }
    static double dropped(const Metrics& metrics, const char* reason) {
        return Exposition(metrics.text())
            .value((QByteArray("otel_spans_dropped_total{reason=\"") + reason + "\"}").constData());
    }

    // Ends the exporter while the collector, on this thread's event loop, goes on answering.
    static void end(std::unique_ptr<OtlpExporter> exporter) {
        const std::unique_ptr<QThread> ender(QThread::create([&exporter] { exporter.reset(); }));
        ender->start();
        QVERIFY(QTest::qWaitFor([&] { return ender->isFinished(); }, 20'000));
    }

private Q_SLOTS:
    void spansArriveInBatches() {
        FakeServer collector;
        collector.setHandler([](const Received&) { return answer(200); });
        const auto metrics = fresh();
        auto exporter = std::make_unique<OtlpExporter>(
            optionsFor(collector), late(), SpanAttributes{{"service.name", QStringLiteral("the-service")}},
            *metrics);
        for (int i = 0; i < 25; ++i)
            exporter->add(fullSpan());
        QVERIFY(QTest::qWaitFor([&] { return collector.received().size() == 2; }, 20'000));
        for (const Received& request : collector.received()) {
            QCOMPARE(spansIn(request), 10);
            QVERIFY(request.body.contains("the-service"));
        }
        end(std::move(exporter)); // the other five
        QCOMPARE(collector.received().size(), 3);
        QCOMPARE(spansIn(collector.received().last()), 5);
        QCOMPARE(exported(*metrics), 25.0);
    }

    void aFewSpansArriveAfterTheDelay() {
        FakeServer collector;
        collector.setHandler([](const Received&) { return answer(200); });
        const auto metrics = fresh();
        OtlpExporter exporter(optionsFor(collector), soon(), {}, *metrics);
        exporter.add(fullSpan());
        QVERIFY(QTest::qWaitFor([&] { return exported(*metrics) == 1; }, 20'000));
    }

    void theNewestAreDroppedWhenTheQueueIsFull() {
        FakeServer collector; // does not answer
        Reply silent;
        silent.fault = Fault::Silent;
        collector.setHandler([silent](const Received&) { return silent; });
        const auto metrics = fresh();
        BatchOptions batch = late();
        batch.flushTimeout = 1ms;
        {
            OtlpExporter exporter(optionsFor(collector), batch, {}, *metrics);
            for (int i = 0; i < 10; ++i)
                exporter.add(fullSpan());
            QVERIFY(QTest::qWaitFor([&] { return collector.received().size() == 1; }, 20'000));
            for (int i = 0; i < 130; ++i) // ten are under way, a hundred may wait
                exporter.add(fullSpan());
            QCOMPARE(dropped(*metrics, "queue_full"), 30.0);
        }
        QCOMPARE(dropped(*metrics, "shutdown"), 110.0);
        QCOMPARE(exported(*metrics), 0.0);
    }

    void whatIsRefusedIsDroppedAndTheRestGoesOn() {
        FakeServer collector;
        collector.enqueue(answer(400));
        collector.enqueue(answer(200, QByteArray::fromHex("0a06080312026e6f"))); // 3 rejected
        collector.setHandler([](const Received&) { return answer(200); });
        const auto metrics = fresh();
        const log::Capture lines;
        OtlpExporter exporter(optionsFor(collector), late(), {}, *metrics);
        for (int i = 0; i < 30; ++i)
            exporter.add(fullSpan());
        QVERIFY(QTest::qWaitFor([&] { return exported(*metrics) == 17; }, 20'000));
        QCOMPARE(dropped(*metrics, "refused"), 10.0);
        QCOMPARE(dropped(*metrics, "rejected"), 3.0);
        QVERIFY(QTest::qWaitFor(
            [&] { return lines.lines(QStringLiteral("Traces are delivered again")).size() == 1; }, 20'000));
        QCOMPARE(lines.lines(QStringLiteral("Traces cannot be delivered")).size(), 1);
        QCOMPARE(lines.lines(QStringLiteral("The collector rejects spans")).size(), 1);
    }

    void anUnreachableCollectorIsLoggedOnce() {
        OtlpOptions options;
        options.target.url = QUrl(QStringLiteral("http://user:secret-word@127.0.0.1:1/v1/traces"));
        options.target.timeout = 20s;
        options.exportTimeout = 1ms;
        const auto metrics = fresh();
        const log::Capture lines;
        OtlpExporter exporter(options, late(), {}, *metrics);
        for (int i = 0; i < 40; ++i)
            exporter.add(fullSpan());
        QVERIFY(QTest::qWaitFor([&] { return dropped(*metrics, "unreachable") == 40; }, 20'000));
        QCOMPARE(lines.lines(QStringLiteral("Traces cannot be delivered")).size(), 1);
        QVERIFY(!lines.rawLines().join().contains("secret-word"));
    }

    void theEndDoesNotWaitForAHangingCollector() {
        FakeServer collector;
        Reply silent;
        silent.fault = Fault::Silent;
        collector.setHandler([silent](const Received&) { return silent; });
        const auto metrics = fresh();
        BatchOptions batch = late();
        batch.flushTimeout = 50ms;
        auto exporter =
            std::make_unique<OtlpExporter>(optionsFor(collector), batch, SpanAttributes{}, *metrics);
        exporter->add(fullSpan());
        end(std::move(exporter)); // or the test's own limit is over
        QCOMPARE(dropped(*metrics, "shutdown"), 1.0);
    }

    void theEndDoesNotWaitForAPause() {
        FakeServer collector;
        Reply later = answer(503);
        later.headers = {{"Retry-After", "10"}};
        collector.enqueue(later);
        collector.setHandler([](const Received&) { return answer(200); });
        const auto metrics = fresh();
        OtlpOptions options = optionsFor(collector);
        options.exportTimeout = 5s; // below what the collector asks for: the batch is lost
        auto exporter = std::make_unique<OtlpExporter>(options, soon(), SpanAttributes{}, *metrics);
        exporter->add(fullSpan());
        QVERIFY(QTest::qWaitFor([&] { return dropped(*metrics, "unreachable") == 1; }, 20'000));
        exporter->add(fullSpan());
        end(std::move(exporter));
        QCOMPARE(exported(*metrics), 1.0);
    }
};

NB_TEST(TestOtlpExporter)
#include "tst_otlp_exporter.moc"
