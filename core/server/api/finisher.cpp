#include "core/server/api/finisher.h"
#include "core/telemetry/log.h"
#include "core/telemetry/metrics.h"

namespace nb::server {

namespace {

constexpr int kClientClosed = 499;

std::chrono::nanoseconds elapsed(const RequestRecord& record) {
    return std::chrono::steady_clock::now() - record.began;
}

telemetry::HttpExchange exchangeOf(const RequestRecord& record, int status, qint64 responseBytes) {
    return {QString::fromLatin1(record.head.method),
            record.endpoint,
            status,
            elapsed(record),
            record.bodyBytes,
            responseBytes};
}

} // namespace

void Finisher::addHeaders(const RequestRecord& record, Response& response) const {
    addCommonHeaders(response, record.identity, elapsed(record), m_settings);
    response.headers.append(record.rateLimit);
}

Response Finisher::finishResponse(const RequestRecord& record, Response response, const QString& outcome) {
    addHeaders(record, response);
    m_metrics.requestFinished(exchangeOf(record, response.status, response.body.size()));
    logExchange(record, response.status, response.body.size(), outcome);
    return response;
}

Response Finisher::finishRejected(const RequestRecord& record, Response response, const char* reason) {
    m_metrics.guardRejected(QString::fromLatin1(reason));
    return finishResponse(record, std::move(response), QString::fromLatin1(reason));
}

Response Finisher::finishRefusal(const RequestRecord& record, Response response, const char* reason) {
    m_metrics.requestStarted();
    return finishRejected(record, std::move(response), reason);
}

void Finisher::finishAbandoned(const RequestRecord& record, const QString& phase) {
    m_metrics.clientDisconnected(phase);
    m_metrics.requestFinished(exchangeOf(record, kClientClosed, 0));
    logExchange(record, kClientClosed, 0, QStringLiteral("client left"));
}

void Finisher::logExchange(const RequestRecord& record, int status, qint64 responseBytes,
                           const QString& outcome) const {
    if (record.log == LogRule::OnFailure && status < 400)
        return;
    QJsonObject fields{
        {QStringLiteral("request_id"), QString::fromLatin1(record.identity.requestId)},
        {QStringLiteral("client_ip"), record.client.toString()},
        {QStringLiteral("method"), QString::fromLatin1(record.head.method)},
        {QStringLiteral("path"), QString::fromLatin1(record.head.path())},
        {QStringLiteral("route"), record.endpoint},
        {QStringLiteral("status"), status},
        {QStringLiteral("duration_ms"), std::chrono::duration<double, std::milli>(elapsed(record)).count()},
        {QStringLiteral("bytes_in"), record.bodyBytes},
        {QStringLiteral("bytes_out"), responseBytes},
        {QStringLiteral("outcome"), outcome}};
    if (!record.identity.traceId.isEmpty())
        fields[QStringLiteral("trace_id")] = QString::fromLatin1(record.identity.traceId);
    const log::Level level = status >= 500   ? log::Level::Error
                             : status >= 400 ? log::Level::Warning
                                             : log::Level::Info;
    log::write(level, QStringLiteral("Request finished"), fields);
}

} // namespace nb::server
