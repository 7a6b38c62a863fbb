#include "core/telemetry/metric_names.h"

#include "tests/core/telemetry/exposition.h"
#include "tests/support/test_main.h"
#include <QFile>
#include <QProcess>
#include <QSet>
#include <QStandardPaths>
#include <QTest>

using namespace nb;
using namespace nb::test;
using telemetry::Metrics;

// The names and the form in which they are exposed: what dashboards and alerts are written against.
class TestMetricNames : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void contractNamesTypesAndLabels_data() {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QString>("type");
        QTest::addColumn<QString>("labels"); // sorted
        const auto row = [](const char* name, const char* type, const char* labels) {
            QTest::newRow(name) << name << type << labels;
        };
        row("http_requests_total", "counter", "endpoint,method,status_code");
        row("http_request_duration_seconds", "histogram", "endpoint,method,status_code");
        row("http_request_size_bytes", "histogram", "endpoint,method");
        row("http_response_size_bytes", "histogram", "endpoint,method,status_code");
        row("http_requests_active", "gauge", "");
        row("nanobanana_requests_total", "counter", "endpoint,status_code");
        row("nanobanana_request_duration_seconds", "histogram", "endpoint");
        row("image_processing_duration_seconds", "histogram", "operation");
        row("mask_operations_total", "counter", "operation,status");
        row("rate_limit_exceeded_total", "counter", "endpoint");
        row("rate_limit_tracked_clients", "gauge", "");
        row("upstream_attempts_total", "counter", "outcome,provider");
        row("upstream_request_duration_seconds", "histogram", "outcome,provider");
        row("upstream_retries_total", "counter", "reason");
        row("circuit_breaker_state", "gauge", "provider");
        row("queue_depth", "gauge", "");
        row("queue_wait_seconds", "histogram", "");
        row("workers_busy", "gauge", "");
        row("workers_max", "gauge", "");
        row("http_guard_rejections_total", "counter", "reason");
        row("http_connections_open", "gauge", "");
        row("http_body_memory_bytes", "gauge", "");
        row("http_body_memory_limit_bytes", "gauge", "");
        row("http_client_disconnects_total", "counter", "phase");
        row("upload_rejections_total", "counter", "reason");
        row("event_loop_lag_seconds", "histogram", "");
        row("log_lines_dropped_total", "counter", "");
        row("build_info", "gauge", "qt_version,version");
        row("process_resident_memory_bytes", "gauge", "");
        row("process_open_fds", "gauge", "");
        row("process_max_fds", "gauge", "");
        row("process_cpu_seconds_total", "counter", "");
        row("process_start_time_seconds", "gauge", "");
        row("shutdown_in_progress", "gauge", "");
        row("redis_up", "gauge", "");
        row("redis_command_duration_seconds", "histogram", "operation");
        row("redis_fallbacks_total", "counter", "operation,reason");
        row("http_connections_total", "counter", "");
        row("http_connections_rejected_total", "counter", "reason");
        row("image_pixels", "histogram", "");
        row("upstream_auth_failures_total", "counter", "provider,status");
        row("upstream_wasted_calls_total", "counter", "provider");
        row("upstream_retry_budget_tokens", "gauge", "provider");
        row("circuit_breaker_transitions_total", "counter", "provider,to");
        row("otel_spans_exported_total", "counter", "");
        row("otel_spans_dropped_total", "counter", "reason");
        row("process_memory_limit_bytes", "gauge", "");
    }
    void contractNamesTypesAndLabels() {
        QFETCH(QString, name);
        QFETCH(QString, type);
        QFETCH(QString, labels);
        const auto metrics = fresh();
        useEverything(*metrics);
        const Exposition text(metrics->text());
        QCOMPARE(text.types.value(name), type);
        QCOMPARE(text.helps.count(name), 1);
        const QString sample = type == QStringLiteral("histogram") ? name + QStringLiteral("_count") : name;
        int found = 0;
        for (auto it = text.samples.keyBegin(); it != text.samples.keyEnd(); ++it) {
            if (*it != sample && !it->startsWith(sample + QLatin1Char('{')))
                continue;
            QStringList names;
            static const QRegularExpression label(QStringLiteral("([a-z_]+)=\""));
            for (auto match = label.globalMatch(*it); match.hasNext();)
                names << match.next().captured(1);
            QCOMPARE(names.join(QLatin1Char(',')), labels);
            ++found;
        }
        QVERIFY(found > 0);
    }

    // metric_names.h is read as text, so that a metric which is only named there, and counted nowhere, is
    // found too.
    void everyMetricIsThereFromTheStart() {
        QFile header(QStringLiteral(NB_SOURCE_DIR "/core/telemetry/metric_names.h"));
        QVERIFY(header.open(QIODevice::ReadOnly));
        const QString source = QString::fromUtf8(header.readAll());
        const auto metrics = fresh();
        metrics->useRedis(); // without Redis there is nothing to say of it
        metrics->useRequestLog();
        const Exposition text(metrics->text());
        static const QRegularExpression name(QStringLiteral("MetricName k\\w+\\{\\s*\"([a-z_]+)\""));
        int names = 0;
        for (auto it = name.globalMatch(source); it.hasNext(); ++names) {
            const QString metric = it.next().captured(1);
            QVERIFY2(text.types.contains(metric), qPrintable(metric));
            const QString sample = text.types.value(metric) == QStringLiteral("histogram")
                                       ? metric + QStringLiteral("_count")
                                       : metric;
            const bool found =
                std::any_of(text.samples.keyBegin(), text.samples.keyEnd(), [&](const QString& key) {
                    return key == sample || key.startsWith(sample + QLatin1Char('{'));
                });
            QVERIFY2(found, qPrintable(metric));
        }
        QVERIFY(names >= 42);
        QCOMPARE(text.types.size(), names); // nothing else
    }

    // Every combination of label values that is known beforehand, at 0.
    void everyKnownSeriesIsThereFromTheStart() {
        const Exposition text(fresh()->text());
        const auto each = [&](const char* before, const auto& values, const char* after = "") {
            for (const std::string_view value : values) {
                const std::string key = before + std::string(value) + after + "\"}";
                QVERIFY2(text.value(key.c_str()) == 0.0, key.c_str());
            }
        };
        using namespace nb::telemetry::labels;
        each("http_guard_rejections_total{reason=\"", kGuardReasons);
        each("http_connections_rejected_total{reason=\"", kConnectionReasons);
        each("http_client_disconnects_total{phase=\"", kPhases);
        each("image_processing_duration_seconds_count{operation=\"", kImageOperations);
        each("otel_spans_dropped_total{reason=\"", kSpanDropReasons);
        each("queue_refusals_total{reason=\"", kQueueReasons);
        each("idempotency_hits_total{result=\"", kIdempotencyResults);
        each("upstream_attempts_total{outcome=\"", kOutcomes, "\",provider=\"nanobanana");
        each("upstream_request_duration_seconds_count{outcome=\"", kOutcomes, "\",provider=\"nanobanana");
        each("upstream_auth_failures_total{provider=\"nanobanana\",status=\"", kAuthStatuses);
        each("circuit_breaker_transitions_total{provider=\"nanobanana\",to=\"", kBreakerStates);
        each("nanobanana_requests_total{endpoint=\"/api/edit\",status_code=\"",
             std::array<std::string_view, 7>{"200", "422", "499", "500", "502", "503", "504"});
        each("http_request_duration_seconds_count{endpoint=\"/api/edit\",method=\"POST\",status_code=\"",
             std::array<std::string_view, 4>{"200", "422", "429", "502"});
        each("http_response_size_bytes_count{endpoint=\"/api/edit\",method=\"POST\",status_code=\"",
             std::array<std::string_view, 4>{"200", "422", "429", "502"});
        for (const char* key :
             {R"(nanobanana_request_duration_seconds_count{endpoint="/api/edit"})",
              R"(http_request_size_bytes_count{endpoint="/api/edit",method="POST"})", "image_pixels_count",
              R"(upstream_wasted_calls_total{provider="nanobanana"})",
              R"(upstream_retry_budget_tokens{provider="nanobanana"})", "http_connections_total",
              "otel_spans_exported_total", "queue_wait_seconds_count", "event_loop_lag_seconds_count"})
            QVERIFY2(text.value(key) == 0.0, key);
    }

    void everyLineIsWellFormed() {
        const auto metrics = fresh();
        useEverything(*metrics);
        const Exposition text(metrics->text());
        QVERIFY2(text.broken.isEmpty(), qPrintable(text.broken.join(QLatin1Char('\n'))));
        QCOMPARE(QSet<QString>(text.helps.begin(), text.helps.end()).size(), text.helps.size());
        QCOMPARE(text.helps.size(), text.types.size());
        QCOMPARE(QByteArray(Metrics::kContentType), QByteArray("text/plain; version=0.0.4; charset=utf-8"));
    }

    void promtoolHasNoComplaint() {
        const QString promtool = QStandardPaths::findExecutable(QStringLiteral("promtool"));
        if (promtool.isEmpty())
            QSKIP("promtool (Debian package prometheus) is not installed");
        for (const bool used : {false, true}) {
            const auto metrics = fresh();
            if (used)
                useEverything(*metrics);
            QProcess process;
            process.setProcessChannelMode(QProcess::MergedChannels);
            process.start(promtool, {QStringLiteral("check"), QStringLiteral("metrics")});
            QVERIFY(process.waitForStarted());
            process.write(metrics->text());
            process.closeWriteChannel();
            QVERIFY(process.waitForFinished(60000));
            const QByteArray complaints = process.readAll();
            QVERIFY2(process.exitCode() == 0 && complaints.isEmpty(), complaints.constData());
        }
    }
};

NB_TEST(TestMetricNames)
#include "tst_metric_names.moc"
