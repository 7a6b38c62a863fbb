#include "core/providers/provider_call.h"

#include "core/base/worker_pool.h"
#include "core/providers/attempt_report.h"
#include "core/providers/wire_image.h"
#include <QUuid>

namespace nb::providers {
namespace {

Error cancelled() {
    return {ErrorCode::Cancelled, QStringLiteral("The edit was cancelled")};
}

Error deadlinePassed() {
    return {ErrorCode::DeadlineExceeded, QStringLiteral("The edit took longer than its time limit")};
}

} // namespace

std::shared_ptr<ProviderCall> ProviderCall::create(std::shared_ptr<const Wire> wire, WorkerPool& pool,
                                                   Upstream& upstream, FetchRule fetchRule, Context context) {
    return {new ProviderCall(std::move(wire), pool, upstream, fetchRule, std::move(context)),
            [](ProviderCall* call) { call->deleteLater(); }};
}

ProviderCall::ProviderCall(std::shared_ptr<const Wire> wire, WorkerPool& pool, Upstream& upstream,
                           FetchRule fetchRule, Context context)
    : m_wire(std::move(wire)), m_pool(pool), m_upstream(upstream), m_fetchRule(fetchRule),
      m_context(std::move(context)) {
    m_promise.start();
}

QFuture<Result<Answer>> ProviderCall::start(Job job) {
    QFuture<Result<Answer>> future = m_promise.future();
    if (m_context.cancel.stop_requested()) {
        finish(cancelled());
        return future;
    }
    if (m_context.deadline.hasExpired()) {
        finish(deadlinePassed());
        return future;
    }
    m_onCancel.emplace(m_context.cancel, [weak = weak_from_this()] {
        if (const auto self = weak.lock())
            QMetaObject::invokeMethod(
                self.get(), [self] { self->finish(cancelled()); }, Qt::QueuedConnection);
    });
    if (!m_context.deadline.isForever()) {
        m_deadline.setSingleShot(true);
        // While a request is under way the retry loop keeps the deadline, and learns from it.
        connect(&m_deadline, &QTimer::timeout, this, [this] {
            if (!m_loop)
                finish(deadlinePassed());
        });
        m_deadline.start(std::chrono::milliseconds(m_context.deadline.remainingTime()));
    }
    const auto building = std::make_shared<Step>(Step{QStringLiteral("provider_request")});
    m_pool
        .run([wire = m_wire, job = std::move(job), building] {
            const StepClock clock(*building);
            return wire->request(job);
        })
        .then(this, [self = shared_from_this(), building](Result<HttpRequest> request) {
            self->reportStep(*building);
            self->send(std::move(request));
        });
    return future;
}

void ProviderCall::send(Result<HttpRequest> request) {
    if (m_finished)
        return;
    if (!request) {
        finish(request.error());
        return;
    }
    // One name for all attempts of this edit, so that a service that knows the header charges once.
    request->headers.append({"Idempotency-Key", QUuid::createUuid().toByteArray(QUuid::WithoutBraces)});
    m_loop = std::make_unique<RetryLoop>(
        m_upstream, std::move(*request), m_context,
        [wire = m_wire](const HttpOutcome& outcome) { return wire->refusal(outcome); },
        [this](Result<HttpResponse> answer) { read(std::move(answer)); });
    m_network.began = Step::Clock::now();
    m_loop->start();
}

void ProviderCall::read(Result<HttpResponse> answer) {
    const auto self = shared_from_this();
    m_network.ended = Step::Clock::now();
    m_loop.reset();
    if (!answer) {
        finish(answer.error());
        return;
    }
    if (m_context.deadline.hasExpired()) {
        finish(deadlinePassed());
        return;
    }
    m_lastAttempt = answer->attempt;
    const auto reading = std::make_shared<Step>(Step{QStringLiteral("provider_answer")});
    m_pool
        .run([wire = m_wire, outcome = std::move(answer->outcome), reading] {
            const StepClock clock(*reading);
            return wire->read(outcome);
        })
        .then(this, [self, reading](Result<ParsedResponse> parsed) {
            self->reportStep(*reading);
            self->deliver(std::move(parsed));
        });
}

void ProviderCall::deliver(Result<ParsedResponse> reading) {
    if (m_finished)
        return;
    if (!reading) {
        report(reading.error().code == ErrorCode::ProviderUnusable ? QStringLiteral("invalid")
                                                                   : QStringLiteral("ok"),
               reading.error().detail);
        finish(reading.error());
        return;
    }
    if (reading->elsewhere.isValid()) {
        fetch(reading->elsewhere);
        return;
    }
    const int attempts = m_lastAttempt->number;
    report(QStringLiteral("ok"));
    finish(Answer{std::move(reading->picture), attempts});
}

void ProviderCall::fetch(const QUrl& url) {
    m_fetch = std::make_unique<PublicFetch>(
        url, m_fetchRule, m_upstream, m_context.onProgress, [this](Result<QByteArray> bytes) {
            const auto self = shared_from_this();
            m_network.ended = Step::Clock::now(); // the picture is a part of the answer
            if (!bytes) {
                deliver(bytes.error());
                return;
            }
            m_pool
                .run([service = m_upstream.service, bytes = std::move(*bytes)]() -> Result<ParsedResponse> {
                    auto picture = incomingPicture(bytes, service);
                    if (!picture)
                        return picture.error();
                    return ParsedResponse{std::move(*picture)};
                })
                .then(this, [self](Result<ParsedResponse> reading) { self->deliver(std::move(reading)); });
        });
}

void ProviderCall::report(const QString& outcome, const QString& detail) {
    if (!m_lastAttempt)
        return;
    m_lastAttempt->outcome = outcome;
    reportAttempt(m_upstream, m_context, *m_lastAttempt, detail);
    m_lastAttempt.reset();
}

void ProviderCall::reportStep(const Step& step) {
    if (!m_finished && m_context.onStep)
        m_context.onStep(step);
}

// After the attempts that were made in it.
void ProviderCall::reportNetwork() {
    if (m_network.began == Step::Clock::time_point() || !m_context.onStep)
        return;
    if (m_network.ended == Step::Clock::time_point())
        m_network.ended = Step::Clock::now();
    m_context.onStep(std::exchange(m_network, {kProviderStep}));
}

void ProviderCall::finish(Result<Answer> result) {
    if (std::exchange(m_finished, true))
        return;
    report(QStringLiteral("aborted")); // an answer that came and that nobody waited for
    m_onCancel.reset();
    m_deadline.stop();
    m_loop.reset();
    reportNetwork();
    m_fetch.reset();
    m_promise.addResult(std::move(result));
    m_promise.finish();
    Q_EMIT ended();
}

} // namespace nb::providers
