#include "core/server/api/finisher.h"
#include "core/server/api/route_table.h"
#include "core/telemetry/log.h"
#include "core/telemetry/metrics.h"
#include "tests/core/telemetry/spans.h"
#include "tests/support/test_main.h"
#include <QTest>

using namespace nb;
using namespace nb::server;

namespace {

RequestRecord record() {
    RequestRecord record;
    record.head.method = "POST";
    record.head.target = "/api/edit?secret=1";
    record.identity.requestId = "r1";
    record.endpoint = QStringLiteral("/api/edit");
    record.began = std::chrono::steady_clock::now();
    record.rateLimit = {{"X-RateLimit-Limit", "60"}};
    return record;
}

} // namespace

class TestFinisher : public QObject {
    Q_OBJECT

    const config::Settings m_settings;
    telemetry::Metrics m_metrics{{{QStringLiteral("POST"), QStringLiteral("/api/edit"), {200, 413, 499}}},
                                 QStringLiteral("local")};

    QList<telemetry::Span> m_spans;
    const telemetry::Tracer m_tracer{telemetry::Sampler(QStringLiteral("always_on"), 1),
                                     std::make_unique<test::KeptSpans>(m_spans)};

    bool counted(int status, int times) {
        return m_metrics.text().contains(
            QStringLiteral(
                "http_requests_total{endpoint=\"/api/edit\",method=\"POST\",status_code=\"%1\"} %2\n")
                .arg(QString::number(status), QString::number(times))
                .toLatin1());
    }

private Q_SLOTS:
    void finishes() {
        Finisher finisher(m_settings, m_metrics, m_tracer);
        log::Capture capture;
        m_metrics.requestStarted();
        const QByteArray head =
            headBytes(finisher.finishResponse(record(), {200, "image/png", "abc", {}}), Connection::Close);
        QVERIFY(head.contains("\r\nX-Request-ID: r1\r\n"));
        QVERIFY(head.contains("\r\nX-RateLimit-Limit: 60\r\n"));
        QVERIFY(counted(200, 1));
        const auto lines = capture.lines(QStringLiteral("Request finished"));
        QCOMPARE(lines.size(), 1);
        QCOMPARE(lines[0][QStringLiteral("bytes_out")].toInt(), 3);
        QCOMPARE(lines[0][QStringLiteral("level")].toString(), QStringLiteral("info"));
        QVERIFY(!capture.rawLines()[0].contains("secret")); // queries may hold anything
    }

    void everyEndIsASpanAndLogsItsTrace() {
        telemetry::Metrics metrics{{}, QStringLiteral("local")};
        Finisher finisher(m_settings, metrics, m_tracer);
        RequestRecord traced = record();
        traced.trace = m_tracer.begin({});
        log::Capture capture;
        m_spans.clear();
        metrics.requestStarted();
        const Response response = finisher.finishResponse(traced, {200, "image/png", "abc", {}});
        (void)finisher.finishRefusal(traced, {413, "application/json", "{}", {}}, "body_size");
        metrics.requestStarted();
        finisher.finishAbandoned(traced, QStringLiteral("queue"));
        QCOMPARE(m_spans.size(), 3);
        for (const telemetry::Span& span : m_spans) {
            QCOMPARE(span.spanId, traced.trace.spanId);
            QCOMPARE(span.name, QStringLiteral("POST /api/edit"));
        }
        for (const QJsonObject& line : capture.lines())
            QCOMPARE(line[QStringLiteral("trace_id")].toString().toLatin1(), traced.trace.idText());
        const QByteArray head = headBytes(response, Connection::Close);
        QVERIFY(head.contains("\r\ntraceresponse: 00-" + traced.trace.idText() + '-' +
                              traced.trace.spanId.toHex() + "-01\r\n"));
        QVERIFY(metrics.openMetricsText().contains("# {trace_id=\"" + traced.trace.idText() + "\"}"));
    }

    void whatNeverWasARequestIsNoTrace() {
        telemetry::Metrics metrics{{}, QStringLiteral("local")};
        Finisher finisher(m_settings, metrics, m_tracer);
        RequestRecord refused;
        refused.trace = m_tracer.begin({});
        m_spans.clear();
        (void)finisher.finishRefusal(refused, {503, "application/json", "{}", {}}, "limit");
        QVERIFY(m_spans.isEmpty());
    }

