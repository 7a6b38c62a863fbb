// The traces of a whole server, as a collector gets them.

#include "core/providers/nanobanana.h"
#include "core/providers/remote_provider.h"
#include "tests/core/server/api/server_fixture.h"
#include "tests/core/telemetry/exposition.h"
#include "tests/support/fake_nanobanana.h"
#include "tests/support/otlp_decoder.h"
#include "tests/support/test_main.h"
#include <QTest>

using namespace nb;
using namespace nb::test;
using namespace std::chrono_literals;

namespace {

constexpr const char* kTraceId = "4bf92f3577b34da6a3ce929d0e0e4736";
constexpr const char* kTraceParent =
    "traceparent: 00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01\r\ntracestate: vendor=x\r\n";

config::Settings tracedSettings(const FakeServer& collector) {
    config::Settings settings = testSettings();
    settings.tracing.endpoint = collector.url();
    settings.tracing.timeout = 20s;
    settings.tracing.exportTimeout = 20s;
    settings.tracing.scheduleDelay = 1ms;
    settings.tracing.queueSize = 1000;
    settings.tracing.batchSize = 100;
    settings.tracing.sampler = QStringLiteral("parentbased_always_on");
    return settings;
}

// A server in front of a fake NanoBanana API, whose spans go to a fake collector.
struct Bench {
    Bench() {
        collector.setHandler([](const Received&) { return Reply{200, "application/x-protobuf"}; });
        auto created = server::Server::create(tracedSettings(collector), provider, pool, {});
        server = *std::move(created);
        port = *server->listen();
    }

    RawAnswer edit(const QByteArray& headers = {}) const {
        RawClient client(port);
        client.send(goodForm().request(headers));
        return client.answer("POST");
    }

    // All spans, once that of the request with this name, which is the last, is there.
    QJsonArray spansWith(const char* name) {
        return delivered(name) ? spansOf(decodedRequest(bodies())) : QJsonArray();
    }

    // Whether that span is there, and the collector's answer, too.
    bool delivered(const char* name) {
        return QTest::qWaitFor([&] { return bodies().contains(name) && exported() == sent(); }, 20'000);
    }

    QByteArray bodies() const {
        QByteArray all;
        for (const Received& request : collector.received())
            all += request.body;
        return all;
    }
    double exported() const {
        return Exposition(server->metrics().text()).value("otel_spans_exported_total");
    }
    // A span ends with its flags, whose bytes occur nowhere else: sampled, and 3 with a caller's parent.
    double sent() const {
        const QByteArray all = bodies();
        return double(all.count(QByteArray("\x85\x01\x01\x01\x00\x00", 6)) +
                      all.count(QByteArray("\x85\x01\x01\x03\x00\x00", 6)));
    }

    // A server that ends waits for its spans to be taken, and the collector answers on this thread.
    ~Bench() { (void)delivered("/api/edit"); }

    FakeServer collector;
    FakeNanoBanana fake;
    WorkerPool pool{2};
    providers::RemoteProvider provider{std::make_shared<providers::NanobananaWire>(fake.url(), fake.key()),
                                       pool};
    std::unique_ptr<server::Server> server;
    quint16 port = 0;
};

QJsonObject spanNamed(const QJsonArray& spans, const char* name) {
    for (const QJsonValue span : spans)
        if (span[QLatin1String("name")].toString() == QLatin1String(name))
            return span.toObject();
    return {};
}

QJsonValue attribute(const QJsonObject& span, const char* key) {
    for (const QJsonValue entry : span[QLatin1String("attributes")].toArray())
        if (entry[QLatin1String("key")].toString() == QLatin1String(key)) {
            const QJsonObject value = entry[QLatin1String("value")].toObject();
            return value.isEmpty() ? QJsonValue() : *value.begin();
        }
    return {};
}

qint64 timeOf(const QJsonObject& span, const char* key) {
    return span[QLatin1String(key)].toString().toLongLong();
}

} // namespace

class TestServerTraces : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() {
        if (!hasOtlpDecoder())
            QSKIP("node or tests/otlp/node_modules is missing: tools/setup.sh test");
    }

