#include "core/providers/retry_policy.h"

#include "core/base/memory.h"
#include "core/base/retry_after.h"
#include <algorithm>
#include <cmath>

namespace nb::providers {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

seconds roundedUp(milliseconds wait) {
    return std::max(seconds{1}, std::chrono::ceil<seconds>(wait));
}

milliseconds backoffCeiling(int attempt, const RetryLimits& limits) {
    const int doublings = std::min(attempt - 1, 16);
    return std::min(limits.maxBackoff, limits.firstBackoff * (1 << doublings));
}

Error busy(const QString& message, seconds retryAfter, const QString& detail) {
    return {ErrorCode::ProviderBusy, message, detail, {}, retryAfter};
}

QString withText(const QString& message, const QString& text) {
    return text.isEmpty() ? message : message + QStringLiteral(": ") + text;
}

Error statusFailure(const HttpOutcome& outcome, const Refusal& refusal, const NextStep& step,
                    const RetryLimits& limits, const QString& service, const QString& detail) {
    const int status = outcome.status;
    if (refusal.keyRefused || status == 401 || (status == 403 && !refusal.quotaExhausted))
        return {ErrorCode::ProviderRefusedKey, QStringLiteral("Invalid %1 key").arg(service), detail};
    if (refusal.quotaExhausted || status == 402) {
        const QString message = withText(service + QStringLiteral(" quota is used up"), refusal.text);
        // Without a wait of its own, only somebody who pays can end it.
        return refusal.retryAfter ? busy(message, roundedUp(*refusal.retryAfter), detail)
                                  : Error{ErrorCode::ProviderQuotaUsedUp, message, detail};
    }
    if (step.tooLongWait)
        return busy(service + QStringLiteral(" asks to wait ") + durationText(*step.tooLongWait),
                    roundedUp(*step.tooLongWait), detail);
    if (status == 429) {
        const milliseconds wait = step.askedWait.value_or(backoffCeiling(limits.maxAttempts, limits));
        return busy(service + QStringLiteral(" is limiting our requests: try again in ") + durationText(wait),
                    roundedUp(wait), detail);
    }
    if (status == 400 || status == 413 || status == 415 || status == 422)
        return {ErrorCode::ProviderRejected,
                withText(service + QStringLiteral(" refused the request"), refusal.text), detail};
    if (status >= 300 && status < 400)
        return {ErrorCode::ProviderUnusable,
                service + QStringLiteral(" answered with a redirect, which is never followed: check "
                                         "NANOBANANA_URL"),
                detail};
    if (status == 404 || status == 405)
        return {ErrorCode::ProviderUnavailable,
                withText(service + QStringLiteral(" not found at the configured address or model "
                                                  "(status %1): check NANOBANANA_URL and NANOBANANA_MODEL")
                                       .arg(status),
                         refusal.text),
                detail};
    return {ErrorCode::ProviderUnavailable,
            withText(service + QStringLiteral(" unavailable (status %1)").arg(status), refusal.text), detail};
}

} // namespace

QString outcomeName(const HttpOutcome& outcome) {
    switch (outcome.kind) {
    case HttpOutcome::Kind::NotSent:
    case HttpOutcome::Kind::Lost:
        return QStringLiteral("connect");
    case HttpOutcome::Kind::TimedOut:
        return QStringLiteral("timeout");
    case HttpOutcome::Kind::TooLarge:
    case HttpOutcome::Kind::Garbled:
        return QStringLiteral("invalid");
    case HttpOutcome::Kind::OutOfMemory:
        return QStringLiteral("aborted");
    case HttpOutcome::Kind::Answered:
        break;
    }
    if (outcome.succeeded())
        return QStringLiteral("ok");
    if (outcome.status == 429)
        return QStringLiteral("http_429");
    if (outcome.status >= 400 && outcome.status < 500)
        return QStringLiteral("http_4xx");
    return outcome.status >= 500 ? QStringLiteral("http_5xx") : QStringLiteral("invalid");
}

bool mayRetry(const HttpOutcome& outcome, const Refusal& refusal) {
    if (outcome.kind == HttpOutcome::Kind::NotSent)
        return true;
    if (outcome.kind != HttpOutcome::Kind::Answered || refusal.quotaExhausted || refusal.keyRefused)
        return false;
    switch (outcome.status) {
    case 408:
    case 409:
    case 429:
    case 500:
    case 502:
    case 503:
    case 529:
        return true;
    default: // 504 among them: the service may still be at work on it
        return false;
    }
}

NextStep nextStep(const HttpOutcome& outcome, const Refusal& refusal, const Situation& situation,
                  const RetryLimits& limits) {
    NextStep step;
    step.askedWait =
        refusal.retryAfter ? refusal.retryAfter : parseRetryAfter(outcome.retryAfter, situation.wallClock);
    if (!mayRetry(outcome, refusal))
        return step;
    const milliseconds spare = situation.remaining - limits.minUseful;
    if (step.askedWait && *step.askedWait > std::min(limits.maxRetryAfter, spare)) {
        step.tooLongWait = step.askedWait;
        return step;
    }
    if (situation.attempt >= limits.maxAttempts)
        return step;
    step.wait = step.askedWait.value_or(milliseconds(
        static_cast<qint64>(situation.random * double(backoffCeiling(situation.attempt, limits).count()))));
    step.retry = step.wait <= spare;
    return step;
}

Error failure(const HttpOutcome& outcome, const Refusal& refusal, const NextStep& step,
              const RetryLimits& limits, const QString& service) {
    switch (outcome.kind) {
    case HttpOutcome::Kind::NotSent:
        return {ErrorCode::ProviderUnavailable,
                service + QStringLiteral(" unavailable: ") +
                    (outcome.reason.isEmpty() ? QStringLiteral("no connection") : outcome.reason),
                outcome.detail};
    case HttpOutcome::Kind::Lost:
        return {ErrorCode::ProviderUnavailable,
                service + QStringLiteral(" unavailable: it broke off before a whole answer had come; "
                                         "not asked again, as that could be charged twice"),
                outcome.detail};
    case HttpOutcome::Kind::TimedOut:
        return {ErrorCode::ProviderUnavailable,
                service + QStringLiteral(" unavailable: no answer within %1; not asked again, as that could "
                                         "be charged twice")
                              .arg(durationText(limits.attemptTimeout)),
                outcome.detail};
    case HttpOutcome::Kind::TooLarge:
        return {ErrorCode::ProviderUnusable,
                service + QStringLiteral(" sent an answer over the limit of %1 MiB")
                              .arg(limits.maxResponseBytes / (1024 * 1024)),
                outcome.detail};
    case HttpOutcome::Kind::Garbled:
        return {ErrorCode::ProviderUnusable, service + QStringLiteral(" sent an answer that cannot be read"),
                outcome.detail};
    case HttpOutcome::Kind::OutOfMemory:
        return outOfMemory(outcome.detail);
    case HttpOutcome::Kind::Answered:
        break;
    }
    const QString detail =
        QStringLiteral("status %1 %2").arg(QString::number(outcome.status), refusal.text).trimmed();
    return statusFailure(outcome, refusal, step, limits, service, detail);
}

QString durationText(milliseconds wait) {
    const qint64 count = roundedUp(wait).count();
    if (count == 1)
        return QStringLiteral("1 second");
    if (count <= 120)
        return QStringLiteral("%1 seconds").arg(count);
    return QStringLiteral("%1 minutes").arg((count + 59) / 60);
}

} // namespace nb::providers
