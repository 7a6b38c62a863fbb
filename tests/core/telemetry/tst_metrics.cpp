#include "core/telemetry/metrics.h"

#include "core/telemetry/log.h"
#include "core/telemetry/metric_names.h"
#include <QMap>
#include <QProcess>
#include <QRegularExpression>
#include <QSet>
#include <QStandardPaths>
#include <QTest>
#include <QThread>
#include <cmath>
#include <memory>
#include <vector>

using namespace nb;
using namespace std::chrono_literals;
using telemetry::BreakerState;
using telemetry::Metrics;
using telemetry::Route;

namespace {

// The exposition as "name{a="x",b="y"}" -> value, labels sorted by name; a parser of its own, strict about
// what the format allows.
class Exposition {
public:
    explicit Exposition(const QByteArray& text) {
        static const QRegularExpression sample(QStringLiteral(
            "^([a-z_:][a-z0-9_:]*)(?:\\{((?:[a-z_]+=\"(?:[^\"\\\\\\n]|\\\\.)*\",?)+)\\})? (\\S+)$"));
        static const QRegularExpression label(QStringLiteral("([a-z_]+=\"(?:[^\"\\\\\\n]|\\\\.)*\")"));
        const QStringList lines = QString::fromUtf8(text).split(QLatin1Char('\n'), Qt::SkipEmptyParts);
        for (const QString& line : lines) {
            const QStringList words = line.split(QLatin1Char(' '));
            if (line.startsWith(QStringLiteral("# HELP "))) {
                helps << words[2];
            } else if (line.startsWith(QStringLiteral("# TYPE "))) {
                types[words[2]] = words[3];
            } else if (const auto match = sample.match(line); match.hasMatch()) {
                QStringList labels;
                for (auto it = label.globalMatch(match.captured(2)); it.hasNext();)
                    labels << it.next().captured(1);
                labels.sort();
                const QString key =
                    match.captured(1) +
                    (labels.isEmpty() ? QString()
                                      : QLatin1Char('{') + labels.join(QLatin1Char(',')) + QLatin1Char('}'));
                if (samples.contains(key))
                    broken << QStringLiteral("twice: ") + key;
                const QString number = match.captured(3);
                samples[key] = number == QStringLiteral("+Inf") ? HUGE_VAL : number.toDouble();
            } else {
                broken << line;
            }
        }
    }

    // NaN if there is no such sample.
    [[nodiscard]] double value(const char* key) const {
        return samples.value(QString::fromUtf8(key), std::nan(""));
    }
    [[nodiscard]] int count(const char* prefix) const {
        return static_cast<int>(std::count_if(samples.keyBegin(), samples.keyEnd(), [&](const QString& key) {
            return key.startsWith(QString::fromUtf8(prefix));
        }));
    }

    QMap<QString, double> samples;
    QMap<QString, QString> types;
    QStringList helps;
    QStringList broken;
};

QList<Route> routes() {
    return {{QStringLiteral("POST"), QStringLiteral("/api/edit"), {200, 422, 429, 502}},
            {QStringLiteral("GET"), QStringLiteral("/api/health"), {200}},
            {QStringLiteral("GET"), QStringLiteral("/metrics"), {200}}};
}

std::unique_ptr<Metrics> fresh() {
    return std::make_unique<Metrics>(routes(), QStringLiteral("nanobanana"));
}

telemetry::HttpExchange editExchange() {
    return {QStringLiteral("POST"), QStringLiteral("/api/edit"), 200, 1500ms, 3000, 5000000};
}

} // namespace

class TestMetrics : public QObject {
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
        QCOMPARE(Exposition(metrics->text()).types.size(), 32); // the rows above
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

