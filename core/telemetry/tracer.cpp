#include "core/telemetry/tracer.h"

#include "core/telemetry/log.h"
#include "core/telemetry/otlp_exporter.h"
#include <QFile>
#include <QSysInfo>
#include <QUuid>
#include <algorithm>

namespace nb::telemetry {
namespace {

const QString kDefaultServiceName = QStringLiteral("nanobanana-inpaint-backend");

// What describes this process. A service name of its own wins over one among the attributes, but the default
// does not.
SpanAttributes resourceOf(const config::TracingSettings& settings) {
    SpanAttributes attributes{
        {"service.version", QStringLiteral(NB_VERSION)},
        {"service.instance.id", QUuid::createUuid().toString(QUuid::WithoutBraces)},
        {"host.name", QSysInfo::machineHostName()},
        {"telemetry.sdk.name", QStringLiteral("nanobanana")},
        {"telemetry.sdk.language", QStringLiteral("cpp")},
        {"telemetry.sdk.version", QStringLiteral(NB_VERSION)},
    };
    const auto set = [&attributes](const QByteArray& key, const QString& value) {
        const auto found = std::find_if(attributes.begin(), attributes.end(),
                                        [&](const SpanAttribute& known) { return known.key == key; });
        if (found == attributes.end())
            attributes.append({key, value});
        else
            found->value = value;
    };
    set("service.name", kDefaultServiceName);
    for (const auto& [name, value] : settings.resourceAttributes)
        set(name, QString::fromUtf8(value));
    if (!settings.serviceName.isEmpty() && settings.serviceName != kDefaultServiceName)
        set("service.name", settings.serviceName);
    return attributes;
}

std::unique_ptr<SpanExporter> exporterOf(const config::TracingSettings& settings, Metrics& metrics) {
    const std::optional<OtlpTarget> target = otlpTarget(settings);
    if (!target)
        return nullptr;
    if (!target->warning.isEmpty())
        log::warning(target->warning);
    if (!settings.certificateFile.isEmpty() && !QFile::exists(settings.certificateFile))
        log::warning(QStringLiteral("OTEL_EXPORTER_OTLP_CERTIFICATE names %1, which does not exist: no https "
                                    "collector is trusted")
                         .arg(settings.certificateFile));
    return std::make_unique<OtlpExporter>(OtlpOptions{.target = *target,
                                                      .certificateFile = settings.certificateFile,
                                                      .exportTimeout = settings.exportTimeout},
                                          BatchOptions{.queueSize = settings.queueSize,
                                                       .batchSize = settings.batchSize,
                                                       .scheduleDelay = settings.scheduleDelay},
                                          resourceOf(settings), metrics);
}

quint64 wallTime(const RequestTrace& trace, std::chrono::steady_clock::time_point moment) {
    const std::chrono::nanoseconds since = moment - trace.steadyBegin;
    return static_cast<quint64>(trace.wallBeginNs + since.count());
}

Span spanOf(const RequestTrace& trace, TimedStep step) {
    Span span;
    span.traceId = trace.traceId;
    span.traceState = trace.state;
    span.name = std::move(step.name);
    span.kind = step.kind;
    span.beganNs = wallTime(trace, step.began);
    span.endedNs = std::max(span.beganNs, wallTime(trace, step.ended));
    span.attributes = std::move(step.attributes);
    span.status = step.status;
    return span;
}

} // namespace

Tracer::Tracer(const config::TracingSettings& settings, Metrics& metrics)
    : m_sampler(settings.sampler, settings.samplerShare), m_exporter(exporterOf(settings, metrics)) {}

RequestTrace Tracer::begin(const std::optional<TraceParent>& parent, const QByteArray& wantedId) const {
    RequestTrace trace;
    trace.traceId = parent ? parent->traceId : wantedId.isEmpty() ? newTraceId() : wantedId;
    trace.spanId = newSpanId();
    if (parent) {
        trace.parentId = parent->spanId;
        trace.state = parent->state;
    }
    trace.sampled = m_exporter && m_sampler.samples(trace.traceId, parent ? &*parent : nullptr);
    trace.steadyBegin = std::chrono::steady_clock::now();
    trace.wallBeginNs = std::chrono::duration_cast<std::chrono::nanoseconds>(
                            std::chrono::system_clock::now().time_since_epoch())
                            .count();
    return trace;
}

void Tracer::recordRequest(const RequestTrace& trace, TimedStep step) const {
    if (!m_exporter || !trace.sampled)
        return;
    Span span = spanOf(trace, std::move(step));
    span.spanId = trace.spanId;
    span.parentId = trace.parentId;
    span.hasRemoteParent = !trace.parentId.isEmpty();
    m_exporter->add(std::move(span));
}

void Tracer::recordStep(const RequestTrace& trace, TimedStep step, const QByteArray& spanId,
                        const QByteArray& parentId) const {
    if (!m_exporter || !trace.sampled)
        return;
    Span span = spanOf(trace, std::move(step));
    span.spanId = spanId.isEmpty() ? newSpanId() : spanId;
    span.parentId = parentId.isEmpty() ? trace.spanId : parentId;
    m_exporter->add(std::move(span));
}

QByteArray Tracer::exemplarOf(const RequestTrace& trace) const {
    return !m_exporter || trace.sampled ? trace.idText() : QByteArray();
}

} // namespace nb::telemetry
