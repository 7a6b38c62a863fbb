#include "core/server/api/rate_gate.h"
#include "core/telemetry/log.h"
#include "core/telemetry/metrics.h"
#include <QDateTime>

namespace nb::server {

namespace {

Error refusalOf(const RateDecision& decision) {
    const std::chrono::seconds wait = decision.untilNextToken;
    Error error{ErrorCode::RateLimited,
                QStringLiteral("Rate limit exceeded; try again in %1 s").arg(wait.count())};
    error.retryAfter = wait;
    return error;
}

} // namespace

RateGate::RateGate(const config::ServerSettings& settings, config::SubnetList allowlist, RateLimits& limits,
                   telemetry::Metrics& metrics)
    : m_enabled(settings.rateLimitEnabled), m_perMinute(qMax(settings.rateLimitPerMinute, 1)),
      m_allowlist(std::move(allowlist)), m_limits(limits), m_metrics(metrics) {}

QList<HeaderField> RateGate::headersOf(const RateDecision& decision) const {
    const std::chrono::seconds wait = decision.allowed ? decision.untilFull : decision.untilNextToken;
    return {{"X-RateLimit-Limit", QByteArray::number(m_perMinute)},
            {"X-RateLimit-Remaining", QByteArray::number(decision.remaining)},
            {"X-RateLimit-Reset",
             QByteArray::number(QDateTime::currentSecsSinceEpoch() + static_cast<qint64>(wait.count()))}};
}

void RateGate::check(const RequestRecord& record, Decided decided) {
    if (!m_enabled || m_allowlist.contains(record.client)) {
        decided({});
        return;
    }
    // A request that is over by then has taken its token all the same.
    m_limits.take(record.client,
                  [this, decided = std::move(decided), client = record.client, ids = record.logIds(),
                   endpoint = record.endpoint](const RateDecision& decision) {
                      m_metrics.setRateLimitTrackedClients(m_limits.trackedClients());
                      Verdict verdict{{}, headersOf(decision)};
                      if (!decision.allowed) {
                          m_metrics.rateLimitExceeded(endpoint);
                          QJsonObject fields = ids.fields();
                          fields.insert(QStringLiteral("client_ip"), client.toString());
                          fields.insert(QStringLiteral("route"), endpoint);
                          log::warning(QStringLiteral("Rate limit exceeded"), fields);
                          verdict.refusal = refusalOf(decision);
                      }
                      decided(verdict);
                  });
}

} // namespace nb::server
