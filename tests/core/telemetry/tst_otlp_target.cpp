#include "core/telemetry/otlp_target.h"

#include "core/config/loader.h"
#include "tests/support/test_main.h"
#include <QTest>

using namespace nb;
using namespace Qt::StringLiterals;
using telemetry::OtlpTarget;
using telemetry::otlpTarget;

class TestOtlpTarget : public QObject {
    Q_OBJECT

    static std::optional<OtlpTarget> targetOf(const QMap<QString, QString>& environment) {
        const Result<config::Loaded> loaded = config::load({.environment = environment});
        return loaded ? otlpTarget(loaded->settings.tracing) : std::nullopt;
    }

private Q_SLOTS:
    void whereTracesAreSent_data() {
        QTest::addColumn<QString>("base");
        QTest::addColumn<QString>("traces");
        QTest::addColumn<QString>("url");
        QTest::addColumn<bool>("warns");
        const auto row = [](const char* name, const char* base, const char* traces, const char* url,
                            bool warns = false) {
            QTest::newRow(name) << QString::fromLatin1(base) << QString::fromLatin1(traces)
                                << QString::fromLatin1(url) << warns;
        };
        row("base", "http://c:4318", "", "http://c:4318/v1/traces");
        row("base with slash", "http://c:4318/", "", "http://c:4318/v1/traces");
        row("base with path", "https://c/otlp", "", "https://c/otlp/v1/traces");
        row("base with path and slash", "https://c/otlp/", "", "https://c/otlp/v1/traces");
        row("base without port", "http://c", "", "http://c/v1/traces");
        row("complete", "", "http://c:4318/mine", "http://c:4318/mine");
        row("complete with slash", "", "http://c:4318/mine/", "http://c:4318/mine/");
        row("complete without path", "", "http://c:4318", "http://c:4318/");
        row("complete wins", "http://other", "http://c/x", "http://c/x");
        row("jaeger", "http://jaeger:14268/api/traces", "", "http://jaeger:4318/v1/traces", true);
        row("jaeger with slash", "http://jaeger:14268/api/traces/", "", "http://jaeger:4318/v1/traces", true);
        row("jaeger with format", "http://jaeger:14268/api/traces?format=jaeger.thrift", "",
            "http://jaeger:4318/v1/traces", true);
        row("jaeger's port", "http://jaeger:14268", "", "http://jaeger:4318/v1/traces", true);
        row("jaeger's path", "https://j.example/api/traces", "", "https://j.example:4318/v1/traces", true);
        row("jaeger, complete", "", "http://jaeger:14268/api/traces", "http://jaeger:4318/v1/traces", true);
        row("jaeger by address", "http://[fd00::1]:14268/api/traces", "", "http://[fd00::1]:4318/v1/traces",
            true);
        row("otlp on jaeger's old port", "", "http://c:14268/v1/traces", "http://c:14268/v1/traces");
        row("grpc port", "http://c:4317", "", "http://c:4317/v1/traces", true);
    }
    void whereTracesAreSent() {
        QFETCH(QString, base);
        QFETCH(QString, traces);
        QFETCH(QString, url);
        QFETCH(bool, warns);
        const auto target = targetOf(
            {{u"OTEL_EXPORTER_OTLP_ENDPOINT"_s, base}, {u"OTEL_EXPORTER_OTLP_TRACES_ENDPOINT"_s, traces}});
        QVERIFY(target.has_value());
        QCOMPARE(target->url.toString(), url);
        QCOMPARE(!target->warning.isEmpty(), warns);
    }

    void aWarningShowsNoPassword() {
        const auto target =
            targetOf({{u"OTEL_EXPORTER_OTLP_ENDPOINT"_s, u"http://me:secret-word@j:14268/api/traces"_s}});
        QVERIFY(!target->warning.isEmpty() && !target->warning.contains(u"secret-word"_s));
    }

    void whatTurnsTracesOff() {
        const QString endpoint = u"OTEL_EXPORTER_OTLP_ENDPOINT"_s, url = u"http://c:4318"_s;
        QVERIFY(!targetOf({}).has_value());
        QVERIFY(!targetOf({{endpoint, u""_s}}).has_value());
        QVERIFY(!targetOf({{endpoint, url}, {u"OTEL_SDK_DISABLED"_s, u"TRUE"_s}}).has_value());
        QVERIFY(!targetOf({{endpoint, url}, {u"OTEL_TRACES_EXPORTER"_s, u"none"_s}}).has_value());
        QVERIFY(targetOf({{endpoint, url}, {u"OTEL_TRACES_EXPORTER"_s, u"otlp"_s}}).has_value());
    }

    void headersAreDecodedAndThoseOfTracesReplaceTheOthers() {
        QMap<QString, QString> environment{
            {u"OTEL_EXPORTER_OTLP_ENDPOINT"_s, u"http://c"_s},
            {u"OTEL_EXPORTER_OTLP_HEADERS"_s, u"Authorization=Basic%20YTpi, x-tenant = a%2Cb%3Dc ,y="_s}};
        const config::TracingSettings::Pairs general{
            {"Authorization", "Basic YTpi"}, {"x-tenant", "a,b=c"}, {"y", ""}};
        QCOMPARE(targetOf(environment)->headers, general);
        environment[u"OTEL_EXPORTER_OTLP_TRACES_HEADERS"_s] = u"k=v"_s;
        QCOMPARE(targetOf(environment)->headers, (config::TracingSettings::Pairs{{"k", "v"}}));
    }

    void timeoutAndCompression() {
        QMap<QString, QString> environment{{u"OTEL_EXPORTER_OTLP_ENDPOINT"_s, u"http://c"_s}};
        QCOMPARE(targetOf(environment)->timeout.count(), 10'000);
        QVERIFY(!targetOf(environment)->gzip);
        environment[u"OTEL_EXPORTER_OTLP_TIMEOUT"_s] = u"700"_s;
        environment[u"OTEL_EXPORTER_OTLP_COMPRESSION"_s] = u"gzip"_s;
        QCOMPARE(targetOf(environment)->timeout.count(), 700);
        QVERIFY(targetOf(environment)->gzip);
        environment[u"OTEL_EXPORTER_OTLP_TRACES_TIMEOUT"_s] = u"90"_s;
        environment[u"OTEL_EXPORTER_OTLP_TRACES_COMPRESSION"_s] = u"none"_s;
        QCOMPARE(targetOf(environment)->timeout.count(), 90);
        QVERIFY(!targetOf(environment)->gzip);
    }
};

NB_TEST(TestOtlpTarget)
#include "tst_otlp_target.moc"
