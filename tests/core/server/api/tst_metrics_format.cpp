#include "core/server/api/metrics_format.h"
#include "tests/support/test_main.h"
#include <QTest>

using nb::server::prefersOpenMetrics;

class TestMetricsFormat : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void whatScrapersAskFor_data() {
        QTest::addColumn<QByteArray>("accept");
        QTest::addColumn<bool>("openMetrics");
        const auto row = [](const char* name, const char* accept, bool openMetrics) {
            QTest::newRow(name) << QByteArray(accept) << openMetrics;
        };
        row("nothing", "", false);
        row("anything", "*/*", false);
        row("a browser", "text/html,application/xhtml+xml,*/*;q=0.8", false);
        row("text", "text/plain;version=0.0.4", false);
        row("Prometheus 2",
            "application/openmetrics-text;version=1.0.0,application/openmetrics-text;"
            "version=0.0.1;q=0.75,text/plain;version=0.0.4;q=0.5,*/*;q=0.1",
            true);
        row("Prometheus 3",
            "application/openmetrics-text;version=1.0.0;escaping=allow-utf-8;q=0.5,"
            "text/plain;version=1.0.0;escaping=allow-utf-8;q=0.4,text/plain;version=0.0.4;"
            "q=0.3,*/*;q=0.2",
            true);
        row("OpenMetrics alone", "application/openmetrics-text", true);
        row("in capitals, with blanks", "Application/OpenMetrics-Text ; Version=1.0.0", true);
        row("text preferred", "application/openmetrics-text;q=0.2,text/plain;q=0.9", false);
        row("refused", "application/openmetrics-text;q=0", false);
        row("a version of tomorrow", "application/openmetrics-text;version=2.0.0", false);
        row("another type", "application/openmetrics-textual", false);
        row("nonsense", ";;,,q=,application/openmetrics-text;q=x", false);
    }
    void whatScrapersAskFor() {
        QFETCH(QByteArray, accept);
        QFETCH(bool, openMetrics);
        QCOMPARE(prefersOpenMetrics(accept), openMetrics);
    }
};

NB_TEST_APPLESS(TestMetricsFormat)
#include "tst_metrics_format.moc"
