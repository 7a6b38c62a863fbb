#include "core/providers/attempt_report.h"

#include "core/providers/scrub.h"
#include "core/telemetry/log.h"

namespace nb::providers {
namespace {

void logAttempt(const Upstream& upstream, const Context& context, const Attempt& attempt,
                const QString& detail) {
    QJsonObject fields{{QStringLiteral("service"), upstream.service},
                       {QStringLiteral("attempt"), attempt.number},
                       {QStringLiteral("outcome"), attempt.outcome},
                       {QStringLiteral("duration_ms"), qint64(attempt.duration.count())},
                       {QStringLiteral("wait_ms"), qint64(attempt.waitBeforeNext.count())}};
    if (attempt.status != 0)
        fields.insert(QStringLiteral("status"), attempt.status);
    if (!context.requestId.isEmpty())
        fields.insert(QStringLiteral("request_id"), context.requestId);
    if (!context.traceId.isEmpty())
        fields.insert(QStringLiteral("trace_id"), context.traceId);
    if (!detail.isEmpty())
        fields.insert(QStringLiteral("detail"), scrubbed(detail, upstream.key));
    log::debug(QStringLiteral("Provider attempt"), fields);
}

} // namespace

void reportAttempt(const Upstream& upstream, const Context& context, const Attempt& attempt,
                   const QString& detail) {
    if (log::enabled(log::Level::Debug))
        logAttempt(upstream, context, attempt, detail);
    if (context.onAttempt)
        context.onAttempt(attempt);
}

} // namespace nb::providers
