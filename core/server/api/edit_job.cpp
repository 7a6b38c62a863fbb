#include "core/server/api/edit_job.h"
#include "core/base/worker_pool.h"
#include "core/edit/visibility.h"
#include "core/telemetry/log.h"
#include "core/telemetry/metrics.h"
#include <QJsonArray>

namespace nb::server {

namespace {

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

} // namespace

EditJob::EditJob(Exchange& exchange, EditServices& services, QObject* parent)
    : QObject(parent), m_exchange(&exchange), m_services(services),
      m_deadline(services.settings.provider.timeout), m_began(std::chrono::steady_clock::now()) {
    m_deadlineTimer.setSingleShot(true);
    connect(&m_deadlineTimer, &QTimer::timeout, this, &EditJob::onDeadline);
    connect(&exchange, &Exchange::abandoned, this, &EditJob::stop);
    m_deadlineTimer.start(services.settings.provider.timeout);
}

EditJob::~EditJob() {
    m_stop.request_stop();
    m_services.admission.withdraw(this);
}

bool EditJob::submit() {
    m_exchange->setPhase(QStringLiteral("queue"));
    const bool taken = m_services.admission.submit(
        this, [this](std::unique_ptr<Admission::Slot> slot) { start(std::move(slot)); });
    if (!taken)
        end();
    return taken;
}

void EditJob::start(std::unique_ptr<Admission::Slot> slot) {
    m_slot = std::move(slot);
    if (!m_exchange) {
        end();
        return;
    }
    m_exchange->setPhase(QStringLiteral("edit"));
    logStage(QStringLiteral("Edit started"), std::chrono::steady_clock::now() - m_began); // waited so long
    auto body = std::make_shared<RequestBody>(m_exchange->takeBody()); // freed when it has been read
    m_services.pool
        .run([body = std::move(body), boundary = m_exchange->record().boundary,
              settings = m_services.settings, engine = engineOf(m_services.provider)] {
            return prepare(body->bytes(), boundary, settings, engine, Recognise::IfRepeatable);
        })
        .then(this, [this](const Result<Prepared>& result) { onPrepared(result); });
}

void EditJob::onPrepared(const Result<Prepared>& result) {
    if (result || isMaskError(result.error()))
        m_services.metrics.maskOperation(QStringLiteral("normalise"),
                                         result ? telemetry::Status::Success : telemetry::Status::Error);
    if (!result) {
        fail(result.error());
        return;
    }
    const Prepared& prepared = *result;
    m_validationTime = prepared.duration;
    m_services.metrics.imageProcessed(QStringLiteral("validation"), prepared.duration);
    m_services.metrics.imageProcessed(QStringLiteral("decode"), prepared.source.pictureTime);
    m_services.metrics.imageProcessed(QStringLiteral("mask_processing"), prepared.source.maskTime);
    if (m_stop.stop_requested()) {
        end();
        return;
    }
    logStage(QStringLiteral("Edit prepared"), prepared.duration);
    logWarnings(prepared.source.pictureWarnings + prepared.source.maskWarnings);
    m_cacheKey = m_services.settings.server.cacheEnabled ? prepared.resultKey : QByteArray();
    m_imageSize = prepared.source.picture.size();
    m_promptLength = prepared.parameters.prompt.toUcs4().size();
    if (m_cacheKey.isEmpty()) {
        runEdit(prepared);
        return;
    }
    m_services.results.find(m_cacheKey,
                            [job = QPointer(this), prepared](const std::optional<StoredResult>& found) {
                                if (job)
                                    job->onFound(found, prepared);
                            });
}

void EditJob::onFound(const std::optional<StoredResult>& found, const Prepared& prepared) {
    if (m_stop.stop_requested())
        end();
    else if (found)
        respond(*found, "hit");
    else
        runEdit(prepared);
}

providers::Context EditJob::context() {
    providers::Context context;
    context.cancel = m_stop.get_token();
    context.deadline = m_deadline;
    if (m_exchange)
        context.requestId = QString::fromLatin1(m_exchange->requestId());
    telemetry::Metrics& metrics = m_services.metrics;
    context.onAttempt = [&metrics, name = m_services.provider.name()](const providers::Attempt& attempt) {
        metrics.upstreamAttempt(name, attempt.outcome, attempt.duration);
        if (attempt.waitBeforeNext.count() > 0)
            metrics.upstreamRetry(attempt.outcome);
    };
    return context;
}

void EditJob::runEdit(Prepared prepared) {
    m_providerBegan = std::chrono::steady_clock::now();
    m_services.pool
        .run([mask = prepared.source.mask, parameters = prepared.parameters,
              can = m_services.provider.capabilities()]() -> Result<edit::EditPlan> {
            return edit::makePlan(mask, parameters, can);
        })
        .then(this,
              [this, prepared = std::move(prepared)](const Result<edit::EditPlan>& plan) mutable {
                  if (!plan)
                      return readyFuture(Result<edit::Edited>(plan.error()));
                  return edit::runEdit(std::move(prepared.source.picture), *plan,
                                       std::move(prepared.parameters), m_services.provider, context(),
                                       m_services.pool, this);
              })
        .unwrap()
        .then(this, [this](const Result<edit::Edited>& result) { onEdited(result); });
}

void EditJob::onEdited(const Result<edit::Edited>& result) {
    const auto spent = std::chrono::steady_clock::now() - m_providerBegan;
    const int status = result ? 200 : httpStatus(result.error().code);
    m_services.metrics.editFinished(QStringLiteral("/api/edit"), status, spent);
    if (!result) {
        fail(result.error());
        return;
    }
    m_engine = result->engine;
    m_attempts = result->attempts;
    m_providerTime = result->providerTime;
    logStage(QStringLiteral("Edit done by the provider"), spent);
    if (result->report.isUnseen)
        logWarnings({edit::unseenWarning()});
    m_services.metrics.imageProcessed(QStringLiteral("image_processing"), spent - m_providerTime);
    if (m_stop.stop_requested()) {
        end();
        return;
    }
    m_services.pool.run([picture = result->picture] { return encodeAnswer(picture); })
        .then(this, [this](const Result<Encoded>& encoded) { onEncoded(encoded); });
}

void EditJob::onEncoded(const Result<Encoded>& result) {
    if (!result) {
        fail(result.error());
        return;
    }
    m_services.metrics.imageProcessed(QStringLiteral("result_processing"), result->duration);
    logStage(QStringLiteral("Result encoded"), result->duration);
    const StoredResult entry{result->png, m_engine, m_attempts};
    if (!m_cacheKey.isEmpty())
        m_services.results.insert(m_cacheKey, entry, m_services.settings.server.cacheTtl);
    respond(entry, "miss");
}

void EditJob::respond(const StoredResult& entry, const char* cacheState) {
    if (m_exchange) {
        Response response{200, "image/png", entry.png, {}};
        response.add("Content-Disposition", "inline; filename=inpainted_image.png");
        response.add("X-Processing-Time", secondsText(std::chrono::steady_clock::now() - m_began));
        response.add("X-Validation-Time", secondsText(m_validationTime));
        response.add("X-API-Time", secondsText(m_providerTime));
        response.add("X-Engine", entry.engine.toLatin1());
        response.add("X-Upstream-Attempts", QByteArray::number(entry.attempts));
        if (m_services.settings.server.cacheEnabled)
            response.add("X-Cache", cacheState);
        logSuccess(entry);
        m_exchange->finish(std::move(response));
    }
    end();
}

void EditJob::logStage(const QString& stage, std::chrono::nanoseconds duration) const {
    if (m_exchange)
        log::debug(stage, {{QStringLiteral("request_id"), QString::fromLatin1(m_exchange->requestId())},
                           {QStringLiteral("duration_ms"),
                            std::chrono::duration<double, std::milli>(duration).count()}});
}

void EditJob::logWarnings(const QStringList& sentences) const {
    if (m_exchange && !sentences.isEmpty())
        log::warning(QStringLiteral("Odd input"),
                     {{QStringLiteral("request_id"), QString::fromLatin1(m_exchange->requestId())},
                      {QStringLiteral("warnings"), QJsonArray::fromStringList(sentences)}});
}

void EditJob::logSuccess(const StoredResult& entry) const {
    const std::chrono::duration<double> total = std::chrono::steady_clock::now() - m_began;
    QJsonObject fields{
        {QStringLiteral("request_id"), QString::fromLatin1(m_exchange->requestId())},
        {QStringLiteral("total_time"), total.count()},
        {QStringLiteral("image_size"), QStringLiteral("%1x%2").arg(QString::number(m_imageSize.width()),
                                                                   QString::number(m_imageSize.height()))},
        {QStringLiteral("prompt_length"), m_promptLength},
        {QStringLiteral("engine"), entry.engine},
        {QStringLiteral("attempts"), entry.attempts}};
    if (const QByteArray& trace = m_exchange->record().identity.traceId; !trace.isEmpty())
        fields[QStringLiteral("trace_id")] = QString::fromLatin1(trace);
    log::info(QStringLiteral("Inpainting completed successfully"), fields);
}

void EditJob::fail(const Error& error) {
    if (isUploadError(error))
        m_services.metrics.uploadRejected(error.code);
    if (m_exchange) // an error of the request itself is worth a debug line only
        log::write(httpStatus(error.code) >= 500 ? log::Level::Error : log::Level::Debug,
                   QStringLiteral("Inpainting failed"),
                   {{QStringLiteral("request_id"), QString::fromLatin1(m_exchange->requestId())},
                    {QStringLiteral("error"), errorName(error.code)},
                    {QStringLiteral("cause"), error.message},
                    {QStringLiteral("detail"), error.detail}});
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

// What runs on the pool or at the provider ends soon, and its continuation ends the job.
void EditJob::stop() {
    m_exchange.clear();
    m_stop.request_stop();
    if (!m_slot)
        end();
}

void EditJob::end() {
    m_exchange.clear();
    m_deadlineTimer.stop();
    m_services.admission.withdraw(this);
    m_slot.reset();
    deleteLater();
}

} // namespace nb::server
