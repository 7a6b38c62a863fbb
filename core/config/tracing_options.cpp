#include "core/config/tracing_options.h"

#include "core/config/values.h"

namespace nb::config {

using namespace Qt::StringLiterals;

namespace {

std::chrono::milliseconds millisecondsOf(const QVariant& v) {
    return std::chrono::milliseconds(v.toLongLong());
}

// The names and defaults of the OpenTelemetry specification.
QList<Option> collectorOptions() {
    return {
        {.name = u"OTEL_EXPORTER_OTLP_ENDPOINT"_s,
         .type = Type::Url,
         .help = u"The collector that gets the traces, by OTLP over HTTP, without `/v1/traces`: "
                 "`http://collector:4318`. Empty sends none. The address of Jaeger's retired port 14268 is "
                 "understood as that host's port 4318."_s,
         .apply = [](Settings& s, const QVariant& v) { s.tracing.endpoint = v.toUrl(); }},
        {.name = u"OTEL_EXPORTER_OTLP_TRACES_ENDPOINT"_s,
         .type = Type::Url,
         .help = u"The same as a complete URL; it wins."_s,
         .apply = [](Settings& s, const QVariant& v) { s.tracing.tracesEndpoint = v.toUrl(); }},
        {.name = u"OTEL_EXPORTER_OTLP_PROTOCOL"_s,
         .type = Type::Choice,
         .defaultText = u"http/protobuf"_s,
         .choices = {u"http/protobuf"_s},
         .help = u"The only protocol that this exporter speaks."_s,
         .apply = [](Settings&, const QVariant&) {}},
        {.name = u"OTEL_EXPORTER_OTLP_TRACES_PROTOCOL"_s,
         .type = Type::Choice,
         .defaultText = u"http/protobuf"_s,
         .choices = {u"http/protobuf"_s},
         .help = u"The same for traces alone."_s,
         .apply = [](Settings&, const QVariant&) {}},
        {.name = u"OTEL_EXPORTER_OTLP_HEADERS"_s,
         .type = Type::Pairs,
         .secrecy = Secrecy::Secret,
         .help = u"Headers for the collector: `name=value,…`, percent-encoded."_s,
         .apply = [](Settings& s, const QVariant& v) { s.tracing.headers = pairsOf(v.toString()); }},
        {.name = u"OTEL_EXPORTER_OTLP_TRACES_HEADERS"_s,
         .type = Type::Pairs,
         .secrecy = Secrecy::Secret,
         .help = u"The same for traces alone; they take the place of the others."_s,
         .apply = [](Settings& s, const QVariant& v) { s.tracing.tracesHeaders = pairsOf(v.toString()); }},
        {.name = u"OTEL_EXPORTER_OTLP_TIMEOUT"_s,
         .type = Type::Integer,
         .unit = u"milliseconds"_s,
         .defaultText = u"10000"_s,
         .min = 1,
         .max = 600000,
         .help = u"For one request to the collector."_s,
         .apply = [](Settings& s, const QVariant& v) { s.tracing.timeout = millisecondsOf(v); }},
        {.name = u"OTEL_EXPORTER_OTLP_TRACES_TIMEOUT"_s,
         .type = Type::Integer,
         .unit = u"milliseconds"_s,
         .defaultText = u"0"_s,
         .max = 600000,
         .help = u"The same for traces alone; 0 is `OTEL_EXPORTER_OTLP_TIMEOUT`."_s,
         .apply = [](Settings& s, const QVariant& v) { s.tracing.tracesTimeout = millisecondsOf(v); }},
        {.name = u"OTEL_EXPORTER_OTLP_COMPRESSION"_s,
         .type = Type::Choice,
         .defaultText = u"none"_s,
         .choices = {u"none"_s, u"gzip"_s},
         .help = u"How the bodies of requests to the collector are compressed."_s,
         .apply = [](Settings& s, const QVariant& v) { s.tracing.compression = v.toString(); }},
        {.name = u"OTEL_EXPORTER_OTLP_TRACES_COMPRESSION"_s,
         .type = Type::Choice,
         .defaultText = {},
         .choices = {u"none"_s, u"gzip"_s},
         .help = u"The same for traces alone. Empty is `OTEL_EXPORTER_OTLP_COMPRESSION`."_s,
         .apply = [](Settings& s, const QVariant& v) { s.tracing.tracesCompression = v.toString(); }},
        {.name = u"OTEL_EXPORTER_OTLP_CERTIFICATE"_s,
         .help = u"A PEM file with the authorities that are trusted for an https collector. Empty is the "
                 "system's."_s,
         .apply = [](Settings& s, const QVariant& v) { s.tracing.certificateFile = v.toString(); }},
    };
}

QList<Option> traceOptions() {
    return {
        {.name = u"OTEL_SERVICE_NAME"_s,
         .defaultText = u"nanobanana-inpaint-backend"_s,
         .help = u"How the service is called in traces."_s,
         .apply = [](Settings& s, const QVariant& v) { s.tracing.serviceName = v.toString(); }},
        {.name = u"OTEL_RESOURCE_ATTRIBUTES"_s,
         .type = Type::Pairs,
         .help = u"What else is known about the service: `name=value,…`, percent-encoded."_s,
         .apply = [](Settings& s,
                     const QVariant& v) { s.tracing.resourceAttributes = pairsOf(v.toString()); }},
        {.name = u"OTEL_TRACES_EXPORTER"_s,
         .type = Type::Choice,
         .defaultText = u"otlp"_s,
         .choices = {u"otlp"_s, u"none"_s},
         .help = u"`none` sends no traces, whatever the endpoint."_s,
         .apply = [](Settings& s, const QVariant& v) { s.tracing.exporter = v.toString(); }},
        {.name = u"OTEL_TRACES_SAMPLER"_s,
         .type = Type::Choice,
         .defaultText = u"parentbased_always_on"_s,
         .choices = {u"always_on"_s, u"always_off"_s, u"traceidratio"_s, u"parentbased_always_on"_s,
                     u"parentbased_always_off"_s, u"parentbased_traceidratio"_s},
         .help = u"Which requests are traced. The `parentbased_` ones do as a `traceparent` header says."_s,
         .apply = [](Settings& s, const QVariant& v) { s.tracing.sampler = v.toString(); }},
        {.name = u"OTEL_TRACES_SAMPLER_ARG"_s,
         .type = Type::Fraction,
         .help = u"The share of requests for the `traceidratio` samplers. Empty is all of them."_s,
         .apply =
             [](Settings& s, const QVariant& v) {
                 s.tracing.samplerShare = v.typeId() == QMetaType::Double ? v.toDouble() : 1.0;
             }},
        {.name = u"OTEL_BSP_MAX_QUEUE_SIZE"_s,
         .type = Type::Integer,
         .unit = u"spans"_s,
         .defaultText = u"2048"_s,
         .min = 1,
         .max = 1000000,
         .help = u"Spans that may wait for their delivery; further ones are dropped and counted."_s,
         .apply = [](Settings& s, const QVariant& v) { s.tracing.queueSize = v.toInt(); }},
        {.name = u"OTEL_BSP_MAX_EXPORT_BATCH_SIZE"_s,
         .type = Type::Integer,
         .unit = u"spans"_s,
         .defaultText = u"512"_s,
         .min = 1,
         .max = 100000,
         .help = u"Spans in one request to the collector, at most."_s,
         .apply = [](Settings& s, const QVariant& v) { s.tracing.batchSize = v.toInt(); }},
        {.name = u"OTEL_BSP_SCHEDULE_DELAY"_s,
         .type = Type::Integer,
         .unit = u"milliseconds"_s,
         .defaultText = u"5000"_s,
         .min = 1,
         .max = 600000,
         .help = u"How long spans wait for more of them before they are delivered."_s,
         .apply = [](Settings& s, const QVariant& v) { s.tracing.scheduleDelay = millisecondsOf(v); }},
        {.name = u"OTEL_BSP_EXPORT_TIMEOUT"_s,
         .type = Type::Integer,
         .unit = u"milliseconds"_s,
         .defaultText = u"30000"_s,
         .min = 1,
         .max = 600000,
         .help =
             u"For one batch with its retries; what cannot be delivered by then is dropped and counted."_s,
         .apply = [](Settings& s, const QVariant& v) { s.tracing.exportTimeout = millisecondsOf(v); }},
        {.name = u"OTEL_SDK_DISABLED"_s,
         .type = Type::Boolean,
         .defaultText = u"false"_s,
         .help = u"Turns tracing off."_s,
         .apply = [](Settings& s, const QVariant& v) { s.tracing.disabled = v.toBool(); }},
    };
}

} // namespace

QList<Option> tracingOptions() {
    QList<Option> list = collectorOptions() + traceOptions();
    for (Option& option : list)
        option.section = Section::Tracing;
    return list;
}

} // namespace nb::config
