#include "core/server/api/request_span.h"
#include "core/server/api/route_table.h"
#include "core/telemetry/metric_names.h"
#include <algorithm>

namespace nb::server {

namespace {

constexpr qsizetype kMaxTextLength = 256; // of what a client sent

QString shortened(const QByteArray& text) {
    return QString::fromLatin1(text.left(kMaxTextLength));
}

bool isKnownMethod(const QByteArray& method) {
    const auto& known = telemetry::labels::kMethods;
    return std::find(known.begin(), known.end(), std::string_view(method.constData(), method.size())) !=
           known.end();
}

} // namespace

telemetry::TimedStep requestSpan(const RequestRecord& record, int status, qint64 responseBytes) {
    telemetry::TimedStep span;
    const bool known = isKnownMethod(record.head.method);
    const QString method = known ? QString::fromLatin1(record.head.method) : QStringLiteral("HTTP");
    const bool hasRoute = record.endpoint != QLatin1String(telemetry::labels::kOtherEndpoint.data());
    span.name = hasRoute ? method + QLatin1Char(' ') + record.endpoint : method;
    span.kind = telemetry::SpanKind::Server;
    span.began = record.began;
    span.ended = std::chrono::steady_clock::now();
    span.attributes = {{"http.request.method", known ? method : QStringLiteral("_OTHER")},
                       {"url.path", shortened(record.head.path())},
                       {"url.scheme", record.usesTls ? QStringLiteral("https") : QStringLiteral("http")},
                       {"http.response.status_code", qint64(status)},
                       {"http.request.body.size", record.bodyBytes},
                       {"http.response.body.size", responseBytes},
                       {"client.address", record.client.toString()},
                       {"nanobanana.request_id", QString::fromLatin1(record.identity.requestId)}};
    if (hasRoute)
        span.attributes.append({"http.route", record.endpoint});
    if (!known && !record.head.method.isEmpty())
        span.attributes.append({"http.request.method_original", shortened(record.head.method)});
    if (const QByteArray agent = record.head.value("User-Agent"); !agent.isEmpty())
        span.attributes.append({"user_agent.original", shortened(agent)});
    if (status >= 500) { // a client's mistake is no failure of ours
        span.status = telemetry::SpanStatus::Error;
        span.attributes.append({"error.type", QString::number(status)});
    }
    return span;
}

} // namespace nb::server
