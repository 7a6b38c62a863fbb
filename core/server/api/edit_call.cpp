#include "core/server/api/edit_call.h"
#include "core/base/worker_pool.h"
#include "core/edit/visibility.h"
#include "core/server/api/edit_log.h"
#include "core/server/http/error_response.h"
#include "core/telemetry/log.h"
#include "core/telemetry/metrics.h"

namespace nb::server {

EditCall::EditCall(Request request, EditServices& services, QObject* parent)
    : QObject(parent), m_services(services), m_prepared(std::move(request.prepared)),
      m_resultKey(m_prepared.resultKey), m_slot(std::move(request.slot)), m_deadline(request.deadline),
      m_ids(std::move(request.ids)),
      m_observer(std::make_shared<EditObserver>(services.metrics, services.tracer, services.provider,
                                                std::move(request.trace))) {}

EditCall::~EditCall() {
    m_stop.request_stop();
    if (!m_isClosed)
        endClaims(nullptr);
}

void EditCall::start() {
    if (!m_services.settings.server.cacheEnabled || m_resultKey.isEmpty()) {
        run();
        return;
    }
    m_services.results.find(m_resultKey, [call = QPointer(this)](const std::optional<StoredResult>& found) {
        if (!call)
            return;
        if (call->m_stop.stop_requested())
            call->end(Error{ErrorCode::Cancelled});
        else if (found)
            call->end(Outcome{*found, Origin::Cache});
        else
            call->run();
    });
}

void EditCall::join(QObject* who, std::function<void(const Result<Outcome>&)> ended) {
    m_waiting.append({who, std::move(ended)});
}

void EditCall::leave(QObject* who) {
    m_waiting.removeIf([who](const Waiting& waiting) { return waiting.who == who; });
    if (m_waiting.isEmpty() && m_claims.isEmpty())
        stop();
}

std::shared_ptr<const EditCall::Form> EditCall::commonForm(std::shared_ptr<const Form> form) {
    if (!m_form)
        m_form = std::move(form);
    return m_form;
}

void EditCall::addClaim(const QByteArray& key, const QByteArray& fingerprint) {
    m_claims.insert(key, fingerprint);
}

void EditCall::stop() {
    m_stop.request_stop();
    close(Error{ErrorCode::Cancelled, QStringLiteral("The edit was stopped")});
}

providers::Context EditCall::context() {
    providers::Context context;
    context.cancel = m_stop.get_token();
    context.deadline = m_deadline;
    context.requestId = m_ids.requestId;
    context.traceId = m_ids.traceId;
    EditObserver::watch(m_observer, context);
    return context;
}

void EditCall::run() {
    m_providerBegan = std::chrono::steady_clock::now();
    Prepared prepared = std::exchange(m_prepared, {}); // the picture is written to if nobody else holds it
    const auto planning = std::make_shared<providers::Step>(providers::Step{QStringLiteral("plan")});
    m_services.pool
        .run([mask = prepared.source.mask, parameters = prepared.parameters,
              can = m_services.provider.capabilities(), planning]() -> Result<edit::EditPlan> {
            const providers::StepClock clock(*planning);
            return edit::makePlan(mask, parameters, can);
        })
        .then(this,
              [this, planning, prepared = std::move(prepared)](const Result<edit::EditPlan>& plan) mutable {
                  m_observer->onStep(*planning);
                  if (!plan)
                      return readyFuture(Result<edit::Edited>(plan.error()));
                  m_outcome.priceUsd = plan->priceUsd;
                  return edit::runEdit(std::move(prepared.source.picture), *plan,
                                       std::move(prepared.parameters), m_services.provider, context(),
                                       m_services.pool, this);
              })
        .unwrap()
        .then(this, [this](const Result<edit::Edited>& result) { onEdited(result); });
}

void EditCall::onEdited(const Result<edit::Edited>& result) {
    const auto spent = std::chrono::steady_clock::now() - m_providerBegan;
    const int status = result ? 200 : httpStatus(result.error().code);
    m_observer->onEdited(QStringLiteral("/api/edit"), status, result && m_stop.stop_requested());
    if (!result) {
        end(result.error());
        return;
    }
    m_outcome.result.engine = result->engine;
    m_outcome.result.attempts = result->attempts;
    m_outcome.providerTime = result->providerTime;
    logStage(m_ids, QStringLiteral("Edit done by the provider"), spent);
    if (result->report.isUnseen)
        logWarnings(m_ids, {edit::unseenWarning()});
    m_services.metrics.imageProcessed(QStringLiteral("image_processing"), spent - result->providerTime);
    if (m_stop.stop_requested()) {
        end(Error{ErrorCode::Cancelled});
        return;
    }
    m_services.pool.run([picture = result->picture] { return encodeAnswer(picture); })
        .then(this, [this](const Result<Encoded>& encoded) { onEncoded(encoded); });
}

void EditCall::onEncoded(const Result<Encoded>& encoded) {
    if (!encoded) {
        end(encoded.error());
        return;
    }
    m_services.metrics.imageProcessed(QStringLiteral("result_processing"), encoded->step.duration());
    m_observer->onStep(encoded->step);
    logStage(m_ids, QStringLiteral("Result encoded"), encoded->step.duration());
    m_outcome.result.png = encoded->png;
    if (m_services.settings.server.cacheEnabled && !m_resultKey.isEmpty())
        m_services.results.insert(m_resultKey, m_outcome.result, m_services.settings.server.cacheTtl);
    end(m_outcome);
}

// What those who wait do then may start other calls: first the slot is free and the claims are ended.
void EditCall::end(const Result<Outcome>& outcome) {
    const bool wasMade =
        outcome ? outcome->origin == Origin::Made : outcome.error().code != ErrorCode::Cancelled;
    if (wasMade)
        m_slot->setIsEdit();
    m_slot.reset();
    close(outcome);
    deleteLater();
}

void EditCall::close(const Result<Outcome>& outcome) {
    if (std::exchange(m_isClosed, true))
        return;
    endClaims(outcome ? &outcome->result : nullptr);
    Q_EMIT closed(outcome ? &*outcome : nullptr);
    for (const Waiting& waiting : std::exchange(m_waiting, {}))
        if (waiting.who)
            waiting.ended(outcome);
}

void EditCall::endClaims(const StoredResult* result) {
    for (auto claim = m_claims.cbegin(); claim != m_claims.cend(); ++claim)
        if (result)
            m_services.claims.finish(claim.key(), claim.value(), *result);
        else
            m_services.claims.release(claim.key());
}

} // namespace nb::server
