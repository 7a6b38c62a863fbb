#include "core/server/api/request_record.h"
#include "tests/support/test_main.h"
#include <QTest>

using namespace nb;
using namespace nb::server;

class TestRequestRecord : public QObject {
    Q_OBJECT

    const telemetry::Tracer m_tracer{telemetry::Sampler({}, 0), nullptr};
    static constexpr const char* kTraceId = "4bf92f3577b34da6a3ce929d0e0e4736";

    RequestRecord recordWith(const QList<HeaderField>& fields) const {
        RequestRecord record;
        record.head.fields = fields;
        record.identity = Identity::of(record.head);
        record.trace = beginTrace(m_tracer, record.head);
        return record;
    }

private Q_SLOTS:
    void theCallersTraceIsContinued() {
        const RequestRecord record =
            recordWith({{"TraceParent", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"},
                        {"tracestate", "a=b"},
                        {"Tracestate", "c=d"},
                        {"X-Request-ID", "r1"},
                        {"X-Trace-ID", "mine"}});
        QCOMPARE(record.trace.idText(), QByteArray(kTraceId));
        QCOMPARE(record.trace.parentId.toHex(), QByteArray("00f067aa0ba902b7"));
        QCOMPARE(record.trace.state, QByteArray("a=b,c=d"));
        QCOMPARE(record.identity.traceId, QByteArray("mine")); // is echoed all the same
        QCOMPARE(record.logIds().fields(),
                 (QJsonObject{{QStringLiteral("request_id"), QStringLiteral("r1")},
                              {QStringLiteral("trace_id"), QString::fromLatin1(kTraceId)}}));
    }

    void anotherWordOfTheClientsIsTheTraceIdOfTheLog() {
        const LogIds ids = recordWith({{"X-Trace-ID", "order-17"}}).logIds();
        QCOMPARE(ids.traceId, QStringLiteral("order-17"));
        QCOMPARE(ids.otherTraceId.size(), 32);
        QCOMPARE(ids.fields()[QStringLiteral("otel_trace_id")].toString(), ids.otherTraceId);
    }

    void aTraceIdOfTheClientsIsTaken() {
        const RequestRecord record = recordWith({{"X-Trace-ID", kTraceId}});
        QCOMPARE(record.trace.idText(), QByteArray(kTraceId));
        QVERIFY(record.trace.parentId.isEmpty());
        QCOMPARE(record.logIds().traceId, QString::fromLatin1(kTraceId));
        QVERIFY(record.logIds().otherTraceId.isEmpty());
    }

    void withoutAnyATraceBegins_data() {
        QTest::addColumn<QByteArray>("traceparent");
        QTest::newRow("none") << QByteArray();
        QTest::newRow("invalid") << QByteArray("00-00000000000000000000000000000000-00f067aa0ba902b7-01");
    }
    void withoutAnyATraceBegins() {
        QFETCH(QByteArray, traceparent);
        const RequestRecord record = recordWith({{"traceparent", traceparent}});
        QCOMPARE(record.logIds().traceId.size(), 32);
        QVERIFY(record.logIds().traceId != QString(32, QLatin1Char('0')));
        QVERIFY(record.trace.parentId.isEmpty());
    }
};

NB_TEST_APPLESS(TestRequestRecord)
#include "tst_request_record.moc"
