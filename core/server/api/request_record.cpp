#include "core/server/api/request_record.h"

namespace nb::server {

QJsonObject LogIds::fields() const {
    QJsonObject fields{{QStringLiteral("request_id"), requestId}};
    if (!traceId.isEmpty())
        fields[QStringLiteral("trace_id")] = traceId;
    if (!otherTraceId.isEmpty())
        fields[QStringLiteral("otel_trace_id")] = otherTraceId;
    return fields;
}

LogIds RequestRecord::logIds() const {
    LogIds ids{QString::fromLatin1(identity.requestId), QString::fromLatin1(trace.idText())};
    const QString given = QString::fromLatin1(identity.traceId);
    if (trace.parentId.isEmpty() && !given.isEmpty() && given != ids.traceId)
        ids.otherTraceId = std::exchange(ids.traceId, given);
    return ids;
}

telemetry::RequestTrace beginTrace(const telemetry::Tracer& tracer, const RequestHead& head) {
    QByteArrayList parents, states;
    for (const HeaderField& field : head.fields) {
        if (field.name.compare("traceparent", Qt::CaseInsensitive) == 0)
            parents.append(field.value);
        else if (field.name.compare("tracestate", Qt::CaseInsensitive) == 0)
            states.append(field.value);
    }
    return tracer.begin(telemetry::parseTraceParent(parents, states),
                        telemetry::idOfHex(head.value("X-Trace-ID"), telemetry::kTraceIdBytes));
}

} // namespace nb::server