    void anEditIsATraceWithItsSteps() {
        Bench bench;
        bench.fake.server().enqueue({503, "application/json", "{}"});
        const RawAnswer answer = bench.edit(kTraceParent);
        QCOMPARE(answer.status, 200);
        const QJsonArray spans = bench.spansWith("POST /api/edit");
        QStringList names;
        const QJsonObject request = spanNamed(spans, "POST /api/edit");
        const QJsonObject provider = spanNamed(spans, "provider");
        for (const QJsonValue value : spans) {
            const QJsonObject span = value.toObject();
            const QString name = span[QLatin1String("name")].toString();
            names << name;
            QCOMPARE(span[QLatin1String("traceId")].toString(), QLatin1String(kTraceId));
            QCOMPARE(span[QLatin1String("traceState")].toString(), QStringLiteral("vendor=x"));
            const QJsonObject parent = name == QLatin1String("POST") ? provider : request;
            QCOMPARE(span[QLatin1String("parentSpanId")].toString(),
                     name == QLatin1String("POST /api/edit") ? QStringLiteral("00f067aa0ba902b7")
                                                             : parent[QLatin1String("spanId")].toString());
            QVERIFY(timeOf(span, "endTimeUnixNano") >= timeOf(span, "startTimeUnixNano"));
            QVERIFY2(timeOf(span, "startTimeUnixNano") >= timeOf(parent, "startTimeUnixNano"),
                     qPrintable(name));
            QVERIFY2(timeOf(span, "endTimeUnixNano") <= timeOf(parent, "endTimeUnixNano"), qPrintable(name));
        }
        names.sort();
        QCOMPARE(
            names,
            (QStringList{QStringLiteral("POST"), QStringLiteral("POST"), QStringLiteral("POST /api/edit"),
                         QStringLiteral("align"), QStringLiteral("composite"), QStringLiteral("crop"),
                         QStringLiteral("decode"), QStringLiteral("encode"), QStringLiteral("normalise_mask"),
                         QStringLiteral("parse"), QStringLiteral("plan"), QStringLiteral("provider"),
                         QStringLiteral("provider_answer"), QStringLiteral("provider_request"),
                         QStringLiteral("queue"), QStringLiteral("receive")}));
        QCOMPARE(attribute(request, "http.response.status_code").toString(), QStringLiteral("200"));
        QCOMPARE(answer.header("traceresponse"), QByteArray("00-") + kTraceId + '-' +
                                                     request[QLatin1String("spanId")].toString().toLatin1() +
                                                     "-01");
    }

    // The provider is a third party.
    void nothingOfTheTraceIsSentToTheProvider() {
        Bench bench;
        QCOMPARE(bench.edit(kTraceParent).status, 200);
        QCOMPARE(bench.fake.server().received().size(), 1);
        const Received& sent = bench.fake.server().received().first();
        for (const char* name : {"traceparent", "tracestate", "baggage", "X-Trace-ID", "X-Request-ID"})
            QVERIFY2(sent.header(name).isEmpty(), name);
        QVERIFY(!sent.body.contains(kTraceId));
    }

    void nothingSecretIsInATrace() {
        Bench bench;
        QCOMPARE(bench.edit("Authorization: Bearer client-token-17\r\nCookie: a=cookie-17\r\n").status, 200);
        QVERIFY(!bench.spansWith("POST /api/edit").isEmpty());
        for (const Received& request : bench.collector.received())
            for (const QByteArray& secret :
                 {QByteArray("a red rose"), bench.fake.key(), QByteArray("client-token-17"),
                  QByteArray("cookie-17"), QByteArray("\x89PNG"), QByteArray("iVBOR")})
                QVERIFY2(!request.body.contains(secret), secret.constData());
    }

    void aFailureOfTheProviderIsAnErrorOfBoth() {
        Bench bench;
        bench.fake.server().enqueue({403, "application/json", R"({"error":"no"})"});
        QCOMPARE(bench.edit().status, 502);
        const QJsonArray spans = bench.spansWith("POST /api/edit");
        const QJsonObject request = spanNamed(spans, "POST /api/edit"), attempt = spanNamed(spans, "POST");
        QCOMPARE(request[QLatin1String("status")][QLatin1String("code")].toInt(), 2);
        QCOMPARE(attribute(request, "error.type").toString(), QStringLiteral("502"));
        QCOMPARE(attempt[QLatin1String("status")][QLatin1String("code")].toInt(), 2);
        QCOMPARE(attribute(attempt, "http.response.status_code").toString(), QStringLiteral("403"));
        QCOMPARE(attribute(attempt, "server.address").toString(), QStringLiteral("127.0.0.1"));
    }

    void aRefusalIsATraceTooAndAMistakeOfTheClientsNoError() {
        Bench bench;
        RawClient client(bench.port);
        client.send(FormData().text("prompt", "x").request());
        QCOMPARE(client.answer("POST").status, 422);
        const QJsonObject request = spanNamed(bench.spansWith("POST /api/edit"), "POST /api/edit");
        QCOMPARE(request[QLatin1String("status")][QLatin1String("code")].toInt(), 0);
        QCOMPARE(attribute(request, "http.response.status_code").toString(), QStringLiteral("422"));
    }

    void whatTheCallerDoesNotSampleIsNotSent() {
        Bench bench;
        QCOMPARE(
            bench.edit("traceparent: 00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-00\r\n").status,
            200);
        QCOMPARE(bench.edit().status, 200);
        QVERIFY(!bench.spansWith("POST /api/edit").isEmpty());
        for (const Received& request : bench.collector.received())
            QVERIFY(!request.body.contains(QByteArray::fromHex(kTraceId)));
    }

    // The provider's time is that of its answer alone, as a client of it would measure it.
    void theTimeOfTheApiIsThatOfTheProvider() {
        Bench bench;
        bench.fake.server().enqueue({503, "application/json", "{}"}); // and a wait before the next one
        const RawAnswer answer = bench.edit();
        QCOMPARE(answer.status, 200);
        const QJsonObject provider = spanNamed(bench.spansWith("POST /api/edit"), "provider");
        const qint64 spent = timeOf(provider, "endTimeUnixNano") - timeOf(provider, "startTimeUnixNano");
        QVERIFY(std::abs(answer.header("X-API-Time").toDouble() - double(spent) / 1e9) < 1e-5);
        QVERIFY(answer.header("X-API-Time").toDouble() < answer.header("X-Processing-Time").toDouble());
    }
};

NB_TEST(TestServerTraces)
#include "tst_server_traces.moc"