    void countsARequest() {
        const auto metrics = fresh();
        metrics->requestStarted();
        QCOMPARE(Exposition(metrics->text()).value("http_requests_active"), 1.0);
        metrics->requestFinished(editExchange());
        const Exposition text(metrics->text());
        QCOMPARE(text.value("http_requests_active"), 0.0);
        QCOMPARE(text.value(R"(http_requests_total{endpoint="/api/edit",method="POST",status_code="200"})"),
                 1.0);
        QCOMPARE(
            text.value(
                R"(http_request_duration_seconds_sum{endpoint="/api/edit",method="POST",status_code="200"})"),
            1.5);
        QCOMPARE(text.value(R"(http_request_size_bytes_sum{endpoint="/api/edit",method="POST"})"), 3000.0);
        QCOMPARE(text.value(
                     R"(http_response_size_bytes_sum{endpoint="/api/edit",method="POST",status_code="200"})"),
                 5e6);
    }

    void anExchangeThatWasNeverActiveLeavesTheGaugeAlone() {
        const auto metrics = fresh();
        telemetry::HttpExchange exchange = editExchange();
        exchange.statusCode = 413;
        metrics->refusedExchange(exchange);
        const Exposition text(metrics->text());
        QCOMPARE(text.value("http_requests_active"), 0.0);
        QCOMPARE(text.value(R"(http_requests_total{endpoint="/api/edit",method="POST",status_code="413"})"),
                 1.0);
    }

