#include "core/telemetry/open_metrics.h"

#include "tests/support/test_main.h"
#include <QTest>

using namespace nb::telemetry;
using namespace prometheus;

// The examples follow the OpenMetrics 1.0 specification; a real Prometheus reads the whole exposition in
// tests/integration/tst_serve_metrics.cpp.
class TestOpenMetrics : public QObject {
    Q_OBJECT

    static MetricFamily family(const char* name, MetricType type) {
        MetricFamily result;
        result.name = name;
        result.help = "What \"it\" is\\was.";
        result.type = type;
        return result;
    }

private Q_SLOTS:
    void aCounter() {
        MetricFamily counter = family("calls_total", MetricType::Counter);
        ClientMetric metric;
        metric.label = {{"path", "a\"b\\c\nd"}, {"method", "GET"}};
        metric.counter.value = 17;
        counter.metric = {metric};
        Exemplars exemplars;
        QCOMPARE(openMetricsText({counter}, exemplars),
                 QByteArray("# TYPE calls counter\n"
                            "# HELP calls What \\\"it\\\" is\\\\was.\n"
                            "calls_total{path=\"a\\\"b\\\\c\\nd\",method=\"GET\"} 17\n"
                            "# EOF\n"));
    }

    void aGauge() {
        MetricFamily gauge = family("depth", MetricType::Gauge);
        gauge.help = "Depth.";
        ClientMetric metric;
        metric.gauge.value = -0.25;
        gauge.metric = {metric};
        QCOMPARE(openMetricsText({gauge}, Exemplars()),
                 QByteArray("# TYPE depth gauge\n# HELP depth Depth.\ndepth -0.25\n# EOF\n"));
    }

    void aHistogramWithAnExemplar() {
        MetricFamily histogram = family("wait_seconds", MetricType::Histogram);
        histogram.help = "Wait.";
        ClientMetric metric;
        metric.label = {{"k", "v"}};
        metric.histogram.bucket = {{1, 0.005}, {2, 1}, {3, std::numeric_limits<double>::infinity()}};
        metric.histogram.sample_count = 3;
        metric.histogram.sample_sum = 31.5;
        histogram.metric = {metric};
        Exemplars exemplars;
        exemplars.keep("wait_seconds", {{"k", "v"}}, {0.005, 1}, 0.5, "abc123");
        const QByteArray text = openMetricsText({histogram}, exemplars);
        const double time = exemplars.find("wait_seconds", {{"k", "v"}}, 1)->unixTime;
        QCOMPARE(text, QByteArray("# TYPE wait_seconds histogram\n"
                                  "# HELP wait_seconds Wait.\n"
                                  "wait_seconds_bucket{k=\"v\",le=\"0.005\"} 1\n"
                                  "wait_seconds_bucket{k=\"v\",le=\"1.0\"} 2 # {trace_id=\"abc123\"} 0.5 ") +
                           QByteArray::number(time, 'f', 3) +
                           "\n"
                           "wait_seconds_bucket{k=\"v\",le=\"+Inf\"} 3\n"
                           "wait_seconds_count{k=\"v\"} 3\n"
                           "wait_seconds_sum{k=\"v\"} 31.5\n"
                           "# EOF\n");
    }
};

NB_TEST_APPLESS(TestOpenMetrics)
#include "tst_open_metrics.moc"
