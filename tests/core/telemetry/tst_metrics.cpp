#include "core/telemetry/metrics.h"

#include "core/telemetry/log.h"
#include "tests/core/telemetry/exposition.h"
#include "tests/support/test_main.h"
#include <QTest>
#include <QThread>
#include <memory>
#include <vector>

using namespace nb;
using namespace nb::test;
using namespace std::chrono_literals;
using telemetry::BreakerState;
using telemetry::Metrics;

class TestMetrics : public QObject {
    Q_OBJECT

private Q_SLOTS:
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

    void whatAlertsNeedIsCounted() {
        const auto metrics = fresh();
        metrics->upstreamRefusedKey(QStringLiteral("nanobanana"), 403);
        metrics->upstreamCallWasted(QStringLiteral("nanobanana"));
        metrics->setRetryBudget(QStringLiteral("nanobanana"), 95);
        metrics->pictureReceived(512 * 512);
        metrics->spansExported(7);
        metrics->spansDropped("rejected", 2);
        metrics->connectionOpened();
        metrics->connectionOpened();
        metrics->guardRejected(QStringLiteral("per_ip"));
        metrics->guardRejected(QStringLiteral("te"));
        const Exposition text(metrics->text());
        QCOMPARE(text.value(R"(upstream_auth_failures_total{provider="nanobanana",status="403"})"), 1.0);
        QCOMPARE(text.value(R"(upstream_auth_failures_total{provider="nanobanana",status="401"})"), 0.0);
        QCOMPARE(text.value(R"(upstream_wasted_calls_total{provider="nanobanana"})"), 1.0);
        QCOMPARE(text.value(R"(upstream_retry_budget_tokens{provider="nanobanana"})"), 95.0);
        QCOMPARE(text.value("image_pixels_sum"), 262144.0);
        QCOMPARE(text.value("otel_spans_exported_total"), 7.0);
        QCOMPARE(text.value(R"(otel_spans_dropped_total{reason="rejected"})"), 2.0);
        QCOMPARE(text.value("http_connections_total"), 2.0);
        QCOMPARE(text.value(R"(http_connections_rejected_total{reason="per_ip"})"), 1.0);
        QCOMPARE(text.count("http_connections_rejected_total"), 4); // a protocol error is none
    }

    void changesOfTheBreakerAreCounted() {
        const auto metrics = fresh();
        const QString provider = QStringLiteral("nanobanana");
        for (const BreakerState state :
             {BreakerState::Closed, BreakerState::Open, BreakerState::Open, BreakerState::HalfOpen,
              BreakerState::Open, BreakerState::HalfOpen, BreakerState::Closed, BreakerState::Closed})
            metrics->setBreakerState(provider, state);
        const Exposition text(metrics->text());
        const char* name = R"(circuit_breaker_transitions_total{provider="nanobanana",to="%1"})";
        const auto count = [&](const char* to) {
            return text.value(QString::fromLatin1(name).arg(QLatin1String(to)).toLatin1().constData());
        };
        QCOMPARE(count("open"), 2.0);
        QCOMPARE(count("half_open"), 2.0);
        QCOMPARE(count("closed"), 1.0);
    }

    void exemplarsAreInOpenMetricsOnly() {
        const auto metrics = fresh();
        telemetry::HttpExchange exchange = editExchange();
        exchange.traceId = "4bf92f3577b34da6a3ce929d0e0e4736";
        metrics->requestStarted();
        metrics->requestFinished(exchange);
        metrics->editFinished(QStringLiteral("/api/edit"), 200, 1s, "0af7651916cd43dd8448eb211c80319c");
        metrics->upstreamAttempt(QStringLiteral("nanobanana"), QStringLiteral("ok"), 1s,
                                 "b7ad6b7169203331b7ad6b7169203331");
        const QByteArray open = metrics->openMetricsText();
        QVERIFY(open.endsWith("\n# EOF\n"));
        for (const char* start :
             {"http_request_duration_seconds_bucket{endpoint=\"/api/"
              "edit\",method=\"POST\",status_code=\"200\","
              "le=\"2.5\"} 1 # {trace_id=\"4bf92f3577b34da6a3ce929d0e0e4736\"} 1.5 ",
              "nanobanana_request_duration_seconds_bucket{endpoint=\"/api/edit\",le=\"1.0\"} 1 # "
              "{trace_id=\"0af7651916cd43dd8448eb211c80319c\"} 1 ",
              "upstream_request_duration_seconds_bucket{outcome=\"ok\",provider=\"nanobanana\",le=\"1.0\"} 1 "
              "# "
              "{trace_id=\"b7ad6b7169203331b7ad6b7169203331\"} 1 "})
            QVERIFY2(open.contains(start), start);
        QVERIFY(!metrics->text().contains("trace_id"));
    }

    // The same series in both, but for the names of the bounds.
    void bothFormatsSayTheSame() {
        const auto metrics = fresh();
        useEverything(*metrics);
        const auto series = [](const QByteArray& text) {
            QMap<QString, double> samples = Exposition(text).samples;
            for (const QString& key : samples.keys())
                if (key.startsWith(QLatin1String("process_")))
                    samples.remove(key);
            return samples;
        };
        QMap<QString, double> open;
        const QMap<QString, double> openSeries = series(metrics->openMetricsText().replace("# EOF\n", ""));
        for (auto it = openSeries.begin(); it != openSeries.end(); ++it)
            open[QString(it.key()).replace(QRegularExpression(QStringLiteral(R"(le="(\d+)\.0")")),
                                           QStringLiteral(R"(le="\1")"))] = it.value();
        QCOMPARE(open.size(), openSeries.size());
        const QMap<QString, double> plain = series(metrics->text());
        QCOMPARE(open.keys(), plain.keys());
        for (auto it = plain.begin(); it != plain.end(); ++it)
            QVERIFY2(open[it.key()] == it.value(),
                     qPrintable(QStringLiteral("%1: %2 and %3")
                                    .arg(it.key(), QString::number(open[it.key()], 'g', 17),
                                         QString::number(it.value(), 'g', 17))));
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

private:
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

NB_TEST(TestMetrics)
#include "tst_metrics.moc"
