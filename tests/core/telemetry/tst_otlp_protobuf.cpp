#include "core/telemetry/otlp_protobuf.h"

#include "tests/core/telemetry/spans.h"
#include "tests/support/otlp_decoder.h"
#include "tests/support/test_main.h"
#include <QTest>

using namespace nb::telemetry;
using namespace nb::test;

class TestOtlpProtobuf : public QObject {
    Q_OBJECT

    static QJsonObject first(const QJsonObject& object, const char* name) {
        return object[QLatin1String(name)].toArray().first().toObject();
    }

private Q_SLOTS:
    // Encoded by hand from the .proto files: tag = field number * 8 + wire type.
    void theBytesOfASmallRequest() {
        Span span;
        span.traceId = QByteArray(16, '\x11');
        span.spanId = QByteArray(8, '\x22');
        span.name = QStringLiteral("n");
        span.beganNs = 1;
        span.endedNs = 258;
        const QByteArray spanBytes = "0a10" + QByteArray(32, '1') + // trace_id = 1, 16 bytes
                                     "1208" + QByteArray(16, '2') + // span_id = 2, 8 bytes
                                     "2a016e"                       // name = 5
                                     "3001"                         // kind = 6: internal
                                     "390100000000000000"           // start = 7, fixed64
                                     "410201000000000000"           // end = 8
                                     "850101010000";                // flags = 16, fixed32: 0x101
        const QByteArray request = exportRequest({}, "s", "1", {span});
        // scope_spans = 2 { scope = 1 { name = 1 "s", version = 2 "1" }, spans = 2 }
        const QByteArray spanField = "12" + QByteArray::number(spanBytes.size() / 2, 16) + spanBytes;
        const QByteArray scope = QByteArray("0a06") + "0a0173" + "120131";
        const QByteArray scopeSpans = scope + spanField;
        const QByteArray resourceSpans =
            QByteArray("0a00") + "12" + QByteArray::number(scopeSpans.size() / 2, 16) + scopeSpans;
        QCOMPARE(request.toHex(), "0a" + QByteArray::number(resourceSpans.size() / 2, 16) + resourceSpans);
    }

    void whatOpenTelemetryDecodes() {
        Span inner = fullSpan();
        inner.kind = SpanKind::Client;
        inner.hasRemoteParent = false;
        inner.status = SpanStatus::Unset;
        if (!hasOtlpDecoder())
            QSKIP("node or tests/otlp/node_modules is missing: tools/setup.sh test");
        const QJsonObject request = decodedRequest(exportRequest(
            {{"service.name", QStringLiteral("service")}}, "scope", "1.2", {fullSpan(), inner}));
        QVERIFY2(!request.contains(QStringLiteral("fault")),
                 qPrintable(request[QStringLiteral("fault")].toString()));
        const QJsonObject resourceSpans = first(request, "resourceSpans");
        QCOMPARE(QJsonDocument(resourceSpans[QStringLiteral("resource")].toObject())
                     .toJson(QJsonDocument::Compact),
                 QByteArray(R"({"attributes":[{"key":"service.name","value":{"stringValue":"service"}}]})"));
        const QJsonObject scopeSpans = first(resourceSpans, "scopeSpans");
        QCOMPARE(QJsonDocument(scopeSpans[QStringLiteral("scope")].toObject()).toJson(QJsonDocument::Compact),
                 QByteArray(R"({"name":"scope","version":"1.2"})"));
        const QJsonArray spans = scopeSpans[QStringLiteral("spans")].toArray();
        QCOMPARE(spans.size(), 2);
        const QJsonObject span = spans[0].toObject();
        QCOMPARE(span[QStringLiteral("traceId")].toString(),
                 QStringLiteral("4bf92f3577b34da6a3ce929d0e0e4736"));
        QCOMPARE(span[QStringLiteral("spanId")].toString(), QStringLiteral("00f067aa0ba902b7"));
        QCOMPARE(span[QStringLiteral("parentSpanId")].toString(), QStringLiteral("1112131415161718"));
        QCOMPARE(span[QStringLiteral("traceState")].toString(), QStringLiteral("a=b"));
        QCOMPARE(span[QStringLiteral("name")].toString(), QStringLiteral("POST /api/edit"));
        QCOMPARE(span[QStringLiteral("kind")].toInt(), 2);
        QCOMPARE(span[QStringLiteral("startTimeUnixNano")].toString(), QStringLiteral("1700000000000000001"));
        QCOMPARE(span[QStringLiteral("endTimeUnixNano")].toString(), QStringLiteral("1700000001500000000"));
        QCOMPARE(QJsonDocument(span[QStringLiteral("status")].toObject()).toJson(QJsonDocument::Compact),
                 QByteArray(R"({"code":2})"));
        QCOMPARE(QJsonDocument(span[QStringLiteral("attributes")].toArray()).toJson(QJsonDocument::Compact),
                 QStringLiteral(R"([{"key":"http.request.method","value":{"stringValue":"POST"}},)"
                                R"({"key":"http.response.status_code","value":{"intValue":"502"}},)"
                                R"({"key":"negative","value":{"intValue":"-1"}},)"
                                R"({"key":"zero","value":{"intValue":"0"}},)"
                                R"({"key":"no","value":{"boolValue":false}},)"
                                R"({"key":"share","value":{"doubleValue":0.25}},)"
                                R"({"key":"umlaut","value":{"stringValue":"%1"}},)"
                                R"({"key":"empty","value":{"stringValue":""}}])")
                     .arg(QStringLiteral("\u00e4\u20ac\U0001F34C"))
                     .toUtf8());
        QCOMPARE(spans[1].toObject()[QStringLiteral("kind")].toInt(), 3);
        QVERIFY(!spans[1].toObject().contains(QStringLiteral("status")));
    }

    void aResponseThatTookEverything_data() {
        QTest::addColumn<QByteArray>("hex");
        QTest::newRow("empty") << QByteArray();
        QTest::newRow("empty partial success") << QByteArray("0a00");
        QTest::newRow("unknown field") << QByteArray("1a0178");
        QTest::newRow("cut") << QByteArray("0a7f0803");
        QTest::newRow("endless varint") << QByteArray("ffffffffffffffffffffff");
        QTest::newRow("json") << QByteArray("{}").toHex();
    }
    void aResponseThatTookEverything() {
        QFETCH(QByteArray, hex);
        QVERIFY(!partialSuccess(QByteArray::fromHex(hex)).has_value());
    }

    void whatACollectorRejected() {
        // partial_success = 1 { rejected_spans = 1: 300, error_message = 2: "no" }, and a field of tomorrow
        const auto partial = partialSuccess(QByteArray::fromHex("1a01780a0708ac0212026e6f"));
        QVERIFY(partial.has_value());
        QCOMPARE(partial->rejectedSpans, 300);
        QCOMPARE(partial->message, QStringLiteral("no"));
    }
};

NB_TEST_APPLESS(TestOtlpProtobuf)
#include "tst_otlp_protobuf.moc"
