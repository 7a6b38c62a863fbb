#pragma once
// A finished span, as plain values: one step of a request with its begin and end, in the terms of
// OpenTelemetry. Spans are made when a step is over, from times that were taken; there are no open ones.

#include <QByteArray>
#include <QList>
#include <QString>
#include <variant>

namespace nb::telemetry {

// Never a prompt, a key, a client's token or bytes of a picture.
struct SpanAttribute {
    QByteArray key; // by the semantic conventions: "http.request.method"
    std::variant<bool, qint64, double, QString> value;
};
using SpanAttributes = QList<SpanAttribute>;

enum class SpanKind { Internal = 1, Server = 2, Client = 3 }; // the numbers of the protocol
enum class SpanStatus { Unset = 0, Ok = 1, Error = 2 };

struct Span {
    QByteArray traceId; // 16 bytes
    QByteArray spanId;  // 8 bytes
    QByteArray parentId = {};
    bool hasRemoteParent = false; // the parent is a caller's span
    QByteArray traceState = {};
    QString name;
    SpanKind kind = SpanKind::Internal;
    quint64 beganNs = 0; // since 1970, UTC
    quint64 endedNs = 0;
    SpanAttributes attributes = {};
    SpanStatus status = SpanStatus::Unset;
    QString statusMessage = {};
};

// What takes spans away: our exporter (core/telemetry/otlp_exporter.h), or that of a library.
class SpanExporter {
public:
    SpanExporter() = default;
    virtual ~SpanExporter() = default;
    SpanExporter(const SpanExporter&) = delete;
    SpanExporter& operator=(const SpanExporter&) = delete;

    // Never waits; what there is no room for is dropped and counted. Any thread.
    virtual void add(Span span) = 0;
};

} // namespace nb::telemetry