    void bucketsReachTo120SecondsAndAreCumulative() {
        const auto metrics = fresh();
        for (const auto duration : {std::chrono::nanoseconds(7ms), std::chrono::nanoseconds(100s),
                                    std::chrono::nanoseconds(500s)}) {
            telemetry::HttpExchange exchange = editExchange();
            exchange.duration = duration;
            metrics->requestStarted();
            metrics->requestFinished(exchange);
        }
        const Exposition text(metrics->text());
        const auto bucket = [&](const char* bound) {
            return text.value(QByteArray(R"(http_request_duration_seconds_bucket{endpoint="/api/edit",le=")" +
                                         QByteArray(bound) + R"(",method="POST",status_code="200"})")
                                  .constData());
        };
        QCOMPARE(bucket("0.005"), 0.0);
        QCOMPARE(bucket("0.01"), 1.0);
        QCOMPARE(bucket("90"), 1.0);
        QCOMPARE(bucket("120"), 2.0);
        QCOMPARE(bucket("+Inf"), 3.0);
        QCOMPARE(
            text.value(
                R"(http_request_duration_seconds_count{endpoint="/api/edit",method="POST",status_code="200"})"),
            3.0);
    }

    void knownSeriesStartAtZero() {
        const auto metrics = fresh();
        const Exposition text(metrics->text());
        for (const char* key :
             {R"(http_requests_total{endpoint="/api/edit",method="POST",status_code="502"})",
              R"(http_requests_total{endpoint="/api/health",method="GET",status_code="200"})",
              R"(rate_limit_exceeded_total{endpoint="/api/edit"})",
              R"(upstream_attempts_total{outcome="http_5xx",provider="nanobanana"})",
              R"(upstream_retries_total{reason="timeout"})",
              R"(circuit_breaker_state{provider="nanobanana"})",
              R"(http_guard_rejections_total{reason="bad_length"})",
              R"(http_client_disconnects_total{phase="upload"})",
              R"(upload_rejections_total{reason="mask_size_mismatch"})",
              R"(mask_operations_total{operation="normalise",status="error"})", "shutdown_in_progress",
              "queue_depth", "rate_limit_tracked_clients"})
            QVERIFY2(text.value(key) == 0.0, key);
        QCOMPARE(text.count(R"(rate_limit_exceeded_total{)"), 1); // only where 429 is possible
        QCOMPARE(text.count(R"(upstream_attempts_total{)"), 8);   // only the configured provider
        QCOMPARE(text.count(R"(upload_rejections_total{)"), 8);
    }

    void hostileLabelsAddNoSeries() {
        const auto metrics = fresh();
        useEverything(*metrics);
        hostile(*metrics, 0);
        const auto before = Exposition(metrics->text()).samples.size();
        for (int i = 1; i < 300; ++i)
            hostile(*metrics, i);
        const Exposition text(metrics->text());
        QCOMPARE(text.samples.size(), before);
        QVERIFY(text.broken.isEmpty());
        QVERIFY(!metrics->text().contains("evil"));
        QCOMPARE(text.value(R"(http_requests_total{endpoint="/other",method="OTHER",status_code="other"})"),
                 300.0);
        QCOMPARE(text.value(R"(rate_limit_exceeded_total{endpoint="/other"})"), 300.0);
        QCOMPARE(text.value(R"(upstream_attempts_total{outcome="other",provider="other"})"), 300.0);
        QCOMPARE(text.value(R"(upstream_retries_total{reason="other"})"), 300.0);
        QCOMPARE(text.value(R"(http_guard_rejections_total{reason="other"})"), 300.0);
        QCOMPARE(text.value(R"(http_client_disconnects_total{phase="other"})"), 300.0);
        QCOMPARE(text.value(R"(mask_operations_total{operation="other",status="error"})"), 300.0);
        QCOMPARE(text.value(R"(image_processing_duration_seconds_count{operation="other"})"), 300.0);
        QCOMPARE(text.value(R"(nanobanana_requests_total{endpoint="/other",status_code="other"})"), 300.0);
    }

    void endpointsAreComparedExactly() {
        const auto metrics = fresh();
        for (const char* path : {"/api/edit/", "/API/EDIT", "/api/edit?x=1", "", "/"}) {
            telemetry::HttpExchange exchange = editExchange();
            exchange.endpoint = QString::fromUtf8(path);
            metrics->refusedExchange(exchange);
        }
        QCOMPARE(Exposition(metrics->text())
                     .value(R"(http_requests_total{endpoint="/other",method="POST",status_code="200"})"),
                 5.0);
    }

    void gaugesFollowTheirSetters() {
        const auto metrics = fresh();
        metrics->setQueueDepth(7);
        metrics->setWorkers(3, 4);
        metrics->setRateLimitTrackedClients(12);
        metrics->setBreakerState(QStringLiteral("gemini"), BreakerState::Open);
        metrics->setBreakerState(QStringLiteral("nanobanana"), BreakerState::HalfOpen);
        metrics->connectionOpened();
        metrics->connectionOpened();
        metrics->connectionClosed();
        metrics->setShutdownInProgress();
        const Exposition text(metrics->text());
        QCOMPARE(text.value("queue_depth"), 7.0);
        QCOMPARE(text.value("workers_busy"), 3.0);
        QCOMPARE(text.value("workers_max"), 4.0);
        QCOMPARE(text.value("rate_limit_tracked_clients"), 12.0);
        QCOMPARE(text.value(R"(circuit_breaker_state{provider="gemini"})"), 2.0);
        QCOMPARE(text.value(R"(circuit_breaker_state{provider="nanobanana"})"), 1.0);
        QCOMPARE(text.value("http_connections_open"), 1.0);
        QCOMPARE(text.value("shutdown_in_progress"), 1.0);
    }

    void theProviderIsCounted() {
        const auto metrics = fresh();
        metrics->editFinished(QStringLiteral("/api/edit"), 504, 30s);
        metrics->upstreamAttempt(QStringLiteral("nanobanana"), QStringLiteral("timeout"), 12s);
        metrics->upstreamRetry(QStringLiteral("http_5xx"));
        const Exposition text(metrics->text());
        QCOMPARE(text.value(R"(nanobanana_requests_total{endpoint="/api/edit",status_code="504"})"), 1.0);
        QCOMPARE(text.value(R"(nanobanana_request_duration_seconds_sum{endpoint="/api/edit"})"), 30.0);
        QCOMPARE(text.value(R"(upstream_attempts_total{outcome="timeout",provider="nanobanana"})"), 1.0);
        QCOMPARE(
            text.value(
                R"(upstream_request_duration_seconds_bucket{le="10",outcome="timeout",provider="nanobanana"})"),
            0.0);
        QCOMPARE(
            text.value(
                R"(upstream_request_duration_seconds_bucket{le="15",outcome="timeout",provider="nanobanana"})"),
            1.0);
        QCOMPARE(text.value(R"(upstream_retries_total{reason="http_5xx"})"), 1.0);
    }

    void theProcessIsDescribed() {
        const auto metrics = fresh();
        const Exposition text(metrics->text());
        QCOMPARE(text.value(QStringLiteral(R"(build_info{qt_version="%1",version="%2"})")
                                .arg(QString::fromUtf8(qVersion()), QStringLiteral(NB_VERSION))
                                .toUtf8()
                                .constData()),
                 1.0);
        QVERIFY(text.value("process_resident_memory_bytes") > 1e6);
        QVERIFY(text.value("process_open_fds") >= 1);
        QVERIFY(text.value("process_max_fds") >= text.value("process_open_fds"));
        QVERIFY(text.value("process_start_time_seconds") > 1.7e9);
        const double cpu = text.value("process_cpu_seconds_total");
        QVERIFY(Exposition(metrics->text()).value("process_cpu_seconds_total") >= cpu);
    }

    void droppedLogLinesAreShown() {
        const auto metrics = fresh();
        log::start(log::Sink::JsonToStdout, log::Level::Info, -1); // takes nothing
        log::info(QStringLiteral("lost"));
        log::stop();
        QCOMPARE(Exposition(metrics->text()).value("log_lines_dropped_total"),
                 static_cast<double>(log::droppedLines()));
        QVERIFY(log::droppedLines() >= 1);
        QCOMPARE(Exposition(metrics->text()).value("log_lines_dropped_total"),
                 static_cast<double>(log::droppedLines()));
    }

    void manyThreadsLoseNoCount() {
        const auto metrics = fresh();
        std::vector<std::unique_ptr<QThread>> threads;
        for (int t = 0; t < 4; ++t) {
            threads.emplace_back(QThread::create([&metrics] {
                for (int i = 0; i < 2000; ++i) {
                    metrics->requestStarted();
                    metrics->requestFinished(editExchange());
                    if (i % 500 == 0)
                        (void)metrics->text();
                }
            }));
            threads.back()->start();
        }
        for (auto& thread : threads)
            thread->wait();
        const Exposition text(metrics->text());
        QCOMPARE(text.value(R"(http_requests_total{endpoint="/api/edit",method="POST",status_code="200"})"),
                 8000.0);
        QCOMPARE(text.value("http_requests_active"), 0.0);
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

private:
    static void useEverything(Metrics& metrics) {
        metrics.requestStarted();
        metrics.requestFinished(editExchange());
        metrics.guardRejected(QStringLiteral("te"));
        metrics.clientDisconnected(QStringLiteral("edit"));
        metrics.uploadRejected(ErrorCode::MaskEmpty);
        metrics.rateLimitExceeded(QStringLiteral("/api/edit"));
        metrics.editFinished(QStringLiteral("/api/edit"), 200, 2s);
        metrics.upstreamAttempt(QStringLiteral("nanobanana"), QStringLiteral("ok"), 2s);
        metrics.upstreamRetry(QStringLiteral("http_429"));
        metrics.setBreakerState(QStringLiteral("nanobanana"), BreakerState::Closed);
        metrics.imageProcessed(QStringLiteral("validation"), 3ms);
        metrics.maskOperation(QStringLiteral("normalise"), telemetry::Status::Success);
        metrics.queueWaited(1ms);
        metrics.eventLoopLag(1ms);
    }
    static void hostile(Metrics& metrics, int n) {
        const QString evil = QStringLiteral("evil%1\"\n\\{}").arg(n);
        metrics.requestStarted();
        metrics.requestFinished({evil, evil, -n, 1ms, 1, 1});
        metrics.guardRejected(evil);
        metrics.clientDisconnected(evil);
        metrics.rateLimitExceeded(evil);
        metrics.editFinished(evil, 1000 + n, 1ms);
        metrics.upstreamAttempt(evil, evil, 1ms);
        metrics.upstreamRetry(evil);
        metrics.setBreakerState(evil, BreakerState::Open);
        metrics.imageProcessed(evil, 1ms);
        metrics.maskOperation(evil, telemetry::Status::Error);
    }
};

QTEST_GUILESS_MAIN(TestMetrics)
#include "tst_metrics.moc"