    // Probes come every few seconds.
    void aProbeIsOnlyTracedWhenItFails() {
        telemetry::Metrics metrics{{}, QStringLiteral("local")};
        Finisher finisher(m_settings, metrics, m_tracer);
        RequestRecord probe = record();
        probe.trace = m_tracer.begin({});
        probe.log = LogRule::OnFailure;
        m_spans.clear();
        metrics.requestStarted();
        (void)finisher.finishResponse(probe, {200, "text/plain", "ok", {}});
        QVERIFY(m_spans.isEmpty());
        metrics.requestStarted();
        (void)finisher.finishResponse(probe, {503, "text/plain", "no", {}});
        QCOMPARE(m_spans.size(), 1);
    }

    void refuses() {
        Finisher finisher(m_settings, m_metrics, m_tracer);
        const Response response =
            finisher.finishRefusal(record(), {413, "application/json", "{}", {}}, "body_size");
        QCOMPARE(response.status, 413);
        QVERIFY(counted(413, 1));
        QVERIFY(m_metrics.text().contains("http_guard_rejections_total{reason=\"body_size\"} 1\n"));
        QVERIFY(m_metrics.text().contains("\nhttp_requests_active 0\n"));
    }

    void abandons() {
        Finisher finisher(m_settings, m_metrics, m_tracer);
        m_metrics.requestStarted();
        finisher.finishAbandoned(record(), QStringLiteral("queue"));
        QVERIFY(counted(499, 1));
        QVERIFY(m_metrics.text().contains("http_client_disconnects_total{phase=\"queue\"} 1\n"));
    }

    void probesAreLoggedOnlyWhenTheyFail() {
        Finisher finisher(m_settings, m_metrics, m_tracer);
        RequestRecord probe = record();
        probe.log = LogRule::OnFailure;
        log::Capture capture;
        m_metrics.requestStarted();
        (void)finisher.finishResponse(probe, {});
        QVERIFY(capture.rawLines().isEmpty());
        m_metrics.requestStarted();
        (void)finisher.finishResponse(probe, {503, "text/plain", {}, {}});
        QCOMPARE(capture.rawLines().size(), 1);
    }

    // Those that have come as far as the route of edits, whatever became of them.
    void addsEditsToTheRequestLog() {
        struct Kept : RequestLog {
            void add(LoggedRequest request) override { requests.append(std::move(request)); }
            QList<LoggedRequest> requests;
        } kept;
        const Route edit{"POST", "/api/edit", {200}, RateRule::Limited, LogRule::Always, {}, RouteKind::Edit};
        const Route page{"GET", "/", {200}, RateRule::Limited, LogRule::Always, {}};
        RequestRecord answered = record();
        answered.route = &edit;
        answered.client = QHostAddress(QStringLiteral("2001:db8:1:2:3:4:5:6"));
        answered.began -= std::chrono::seconds(90);
        answered.edit.promptLength = 7;
        Finisher finisher(m_settings, m_metrics, m_tracer);
        (void)finisher.finishResponse(answered, {200, {}, {}, {}}); // before there is a log
        finisher.setRequestLog(&kept);
        const QDateTime before = QDateTime::currentDateTimeUtc();
        (void)finisher.finishResponse(answered, {200, {}, {}, {}});
        (void)finisher.finishRejected(answered, {413, {}, {}, {}}, "body_size");
        finisher.finishAbandoned(answered, QStringLiteral("edit"));
        for (const Route* other : {&page, static_cast<const Route*>(nullptr)}) {
            RequestRecord unrelated = record();
            unrelated.route = other;
            (void)finisher.finishResponse(unrelated, {200, {}, {}, {}});
        }
        QCOMPARE(kept.requests.size(), 3);
        QCOMPARE(kept.requests[0].status, 200);
        QCOMPARE(kept.requests[1].status, 413);
        QCOMPARE(kept.requests[2].status, 499);
        const LoggedRequest& first = kept.requests[0];
        QCOMPARE(first.requestId, QStringLiteral("r1"));
        QCOMPARE(first.client, QByteArray("2001:db8:1:2::/64"));
        QCOMPARE(kept.requests[1].client, first.client);
        answered.client = QHostAddress(QStringLiteral("192.0.2.1"));
        finisher.finishAbandoned(answered, QStringLiteral("edit"));
        QCOMPARE(kept.requests.last().client, QByteArray("192.0.2.1"));
        QCOMPARE(first.edit.promptLength, std::optional<qint64>(7));
        QVERIFY(first.total >= std::chrono::seconds(90));
        QVERIFY(first.began <= before.addSecs(-89) && first.began.timeSpec() == Qt::UTC);
    }
};

NB_TEST(TestFinisher)
#include "tst_finisher.moc"
