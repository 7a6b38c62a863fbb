#include "core/server/api/edit_job.h"
#include "core/base/worker_pool.h"
#include "core/providers/provider.h"
#include "core/server/api/client_key.h"
#include "core/server/api/idempotency_key.h"
#include "core/telemetry/metrics.h"

namespace nb::server {

namespace {

// How often to ask whether another process has finished the work.
constexpr std::chrono::milliseconds kClaimInterval{250};
// What a claim outlasts the deadline of the request by: the result has still to be encoded and stored.
constexpr std::chrono::seconds kLeaseReserve{30};

// Whether an uploaded picture or mask is at fault; the form's own problems have no reason of their own in the
// metrics.
bool isUploadError(const Error& error) {
    return httpStatus(error.code) == 422 && error.code != ErrorCode::ProviderRejected &&
           error.fieldProblems.isEmpty();
}

bool isMaskError(const Error& error) {
    return error.field == QLatin1String("mask");
}

Engine engineOf(const providers::Provider& provider) {
    return {provider.name(), provider.model(), provider.capabilities().repeatsWithoutSeed};
}

QByteArray scopedKeyOf(const RequestRecord& record, const QByteArray& client) {
    return record.idempotencyKey.isEmpty() ? QByteArray() : scopedKey(record.idempotencyKey, client);
}

Error keyReused() {
    return fieldError({{{},
                        QStringLiteral("This Idempotency-Key was used for another request; a new request "
                                       "needs a new key"),
                        QStringLiteral("idempotency_key_reused")}});
}

} // namespace

EditJob::EditJob(Exchange& exchange, EditServices& services, EditCalls& calls, QObject* parent)
    : QObject(parent), m_exchange(&exchange), m_services(services), m_calls(calls),
      m_ids(exchange.record().logIds()), m_trace(exchange.record().trace),
      m_client(clientKey(exchange.record(), services.settings.server)),
      m_scopedKey(scopedKeyOf(exchange.record(), m_client)), m_deadline(services.settings.provider.timeout),
      m_began(std::chrono::steady_clock::now()) {
    recordStep(QStringLiteral("receive"), exchange.record().began, m_began);
    m_deadlineTimer.setSingleShot(true);
    connect(&m_deadlineTimer, &QTimer::timeout, this, &EditJob::onDeadline);
    connect(&exchange, &Exchange::ending, this, &EditJob::noteCall);
    connect(&exchange, &Exchange::abandoned, this, &EditJob::stop);
    m_deadlineTimer.start(services.settings.provider.timeout);
}

EditJob::~EditJob() {
    m_services.admission.withdraw(this);
}

void EditJob::submit() {
    m_exchange->setPhase(QStringLiteral("queue"));
    m_waitsSince = std::chrono::steady_clock::now();
    m_undecided.emplace(m_calls);
    const Result<> taken = m_services.admission.submit(
        {this, m_client, [this](std::unique_ptr<Admission::Slot> slot) { start(std::move(slot)); },
         [this](const Error& error) { finish(error); }});
    if (!taken)
        finish(taken.error());
}

void EditJob::start(std::unique_ptr<Admission::Slot> slot) {
    m_slot = std::move(slot);
    if (!m_exchange) { // the server is being destroyed
        end();
        return;
    }
    m_exchange->setPhase(QStringLiteral("edit"));
    m_preparesSince = std::chrono::steady_clock::now();
    recordStep(QStringLiteral("queue"), m_waitsSince, m_preparesSince);
    logStage(m_ids, QStringLiteral("Edit started"), m_preparesSince - m_began); // waited so long
    m_isPreparing = true;
    if (!m_form)
        m_form = std::make_shared<const EditCall::Form>(
            EditCall::Form{m_exchange->takeBody(), m_exchange->record().boundary});
    m_services.pool
        .run([form = m_form, settings = m_services.settings, engine = engineOf(m_services.provider),
              recognise = m_scopedKey.isEmpty() ? Recognise::IfRepeatable : Recognise::Always] {
            return prepare(form->body.bytes(), form->boundary, settings, engine, recognise);
        })
        .then(this, [this](const Result<Prepared>& result) { onPrepared(result); });
}

void EditJob::onPrepared(const Result<Prepared>& result) {
    m_isPreparing = false;
    countPrepared(result);
    notePrepared(result);
    if (!result) {
        fail(result.error());
        return;
    }
    if (!m_exchange) {
        end();
        return;
    }
    logStage(m_ids, QStringLiteral("Edit prepared"), result->duration);
    logWarnings(m_ids, result->source.pictureWarnings + result->source.maskWarnings);
    m_validationTime = result->duration;
    m_digest = result->digest;
    m_prepared = *result;
    if (m_scopedKey.isEmpty() || m_hasClaim)
        compare();
    else
        claim();
}

void EditJob::countPrepared(const Result<Prepared>& result) const {
    telemetry::Metrics& metrics = m_services.metrics;
    if (result || isMaskError(result.error()))
        metrics.maskOperation(QStringLiteral("normalise"),
                              result ? telemetry::Status::Success : telemetry::Status::Error);
    if (!result) {
        if (isUploadError(result.error()))
            metrics.uploadRejected(result.error().code);
        recordStep(QStringLiteral("validate"), m_preparesSince, std::chrono::steady_clock::now());
        return;
    }
    for (const providers::Step& step : result->steps)
        recordStep(step.name, step.began, step.ended);
    const QSize size = result->source.picture.size();
    metrics.pictureReceived(qint64(size.width()) * size.height());
    metrics.imageProcessed(QStringLiteral("validation"), result->duration);
    metrics.imageProcessed(QStringLiteral("decode"), result->source.pictureTime);
    metrics.imageProcessed(QStringLiteral("mask_processing"), result->source.maskTime);
}

void EditJob::notePrepared(const Result<Prepared>& result) {
    if (!m_exchange)
        return;
    EditFacts& facts = m_exchange->record().edit;
    facts.validationTime = result ? result->duration : std::chrono::steady_clock::now() - m_preparesSince;
    if (!result)
        return;
    facts.imageSize = result->source.picture.size();
    facts.imageBytes = result->imageBytes;
    facts.maskBytes = result->maskBytes;
    facts.promptLength = result->parameters.prompt.toUcs4().size();
}

void EditJob::noteCall() {
    if (!m_exchange || !m_call)
        return;
    EditFacts& facts = m_exchange->record().edit;
    const EditObserver& observer = m_call->observer();
    facts.engine = m_services.provider.name();
    if (observer.providerTime().count() > 0)
        facts.apiTime = observer.providerTime();
    if (observer.attempts() > 0)
        facts.attempts = observer.attempts();
}

void EditJob::recordStep(const QString& name, std::chrono::steady_clock::time_point began,
                         std::chrono::steady_clock::time_point ended) const {
    m_services.tracer.recordStep(m_trace, {.name = name, .began = began, .ended = ended});
}

void EditJob::claim() {
    m_services.claims.claim(
        m_scopedKey, m_digest, m_services.settings.provider.timeout + kLeaseReserve,
        [job = QPointer(this), &claims = m_services.claims, key = m_scopedKey](const Claim& claim) {
            if (job && job->m_exchange)
                job->onClaim(claim);
            else if (claim.state == Claim::State::Mine)
                claims.release(key);
        });
}

void EditJob::onClaim(const Claim& claim) {
    switch (claim.state) {
    case Claim::State::Mine:
        m_hasClaim = true;
        if (m_prepared)
            compare();
        else
            submit(); // it was another's until now, and the picture is decoded again
        return;
    case Claim::State::Running:
        setRepeated("joined");
        if (EditCall* call = m_calls.withClaim(m_scopedKey))
            joinCall(call);
        else
            waitForClaim();
        return;
    case Claim::State::Finished:
        setRepeated("replayed");
        respond({claim.result, EditCall::Origin::Cache});
        return;
    case Claim::State::Differs:
        m_services.metrics.idempotencyHit(QStringLiteral("differs"));
        fail(keyReused());
        return;
    }
}

void EditJob::setRepeated(const char* how) {
    if (std::exchange(m_delivery, Delivery::Repeated) != Delivery::Repeated)
        m_services.metrics.idempotencyHit(QString::fromLatin1(how));
}

// Another process has the claim, or a request of this one that is not as far as its call.
void EditJob::waitForClaim() {
    m_prepared.reset();
    m_undecided.reset();
    m_slot.reset();
    QTimer::singleShot(kClaimInterval, this, &EditJob::claim);
}

void EditJob::compare() {
    const QByteArray& key = m_prepared->resultKey;
    if (EditCall* call = m_calls.withResultKey(key)) {
        m_services.metrics.editJoined();
        m_delivery = Delivery::Joined;
        joinCall(call);
    } else if (const EditCall::Outcome* ended = m_undecided->ended(key)) {
        m_services.metrics.editJoined();
        m_delivery = Delivery::Joined;
        if (std::exchange(m_hasClaim, false))
            m_services.claims.finish(m_scopedKey, m_digest, ended->result);
        respond(EditCall::Outcome(*ended));
    } else {
        m_delivery = Delivery::Own;
        m_form.reset(); // the picture is all that is needed from now on
        call = m_calls.add({*std::move(m_prepared), std::move(m_slot), m_deadline, m_ids, m_trace});
        joinCall(call);
        call->start();
    }
}

void EditJob::joinCall(EditCall* call) {
    m_call = call;
    if (std::exchange(m_hasClaim, false))
        call->addClaim(m_scopedKey, m_digest);
    if (m_form)
        m_form = call->commonForm(std::move(m_form));
    call->join(this, [this](const Result<EditCall::Outcome>& outcome) { onOutcome(outcome); });
    m_prepared.reset();
    m_undecided.reset();
    m_slot.reset();
}

void EditJob::onOutcome(const Result<EditCall::Outcome>& outcome) {
    noteCall();
    m_call.clear();
    if (outcome)
        respond(*outcome);
    else if (mayTryAgainAfter(outcome.error()))
        submit();
    else
        fail(outcome.error());
}

// A call has the deadline of the request that began it. Who has joined later has a later one, and takes the
// edit over, unless there is too little time left for any.
bool EditJob::mayTryAgainAfter(const Error& error) const {
    return error.code == ErrorCode::DeadlineExceeded && m_delivery != Delivery::Own &&
           m_calls.mayEndWithin(std::chrono::milliseconds(m_deadline.remainingTime()));
}

void EditJob::respond(const EditCall::Outcome& outcome) {
    if (m_exchange) {
        const auto total = std::chrono::steady_clock::now() - m_began;
        const bool isOwn = m_delivery == Delivery::Own && outcome.origin == EditCall::Origin::Made;
        EditFacts& facts = m_exchange->record().edit;
        facts.engine = outcome.result.engine;
        facts.attempts = outcome.result.attempts;
        facts.apiTime = outcome.providerTime;
        facts.costUsd = isOwn ? outcome.priceUsd : std::nullopt;
        logSuccess(m_exchange->record(), outcome.result, total);
        m_exchange->finish(
            editResponse(outcome, m_delivery, {total, m_validationTime}, m_services.settings.server));
    }
    end();
}

void EditJob::fail(const Error& error) {
    if (m_exchange)
        logFailure(m_exchange->record(), error);
    finish(error);
}

void EditJob::finish(const Error& error) {
    if (m_exchange)
        m_exchange->finish(error);
    end();
}

void EditJob::onDeadline() {
    if (m_exchange)
        m_exchange->finish(
            Error{ErrorCode::DeadlineExceeded,
                  QStringLiteral("The edit took longer than %1 s")
                      .arg(static_cast<qint64>(m_services.settings.provider.timeout.count()))});
    stop();
}

void EditJob::shutDown() {
    if (m_exchange)
        m_exchange->finish(Error{ErrorCode::Overloaded, QStringLiteral("The server is stopping")});
    stop();
}

// What runs on the pool ends soon, and its continuation ends the job: the slot is its until then.
void EditJob::stop() {
    m_exchange.clear();
    if (!m_isPreparing)
        end();
}

void EditJob::end() {
    m_exchange.clear();
    m_deadlineTimer.stop();
    m_services.admission.withdraw(this);
    if (m_call)
        m_call->leave(this);
    m_call.clear();
    if (std::exchange(m_hasClaim, false))
        m_services.claims.release(m_scopedKey);
    m_prepared.reset();
    m_form.reset();
    m_undecided.reset();
    m_slot.reset();
    deleteLater();
}

} // namespace nb::server
