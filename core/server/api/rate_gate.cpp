#include "core/server/api/rate_gate.h"
#include "core/telemetry/log.h"
#include "core/telemetry/metrics.h"
#include <QDateTime>

namespace nb::server {

RateGate::RateGate(const config::ServerSettings& settings, config::SubnetList allowlist,
                   telemetry::Metrics& metrics)
    : m_enabled(settings.rateLimitEnabled), m_allowlist(std::move(allowlist)),
      m_limiter({qMax(settings.rateLimitPerMinute, 1), qMax(settings.rateLimitBurst, 1)}),
      m_metrics(metrics) {}

bool RateGate::applies(const RequestRecord& record) const {
    return m_enabled && !m_allowlist.contains(record.client);
}

void RateGate::setHeaders(RequestRecord& record, const RateLimiter::Decision& decision) const {
    const std::chrono::seconds wait = decision.allowed ? decision.untilFull : decision.untilNextToken;
    record.rateLimit = {{"X-RateLimit-Limit", QByteArray::number(m_limiter.limits().perMinute)},
                        {"X-RateLimit-Remaining", QByteArray::number(decision.remaining)},
                        {"X-RateLimit-Reset", QByteArray::number(QDateTime::currentSecsSinceEpoch() +
                                                                 static_cast<qint64>(wait.count()))}};
}

Result<> RateGate::check(RequestRecord& record, RateCount count) {
    if (!applies(record))
        return {};
    if (count == RateCount::Look) {
        setHeaders(record, m_limiter.look(record.client));
        return {};
    }
    const RateLimiter::Decision decision = m_limiter.take(record.client);
    m_metrics.setRateLimitTrackedClients(m_limiter.trackedClients());
    setHeaders(record, decision);
    if (decision.allowed)
        return {};
    const std::chrono::seconds wait = decision.untilNextToken;
    m_metrics.rateLimitExceeded(record.endpoint);
    log::warning(QStringLiteral("Rate limit exceeded"),
                 {{QStringLiteral("client_ip"), record.client.toString()},
                  {QStringLiteral("request_id"), QString::fromLatin1(record.identity.requestId)},
                  {QStringLiteral("route"), record.endpoint}});
    Error error{ErrorCode::RateLimited,
                QStringLiteral("Rate limit exceeded; try again in %1 s").arg(wait.count())};
    error.retryAfter = wait;
    return error;
}

} // namespace nb::server
