#include "core/providers/retry_loop.h"

#include "core/providers/attempt_report.h"
#include "core/providers/scrub.h"
#include "core/telemetry/log.h"

namespace nb::providers {
namespace {

using std::chrono::milliseconds;

// Long enough to be no limit, short enough to be added to.
constexpr milliseconds kNoDeadline = std::chrono::hours{24 * 365};

CircuitBreaker::Outcome breakerOutcome(const HttpOutcome& outcome, const Error& error) {
    if (outcome.succeeded())
        return CircuitBreaker::Outcome::Success;
    if (error.code == ErrorCode::ProviderRefusedKey)
        return CircuitBreaker::Outcome::KeyRefused;
    if (outcome.kind == HttpOutcome::Kind::OutOfMemory)
        return CircuitBreaker::Outcome::Unknown;
    const bool refused = outcome.kind == HttpOutcome::Kind::Answered && outcome.status < 500;
    return refused ? CircuitBreaker::Outcome::Alive : CircuitBreaker::Outcome::Failure;
}

Error breakerError(const Upstream& upstream, milliseconds wait) {
    const QString reason = upstream.breaker.keyRefused()
                               ? QStringLiteral("Invalid %1 key").arg(upstream.service)
                               : upstream.service + QStringLiteral(" keeps failing");
    return {ErrorCode::ProviderBusy,
            reason + QStringLiteral(": not asked again for ") + durationText(wait),
            QStringLiteral("circuit breaker open"),
            {},
            std::max(std::chrono::seconds{1}, std::chrono::ceil<std::chrono::seconds>(wait))};
}

} // namespace

RetryLoop::RetryLoop(Upstream& upstream, HttpRequest request, Context context, ReadRefusal readRefusal,
                     OnDone onDone)
    : m_upstream(upstream), m_request(std::move(request)), m_context(std::move(context)),
      m_readRefusal(std::move(readRefusal)), m_onDone(std::move(onDone)) {
    const qint64 left = m_context.deadline.remainingTime();
    m_deadline = m_upstream.timing.now() + (left < 0 ? kNoDeadline : milliseconds(left));
}

RetryLoop::~RetryLoop() {
    if (m_call) {
        Attempt aborted = presentAttempt();
        aborted.outcome = QStringLiteral("aborted");
        aborted.duration = m_call->elapsed();
        reportAttempt(m_upstream, m_context, aborted);
        m_call->abandon();
        m_call->deleteLater();
    }
    settle(CircuitBreaker::Outcome::Unknown);
}

milliseconds RetryLoop::remaining() const {
    return m_deadline - m_upstream.timing.now();
}

void RetryLoop::start() {
    m_permit = m_upstream.breaker.admit();
    if (!m_permit.allowed) {
        done(breakerError(m_upstream, m_permit.wait));
        return;
    }
    attempt();
}

void RetryLoop::attempt() {
    const milliseconds left = remaining();
    if (left <= milliseconds::zero()) {
        settle(CircuitBreaker::Outcome::Unknown);
        fail({ErrorCode::DeadlineExceeded, m_upstream.service + QStringLiteral(" was not asked in time")});
        return;
    }
    ++m_attempt;
    m_attemptBegan = Step::Clock::now();
    m_cutByDeadline = left <= m_upstream.limits.attemptTimeout;
    const HttpCall::Limits limits{std::min(left, m_upstream.limits.attemptTimeout),
                                  m_upstream.limits.maxResponseBytes};
    m_call = new HttpCall(m_request, limits, m_context.onProgress, [this](const HttpOutcome& outcome) {
        std::exchange(m_call, nullptr)->deleteLater();
        onOutcome(outcome);
    });
}

void RetryLoop::onOutcome(const HttpOutcome& outcome) {
    if (outcome.succeeded()) {
        m_upstream.budget.deposit();
        settle(CircuitBreaker::Outcome::Success);
        Attempt attempt = presentAttempt();
        attempt.duration = outcome.duration;
        attempt.status = outcome.status;
        done(HttpResponse{outcome, std::move(attempt)});
        return;
    }
    const Refusal refusal = outcome.kind == HttpOutcome::Kind::Answered ? m_readRefusal(outcome) : Refusal{};
    NextStep step = nextStep(
        outcome, refusal, {m_attempt, remaining(), m_upstream.timing.random(), m_upstream.timing.wallClock()},
        m_upstream.limits);
    step.retry = step.retry && m_upstream.budget.tryTake();
    report(outcome, step.retry ? step.wait : milliseconds::zero());
    if (step.retry) {
        m_upstream.timing.after(step.wait, this, [this] { attempt(); });
        return;
    }
    Error error = failure(outcome, refusal, step, m_upstream.limits, m_upstream.service);
    settle(breakerOutcome(outcome, error));
    if (outcome.kind == HttpOutcome::Kind::TimedOut && m_cutByDeadline)
        error = {ErrorCode::DeadlineExceeded,
                 m_upstream.service + QStringLiteral(" did not answer within the time limit of the edit")};
    fail(std::move(error));
}

void RetryLoop::report(const HttpOutcome& outcome, milliseconds wait) {
    Attempt attempt = presentAttempt();
    attempt.outcome = outcomeName(outcome);
    attempt.duration = outcome.duration;
    attempt.waitBeforeNext = wait;
    attempt.status = outcome.status;
    reportAttempt(m_upstream, m_context, attempt, outcome.detail);
}

Attempt RetryLoop::presentAttempt() const {
    Attempt attempt;
    attempt.number = m_attempt;
    attempt.began = m_attemptBegan;
    attempt.host = m_request.url.host();
    attempt.port = m_request.url.port(m_request.url.scheme() == QLatin1String("https") ? 443 : 80);
    return attempt;
}

void RetryLoop::settle(CircuitBreaker::Outcome outcome) {
    if (!m_permit.allowed)
        return;
    const bool wasClosed = m_upstream.breaker.state() == BreakerState::Closed;
    m_upstream.breaker.record(std::exchange(m_permit, {}), outcome);
    const bool isClosed = m_upstream.breaker.state() == BreakerState::Closed;
    const QJsonObject who{{QStringLiteral("service"), m_upstream.service}};
    if (isClosed && !wasClosed)
        log::info(QStringLiteral("Provider works again"), who);
    else if (wasClosed && !isClosed && m_upstream.breaker.keyRefused())
        log::error(QStringLiteral("Provider refuses the key: not asked for a minute"), who);
    else if (wasClosed && !isClosed)
        log::warning(QStringLiteral("Provider keeps failing: not asked for a while"), who);
}

// The last gate before an error leaves: whatever a service or Qt has put into it, the key is not in there.
void RetryLoop::fail(Error error) {
    error.message = scrubbed(error.message, m_upstream.key, 600);
    error.detail = scrubbed(error.detail, m_upstream.key, 600);
    done(std::move(error));
}

// The receiver usually destroys the loop, and with it the function that is being called.
void RetryLoop::done(Result<HttpResponse> result) {
    const OnDone onDone = std::move(m_onDone);
    onDone(std::move(result));
}

} // namespace nb::providers
