#pragma once
// What is known of a request apart from its body, from its head to its response.

#include "core/server/api/common_headers.h"
#include "core/server/store/request_log.h"
#include "core/telemetry/tracer.h"
#include <QHostAddress>
#include <QJsonObject>

namespace nb::server {

class RouteTable;
struct Route;

// Whether an exchange is logged: probes come every few seconds and are only of interest when they fail.
enum class LogRule { Always, OnFailure };

// By what the log lines of a request are found.
struct LogIds {
    QString requestId;
    QString traceId;           // the client's X-Trace-ID where it sent that and no traceparent
    QString otherTraceId = {}; // of the spans, where it is another one

    // As a line carries them: request_id, trace_id and, if there is one, otel_trace_id.
    [[nodiscard]] QJsonObject fields() const;
};

struct RequestRecord {
    RequestHead head;
    Identity identity;
    telemetry::RequestTrace trace;
    QHostAddress client;
    bool usesTls = false;
    const RouteTable* routes = nullptr; // of the port that it came to
    const Route* route = nullptr;       // null if there is none for this method and path
    QString endpoint;                   // the path if any method has a route there, else "/other"
    LogRule log = LogRule::Always;
    qint64 bodyBytes = 0;
    std::chrono::steady_clock::time_point began;
    QList<HeaderField> rateLimit; // the X-RateLimit-* headers; empty where the route is not limited
    QByteArray idempotencyKey;    // once the preflight has passed; empty where there is none
    QByteArray boundary; // of the form in the body, once the preflight has passed; empty where there is none

    EditFacts edit; // of an edit, as far as it came

    [[nodiscard]] LogIds logIds() const;
};

// Continues the caller's trace, or begins one. The id of a new one is that of an X-Trace-ID header which is a
// trace id.
[[nodiscard]] telemetry::RequestTrace beginTrace(const telemetry::Tracer& tracer, const RequestHead& head);

} // namespace nb::server
