#include "core/server/api/finisher.h"
#include "core/server/api/request_span.h"
#include "core/server/api/route_table.h"
#include "core/telemetry/log.h"
#include "core/telemetry/metrics.h"
#include <algorithm>

namespace nb::server {

namespace {

constexpr int kClientClosed = 499;

std::chrono::nanoseconds elapsed(const RequestRecord& record) {
    return std::chrono::steady_clock::now() - record.began;
}

telemetry::HttpExchange exchangeOf(const RequestRecord& record, int status, qint64 responseBytes,
                                   const QByteArray& exemplar) {
    return {QString::fromLatin1(record.head.method),
            record.endpoint,
            status,
            elapsed(record),
            record.bodyBytes,
            responseBytes,
            exemplar};
}

// As text, so that an operator can repeat its hash. One of IPv6 is its /64, as for the rate limit.
QByteArray networkText(const QHostAddress& client) {
    bool isIpv4 = false;
    const quint32 ipv4 = client.toIPv4Address(&isIpv4);
    if (isIpv4)
        return QHostAddress(ipv4).toString().toLatin1();
    Q_IPV6ADDR network = client.toIPv6Address();
    std::fill(network.c + sizeof(network.c) / 2, network.c + sizeof(network.c), quint8(0));
    return QHostAddress(network).toString().toLatin1() + "/64";
}

bool isOfInterest(const RequestRecord& record, int status) {
    return record.log == LogRule::Always || status >= 400;
}

} // namespace

void Finisher::addHeaders(const RequestRecord& record, Response& response) const {
    addCommonHeaders(response, record.identity, elapsed(record), m_settings);
    response.headers.append(record.rateLimit);
    // W3C Trace Context, level 2: where the client finds this request.
    if (!record.trace.traceId.isEmpty())
        response.add("traceresponse", telemetry::traceParentText(record.trace.traceId, record.trace.spanId,
                                                                 record.trace.sampled));
}

Response Finisher::finishResponse(const RequestRecord& record, Response response, const QString& outcome) {
    addHeaders(record, response);
    m_metrics.requestFinished(measured(record, response.status, response.body.size()));
    logExchange(record, response.status, response.body.size(), outcome);
    addToRequestLog(record, response.status);
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
    m_metrics.requestFinished(measured(record, kClientClosed, 0));
    logExchange(record, kClientClosed, 0, QStringLiteral("client left"));
    addToRequestLog(record, kClientClosed);
}

// Records the request's span on the way.
telemetry::HttpExchange Finisher::measured(const RequestRecord& record, int status,
                                           qint64 responseBytes) const {
    // What never was a request is counted and logged; in a flood of it the spans of requests would be lost.
    if (!isOfInterest(record, status) || record.head.method.isEmpty())
        return exchangeOf(record, status, responseBytes, {});
    m_tracer.recordRequest(record.trace, requestSpan(record, status, responseBytes));
    return exchangeOf(record, status, responseBytes, m_tracer.exemplarOf(record.trace));
}

void Finisher::addToRequestLog(const RequestRecord& record, int status) const {
    if (!m_requestLog || !record.route || record.route->kind != RouteKind::Edit)
        return;
    const std::chrono::nanoseconds total = elapsed(record);
    const QDateTime began = QDateTime::currentDateTimeUtc().addMSecs(
        -std::chrono::duration_cast<std::chrono::milliseconds>(total).count());
    m_requestLog->add({began, QString::fromLatin1(record.identity.requestId), networkText(record.client),
                       status, total, record.edit});
}

void Finisher::logExchange(const RequestRecord& record, int status, qint64 responseBytes,
                           const QString& outcome) const {
    if (!isOfInterest(record, status))
        return;
    QJsonObject fields = record.logIds().fields();
    fields.insert(QStringLiteral("client_ip"), record.client.toString());
    fields.insert(QStringLiteral("method"), QString::fromLatin1(record.head.method));
    fields.insert(QStringLiteral("path"), QString::fromLatin1(record.head.path()));
    fields.insert(QStringLiteral("route"), record.endpoint);
    fields.insert(QStringLiteral("status"), status);
    fields.insert(QStringLiteral("duration_ms"),
                  std::chrono::duration<double, std::milli>(elapsed(record)).count());
    fields.insert(QStringLiteral("bytes_in"), record.bodyBytes);
    fields.insert(QStringLiteral("bytes_out"), responseBytes);
    fields.insert(QStringLiteral("outcome"), outcome);
    const log::Level level = status >= 500   ? log::Level::Error
                             : status >= 400 ? log::Level::Warning
                                             : log::Level::Info;
    log::write(level, QStringLiteral("Request finished"), fields);
}

} // namespace nb::server
