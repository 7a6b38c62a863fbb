#include "core/telemetry/tracer.h"

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

class TestTracer : public QObject {
    Q_OBJECT

    static Tracer tracerInto(QList<Span>& spans, const char* sampler = "parentbased_always_on") {
        return {Sampler(QString::fromLatin1(sampler), 1), std::make_unique<KeptSpans>(spans)};
    }

    static TraceParent caller(bool sampled = true) {
        return {QByteArray(16, '\x11'), QByteArray(8, '\x22'), sampled, "a=b"};
    }

private Q_SLOTS:
    void aRequestContinuesItsCallersTrace() {
        QList<Span> spans;
        const Tracer tracer = tracerInto(spans);
        const RequestTrace trace = tracer.begin(caller());
        QCOMPARE(trace.idText(), QByteArray("11").repeated(16));
        tracer.recordRequest(trace, {.name = QStringLiteral("POST /api/edit"),
                                     .kind = SpanKind::Server,
                                     .began = trace.steadyBegin,
                                     .ended = trace.steadyBegin + 2s});
        QCOMPARE(spans.size(), 1);
        const Span& span = spans.first();
        QCOMPARE(span.traceId, QByteArray(16, '\x11'));
        QCOMPARE(span.parentId, QByteArray(8, '\x22'));
        QCOMPARE(span.spanId, trace.spanId);
        QVERIFY(span.spanId != span.parentId);
        QVERIFY(span.hasRemoteParent);
        QCOMPARE(span.traceState, QByteArray("a=b"));
        QCOMPARE(span.endedNs - span.beganNs, quint64(2'000'000'000));
        QCOMPARE(qint64(span.beganNs), trace.wallBeginNs);
    }

    void aRequestWithoutCallerBeginsATrace() {
        QList<Span> spans;
        const Tracer tracer = tracerInto(spans);
        const RequestTrace first = tracer.begin({}), second = tracer.begin({});
        QVERIFY(first.traceId != second.traceId);
        tracer.recordRequest(first, {.name = QStringLiteral("x")});
        QVERIFY(spans.first().parentId.isEmpty() && !spans.first().hasRemoteParent);
        QCOMPARE(tracer.begin({}, QByteArray(16, '\x33')).traceId, QByteArray(16, '\x33'));
        QCOMPARE(tracer.begin(caller(), QByteArray(16, '\x33')).traceId, QByteArray(16, '\x11'));
    }

    void stepsAreBelowTheRequest() {
        QList<Span> spans;
        const Tracer tracer = tracerInto(spans);
        const RequestTrace trace = tracer.begin({});
        const auto at = [&](int ms) { return trace.steadyBegin + std::chrono::milliseconds(ms); };
        tracer.recordStep(trace, {.name = QStringLiteral("decode"), .began = at(1), .ended = at(3)});
        tracer.recordStep(trace, {.name = QStringLiteral("GET"), .began = at(4), .ended = at(5)},
                          QByteArray(8, '\x44'), QByteArray(8, '\x55'));
        QCOMPARE(spans[0].parentId, trace.spanId);
        QVERIFY(!spans[0].spanId.isEmpty() && !spans[0].hasRemoteParent);
        QCOMPARE(qint64(spans[0].beganNs), trace.wallBeginNs + 1'000'000);
        QCOMPARE(qint64(spans[0].endedNs), trace.wallBeginNs + 3'000'000);
        QCOMPARE(spans[1].spanId, QByteArray(8, '\x44'));
        QCOMPARE(spans[1].parentId, QByteArray(8, '\x55'));
    }

    void whatIsNotSampledIsNotRecordedButHasIds() {
        QList<Span> spans;
        const Tracer tracer = tracerInto(spans);
        const RequestTrace trace = tracer.begin(caller(false));
        QVERIFY(!trace.sampled);
        QCOMPARE(trace.traceId, QByteArray(16, '\x11'));
        tracer.recordRequest(trace, {});
        tracer.recordStep(trace, {});
        QVERIFY(spans.isEmpty());
    }

    // An exemplar has to lead somewhere: to a trace, or to the log where there are no traces.
    void exemplars() {
        QList<Span> spans;
        const Tracer tracer = tracerInto(spans);
        QCOMPARE(tracer.exemplarOf(tracer.begin(caller())), QByteArray("11").repeated(16));
        QVERIFY(tracer.exemplarOf(tracer.begin(caller(false))).isEmpty());
        const Tracer off(Sampler(QStringLiteral("always_on"), 1), nullptr);
        const RequestTrace trace = off.begin(caller(false));
        QVERIFY(!trace.sampled && !off.exports());
        QCOMPARE(off.exemplarOf(trace), QByteArray("11").repeated(16));
        off.recordRequest(trace, {}); // goes nowhere
    }

    void settingsMakeAnExporter() {
        FakeServer collector;
        Reply taken;
        taken.contentType = "application/x-protobuf";
        collector.setHandler([taken](const Received&) { return taken; });
        config::TracingSettings settings;
        settings.endpoint = collector.url();
        settings.timeout = 20s;
        settings.exportTimeout = 20s;
        settings.scheduleDelay = 1ms;
        settings.queueSize = settings.batchSize = 10;
        settings.sampler = QStringLiteral("always_on");
        settings.serviceName = QStringLiteral("my-service");
        settings.resourceAttributes = {{"team", "pictures"}, {"service.name", "not-this"}};
        const auto metrics = fresh();
        const Tracer tracer(settings, *metrics);
        QVERIFY(tracer.exports());
        tracer.recordRequest(tracer.begin({}), {.name = QStringLiteral("the-span")});
        QVERIFY(QTest::qWaitFor([&] { return collector.received().size() == 1; }, 20'000));
        const QByteArray body = collector.received().first().body;
        QCOMPARE(collector.received().first().target, QByteArray("/v1/traces"));
        for (const char* text :
             {"the-span", "my-service", "pictures", "service.version", "telemetry.sdk.name"})
            QVERIFY2(body.contains(text), text);
        QVERIFY(!body.contains("not-this"));
    }

    void anAttributeNamesTheServiceWhereNothingElseDoes() {
        FakeServer collector;
        collector.setHandler([](const Received&) { return Reply(); });
        config::TracingSettings settings;
        settings.endpoint = collector.url();
        settings.timeout = settings.exportTimeout = 20s;
        settings.scheduleDelay = 1ms;
        settings.queueSize = settings.batchSize = 10;
        settings.sampler = QStringLiteral("always_on");
        settings.serviceName = QStringLiteral("nanobanana-inpaint-backend"); // the default
        settings.resourceAttributes = {{"service.name", "this-one"}};
        const auto metrics = fresh();
        const Tracer tracer(settings, *metrics);
        tracer.recordRequest(tracer.begin({}), {.name = QStringLiteral("x")});
        QVERIFY(QTest::qWaitFor([&] { return collector.received().size() == 1; }, 20'000));
        QVERIFY(collector.received().first().body.contains("this-one"));
    }

    void jaegersOldAddressIsWarnedOfOnce() {
        config::TracingSettings settings;
        settings.endpoint = QUrl(QStringLiteral("http://127.0.0.1:14268/api/traces"));
        settings.timeout = settings.exportTimeout = 1ms;
        settings.scheduleDelay = 1ms;
        settings.queueSize = settings.batchSize = 10;
        const log::Capture lines;
        const auto metrics = fresh();
        const Tracer tracer(settings, *metrics);
        const QByteArrayList raw = lines.rawLines();
        QCOMPARE(std::count_if(raw.begin(), raw.end(),
                               [](const QByteArray& line) { return line.contains("14268"); }),
                 1);
        QVERIFY(raw.first().contains("http://127.0.0.1:4318/v1/traces"));
    }
};

NB_TEST(TestTracer)
#include "tst_tracer.moc"
