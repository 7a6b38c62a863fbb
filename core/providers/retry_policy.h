#pragma once
// The decisions of the retry loop as pure functions: what is repeated, after which wait, and which error
// remains. The rule behind all of them: a request that the service may have acted on is never repeated by
// itself, since image generation is billed.

#include "core/base/error.h"
#include "core/providers/http_message.h"
#include <QDateTime>
#include <optional>

namespace nb::providers {

struct RetryLimits {
    int maxAttempts = 3;
    std::chrono::milliseconds attemptTimeout{90'000};
    std::chrono::milliseconds minUseful{5'000}; // with less time left an attempt is not worth starting
    std::chrono::milliseconds maxRetryAfter{60'000};
    std::chrono::milliseconds firstBackoff{500}; // doubled for each attempt
    std::chrono::milliseconds maxBackoff{8'000};
    qint64 maxResponseBytes = 64LL * 1024 * 1024;
};

// What the service says of its refusal, read from the response by the Wire.
struct Refusal {
    QString text = {};                                        // what it says, scrubbed
    std::optional<std::chrono::milliseconds> retryAfter = {}; // from the body; wins over the header
    bool quotaExhausted = false; // no money or quota left: asking again soon is useless
    bool keyRefused = false;     // where the status alone does not say so
};

struct Situation {
    int attempt = 1;                       // the one that has just ended, from 1
    std::chrono::milliseconds remaining{}; // until the deadline of the whole edit
    double random = 0;                     // uniform in [0, 1)
    QDateTime wallClock = {};              // UTC now
};

struct NextStep {
    bool retry = false;
    std::chrono::milliseconds wait{}; // with retry
    // Without retry: the wait that the service asked for, when that is longer than we may wait.
    std::optional<std::chrono::milliseconds> tooLongWait = {};
    // The wait that the service asked for at all.
    std::optional<std::chrono::milliseconds> askedWait = {};
};

// "ok", "http_4xx", "http_429", "http_5xx", "timeout", "connect" or "invalid": the values of
// Attempt::outcome.
QString outcomeName(const HttpOutcome& outcome);

// Whether asking again is safe and may help.
bool mayRetry(const HttpOutcome& outcome, const Refusal& refusal);

NextStep nextStep(const HttpOutcome& outcome, const Refusal& refusal, const Situation& situation,
                  const RetryLimits& limits);

// The error for the caller when nothing more is tried. service: how messages name it, "NanoBanana API".
Error failure(const HttpOutcome& outcome, const Refusal& refusal, const NextStep& step,
              const RetryLimits& limits, const QString& service);

// "1 second", "90 seconds", "5 minutes"; rounded up.
QString durationText(std::chrono::milliseconds wait);

} // namespace nb::providers
