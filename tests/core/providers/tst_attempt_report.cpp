#include "core/providers/attempt_report.h"
#include "core/telemetry/log.h"
#include "tests/core/providers/nanobanana_bench.h"
#include "tests/support/test_main.h"
#include <QTest>

using namespace nb;
using namespace nb::providers;
using namespace nb::test;
using namespace std::chrono_literals;

namespace {

const QString kLine = QStringLiteral("Provider attempt");

} // namespace

class TestAttemptReport : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void theCallerAndTheLogAreTold() {
        const log::Capture log;
        FakeTime time;
        const Upstream upstream(QStringLiteral("Service"), kKey, time.timing());
        int told = 0;
        Context context;
        context.requestId = QStringLiteral("request-1");
        context.onAttempt = [&](const Attempt& attempt) { told = attempt.number; };
        reportAttempt(upstream, context, {2, QStringLiteral("http_5xx"), 120ms, 500ms, 503},
                      QStringLiteral("sent ") + QString::fromLatin1(kKey));
        QCOMPARE(told, 2);
        QJsonObject line = log.lines(kLine).value(0);
        line.remove(QStringLiteral("timestamp"));
        line.remove(QStringLiteral("message"));
        QCOMPARE(line, (QJsonObject{{QStringLiteral("level"), QStringLiteral("debug")},
                                    {QStringLiteral("service"), QStringLiteral("Service")},
                                    {QStringLiteral("attempt"), 2},
                                    {QStringLiteral("outcome"), QStringLiteral("http_5xx")},
                                    {QStringLiteral("status"), 503},
                                    {QStringLiteral("duration_ms"), 120},
                                    {QStringLiteral("wait_ms"), 500},
                                    {QStringLiteral("request_id"), QStringLiteral("request-1")},
                                    {QStringLiteral("detail"), QStringLiteral("sent [•••]")}}));
    }

    void whatIsNotKnownIsLeftOut() {
        const log::Capture log;
        FakeTime time;
        const Upstream upstream(QStringLiteral("Service"), kKey, time.timing());
        reportAttempt(upstream, {}, {1, QStringLiteral("connect"), 1ms});
        const QJsonObject line = log.lines(kLine).value(0);
        QCOMPARE(line[QStringLiteral("outcome")].toString(), QStringLiteral("connect"));
        for (const char* field : {"status", "request_id", "detail"})
            QVERIFY2(!line.contains(QLatin1String(field)), field);
    }

    void anEditLogsEachOfItsAttempts() {
        const log::Capture log;
        NanobananaBench bench;
        bench.fake.server().enqueue({503, "application/json", "{}", {{"Retry-After", "2"}}});
        QVERIFY(bench.edit().has_value());
        const QList<QJsonObject> lines = log.lines(kLine);
        QCOMPARE(lines.size(), 2);
        QCOMPARE(lines[0][QStringLiteral("status")].toInt(), 503);
        QCOMPARE(lines[0][QStringLiteral("wait_ms")].toInt(), 2000);
        QCOMPARE(lines[1][QStringLiteral("attempt")].toInt(), 2);
        QCOMPARE(lines[1][QStringLiteral("status")].toInt(), 200);
        QCOMPARE(lines[1][QStringLiteral("outcome")].toString(), QStringLiteral("ok"));
        QCOMPARE(lines[1][QStringLiteral("wait_ms")].toInt(), 0);
    }

    void neitherPromptNorKeyNorPictureIsLogged() {
        const log::Capture log;
        NanobananaBench bench;
        bench.fake.setStatus(400, QStringLiteral("unknown key ") + QString::fromLatin1(kKey));
        QVERIFY(!bench.edit().has_value());
        QVERIFY(!log.lines(kLine).isEmpty());
        for (const QByteArray& line : log.rawLines()) {
            QVERIFY2(!line.contains("rose") && !line.contains(kKey) && !line.contains("iVBOR"),
                     line.constData());
        }
    }
};

NB_TEST(TestAttemptReport)
#include "tst_attempt_report.moc"
