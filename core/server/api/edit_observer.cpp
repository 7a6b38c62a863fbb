#include "core/server/api/edit_observer.h"
#include "core/telemetry/metrics.h"

namespace nb::server {

namespace {

telemetry::BreakerState breakerLabel(providers::BreakerState state) {
    switch (state) {
    case providers::BreakerState::Closed:
        return telemetry::BreakerState::Closed;
    case providers::BreakerState::HalfOpen:
        return telemetry::BreakerState::HalfOpen;
    case providers::BreakerState::Open:
        break;
    }
    return telemetry::BreakerState::Open;
}

constexpr int kUnauthorized = 401;
constexpr int kForbidden = 403;
constexpr int kFirstErrorStatus = 400;

// By the semantic conventions for HTTP clients. Neither path nor query: a key may be in them.
telemetry::TimedStep attemptSpan(const providers::Attempt& attempt) {
    telemetry::TimedStep span;
    span.name = QStringLiteral("POST");
    span.kind = telemetry::SpanKind::Client;
    span.began = attempt.began;
    span.ended = attempt.began + attempt.duration;
    span.attributes = {{"http.request.method", QStringLiteral("POST")},
                       {"server.address", attempt.host},
                       {"server.port", qint64(attempt.port)},
                       {"nanobanana.outcome", attempt.outcome}};
    if (attempt.number > 1)
        span.attributes.append({"http.request.resend_count", qint64(attempt.number - 1)});
    if (attempt.status != 0)
        span.attributes.append({"http.response.status_code", qint64(attempt.status)});
    if (attempt.outcome != QLatin1String("ok")) {
        span.status = telemetry::SpanStatus::Error;
        span.attributes.append({"error.type", attempt.status >= kFirstErrorStatus
                                                  ? QString::number(attempt.status)
                                                  : attempt.outcome});
    }
    return span;
}

} // namespace

void publishProviderState(telemetry::Metrics& metrics, const providers::Provider& provider) {
    metrics.setBreakerState(provider.name(), breakerLabel(provider.breakerState()));
    metrics.setRetryBudget(provider.name(), provider.retryTokens());
}

void EditObserver::watch(const std::shared_ptr<EditObserver>& observer, providers::Context& context) {
    context.onStep = [weak = std::weak_ptr(observer)](const providers::Step& step) {
        if (const auto here = weak.lock())
            here->onStep(step);
    };
    context.onAttempt = [weak = std::weak_ptr(observer)](const providers::Attempt& attempt) {
        if (const auto here = weak.lock())
            here->onAttempt(attempt);
    };
    // A breaker that is half open by now is closed or open again after this edit.
    publishProviderState(observer->m_metrics, observer->m_provider);
}

bool EditObserver::isRemote() const {
    return m_provider.name() != QLatin1String("local");
}

void EditObserver::onStep(const providers::Step& step) {
    if (step.name == providers::kProviderStep) {
        m_providerTime += step.duration();
        recordProvider(step);
        return;
    }
    m_metrics.imageProcessed(step.name, step.duration());
    m_tracer.recordStep(m_trace, {.name = step.name, .began = step.began, .ended = step.ended});
}

void EditObserver::recordProvider(const providers::Step& step) {
    telemetry::TimedStep span{.name = isRemote() ? step.name : QStringLiteral("fill"),
                              .began = step.began,
                              .ended = step.ended,
                              .attributes = {{"nanobanana.engine", m_provider.name()}}};
    if (const QString model = m_provider.model(); !model.isEmpty())
        span.attributes.append({"nanobanana.model", model});
    if (!isRemote())
        m_metrics.imageProcessed(QStringLiteral("fill"), step.duration());
    m_tracer.recordStep(m_trace, std::move(span), std::exchange(m_providerSpan, {}));
}

void EditObserver::onAttempt(const providers::Attempt& attempt) {
    ++m_attempts;
    const QString provider = m_provider.name();
    m_metrics.upstreamAttempt(provider, attempt.outcome, attempt.duration, exemplar());
    if (attempt.waitBeforeNext.count() > 0)
        m_metrics.upstreamRetry(attempt.outcome);
    if (attempt.status == kUnauthorized || attempt.status == kForbidden)
        m_metrics.upstreamRefusedKey(provider, attempt.status);
    if (attempt.outcome == QLatin1String("aborted"))
        m_metrics.upstreamCallWasted(provider);
    if (m_providerSpan.isEmpty())
        m_providerSpan = telemetry::newSpanId();
    m_tracer.recordStep(m_trace, attemptSpan(attempt), {}, m_providerSpan);
}

void EditObserver::onEdited(const QString& endpoint, int status, bool wasted) {
    m_metrics.editFinished(endpoint, status, m_providerTime, exemplar());
    if (wasted && isRemote())
        m_metrics.upstreamCallWasted(m_provider.name());
    publishProviderState(m_metrics, m_provider);
}

} // namespace nb::server
