#include "core/config/tracing_options.h"

#include "core/config/loader.h"
#include "tests/support/test_main.h"
#include <QTest>

using namespace nb;
using namespace nb::config;
using namespace Qt::StringLiterals;

// Names and defaults of the OpenTelemetry specification: "Environment Variable Specification" and
// "OpenTelemetry Protocol Exporter".
class TestTracingOptions : public QObject {
    Q_OBJECT

    static QString errorOf(const QString& name, const QString& value) {
        const Result<Loaded> loaded = load({.environment = {{name, value}}});
        return loaded ? QString() : loaded.error().message;
    }

private Q_SLOTS:
    void defaults() {
        const TracingSettings tracing = load({})->settings.tracing;
        QVERIFY(!tracing.disabled && tracing.endpoint.isEmpty() && tracing.tracesEndpoint.isEmpty());
        QVERIFY(tracing.headers.isEmpty() && tracing.tracesHeaders.isEmpty());
        QCOMPARE(tracing.exporter, u"otlp"_s);
        QCOMPARE(tracing.timeout.count(), 10'000);
        QCOMPARE(tracing.compression, u"none"_s);
        QCOMPARE(tracing.sampler, u"parentbased_always_on"_s);
        QCOMPARE(tracing.samplerShare, 1.0);
        QCOMPARE(tracing.queueSize, 2048);
        QCOMPARE(tracing.batchSize, 512);
        QCOMPARE(tracing.scheduleDelay.count(), 5'000);
        QCOMPARE(tracing.exportTimeout.count(), 30'000);
    }

    void emptyIsUnset() {
        QMap<QString, QString> environment;
        for (const Option& option : tracingOptions())
            environment[option.name] = QString();
        const Result<Loaded> loaded = load({.environment = environment});
        QVERIFY2(loaded.has_value(), loaded ? "" : qPrintable(loaded.error().message));
        QCOMPARE(loaded->settings.tracing.serviceName, u"nanobanana-inpaint-backend"_s);
        QCOMPARE(loaded->settings.tracing.samplerShare, 1.0);
    }

    void nothingIsOnlyPlanned() {
        QMap<QString, QString> environment{{u"OTEL_EXPORTER_OTLP_ENDPOINT"_s, u"http://c:4318"_s},
                                           {u"OTEL_SERVICE_NAME"_s, u"mine"_s},
                                           {u"OTEL_TRACES_SAMPLER"_s, u"TraceIdRatio"_s},
                                           {u"OTEL_TRACES_SAMPLER_ARG"_s, u"0.25"_s}};
        const Result<Loaded> loaded = load({.environment = environment});
        QCOMPARE(loaded->warnings, QStringList());
        QCOMPARE(loaded->settings.tracing.serviceName, u"mine"_s);
        QCOMPARE(loaded->settings.tracing.sampler, u"traceidratio"_s);
        QCOMPARE(loaded->settings.tracing.samplerShare, 0.25);
    }

    void whatThisExporterCannotDoIsAnError() {
        for (const char* name : {"OTEL_EXPORTER_OTLP_PROTOCOL", "OTEL_EXPORTER_OTLP_TRACES_PROTOCOL"}) {
            for (const char* protocol : {"grpc", "http/json"}) {
                const QString error = errorOf(QString::fromLatin1(name), QString::fromLatin1(protocol));
                QVERIFY2(error.contains(QLatin1String(name)) && error.contains(u"http/protobuf"_s),
                         qPrintable(error));
            }
            QCOMPARE(errorOf(QString::fromLatin1(name), u"http/protobuf"_s), QString());
        }
        QVERIFY(errorOf(u"OTEL_TRACES_EXPORTER"_s, u"zipkin"_s).contains(u"otlp, none"_s));
        QVERIFY(!errorOf(u"OTEL_EXPORTER_OTLP_COMPRESSION"_s, u"zstd"_s).isEmpty());
        QVERIFY(!errorOf(u"OTEL_EXPORTER_OTLP_ENDPOINT"_s, u"collector:4318"_s).isEmpty());
        QVERIFY(!errorOf(u"OTEL_BSP_MAX_QUEUE_SIZE"_s, u"0"_s).isEmpty());
    }

    // A line end behind its percent code would begin a header of its own.
    void aHeaderCannotHideAnother() {
        for (const char* value : {"a=b%0d%0aX-Evil:1", "a=b%0A", "a=%00"})
            QVERIFY2(!errorOf(u"OTEL_EXPORTER_OTLP_HEADERS"_s, QString::fromLatin1(value)).isEmpty(), value);
    }

    void headersAreSecret() {
        const QString faulty = errorOf(u"OTEL_EXPORTER_OTLP_HEADERS"_s, u"hidden-word"_s);
        QVERIFY(!faulty.isEmpty() && !faulty.contains(u"hidden-word"_s));
        const Result<Loaded> loaded = load(
            {.environment = {{u"OTEL_EXPORTER_OTLP_HEADERS"_s, u"Authorization=Bearer%20hidden-word,k=v"_s},
                             {u"OTEL_EXPORTER_OTLP_TRACES_HEADERS"_s, u"x=other-word"_s}}});
        QCOMPARE(loaded->settings.tracing.secrets(),
                 (QStringList{u"Bearer hidden-word"_s, u"hidden-word"_s, u"v"_s, u"other-word"_s}));
    }
};

NB_TEST(TestTracingOptions)
#include "tst_tracing_options.moc"
