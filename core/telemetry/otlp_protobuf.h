#pragma once
// The few messages of the OpenTelemetry protocol that we need, in the protobuf encoding: the request that
// carries spans, and the response to it (opentelemetry-proto 1.x: collector/trace/v1, trace/v1, common/v1,
// resource/v1). The field numbers are those of the published .proto files and never change.

#include "core/telemetry/span.h"
#include <optional>

namespace nb::telemetry {

// An ExportTraceServiceRequest with one resource and one scope. `resource` describes the process.
[[nodiscard]] QByteArray exportRequest(const SpanAttributes& resource, const QByteArray& scopeName,
                                       const QByteArray& scopeVersion, const QList<Span>& spans);

// What a collector did not take.
struct PartialSuccess {
    qint64 rejectedSpans = 0;
    QString message = {};
};

// Of an ExportTraceServiceResponse; nullopt if everything was taken, or if the bytes are no such message.
[[nodiscard]] std::optional<PartialSuccess> partialSuccess(const QByteArray& response);

} // namespace nb::telemetry
