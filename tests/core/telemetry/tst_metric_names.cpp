#include "core/telemetry/metric_names.h"

#include "tests/core/telemetry/exposition.h"
#include "tests/support/test_main.h"
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

    void nothingElseIsExposed() {
        const auto metrics = fresh();
        useEverything(*metrics);
        QCOMPARE(Exposition(metrics->text()).types.size(), 99); // the rows above
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
