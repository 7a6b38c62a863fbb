#include "ui/desktop/generation/variant_edit.h"

#include "core/base/worker_pool.h"
#include "core/image/cv_rect.h"
#include "core/mask/ops.h"
#include <QDateTime>
#include <QUuid>
#include <opencv2/core.hpp>

namespace nb::desktop {
namespace {

constexpr int kMaxNameLength = 48;

QString layerName(const QString& prompt) {
    const QString line = prompt.simplified();
    return line.size() <= kMaxNameLength ? line : line.left(kMaxNameLength - 1) + QChar(0x2026);
}

project::LayerInfo infoOf(const edit::Edited& edited, const edit::Parameters& parameters) {
    return {.engine = edited.engine,
            .prompt = parameters.prompt,
            .seed = parameters.seed,
            .strength = parameters.strength,
            .guidanceScale = parameters.guidanceScale,
            .preserveUnmasked = parameters.preserveUnmasked,
            .context = parameters.context,
            .time = QDateTime::currentDateTimeUtc(),
            .report = edited.report};
}

void reportJournal(const VariantEdit& variant, journal::JournaledOutcome outcome, QObject* guard) {
    if (!variant.onJournalError)
        return;
    if (outcome.lostAnswer)
        variant.onJournalError(*outcome.lostAnswer);
    outcome.recorded.then(guard, [onError = variant.onJournalError](const Result<QByteArray>& recorded) {
        if (!recorded)
            onError(recorded.error());
    });
}

} // namespace

Result<VariantInputPtr> makeVariantInput(const GenerationRequest& request,
                                         const providers::ProviderCapabilities& capabilities,
                                         bool isJournaled) {
    if (mask::isEmpty(*request.mask))
        return Error{ErrorCode::MaskEmpty, QStringLiteral("Nothing is selected"), {}, QStringLiteral("mask")};
    auto input = std::make_shared<VariantInput>(VariantInput{
        request.picture, request.mask, edit::makePlan(*request.mask, request.parameters, capabilities), {}});
    if (isJournaled) {
        Result<journal::RecordedInput> record =
            journal::encodeInput(request.name, request.picture, *request.mask);
        if (!record)
            return record.error();
        input->record = std::move(*record);
    }
    return VariantInputPtr(std::move(input));
}

QFuture<Result<project::Layer>> runVariant(const VariantEdit& variant, providers::Context context,
                                           WorkerPool& pool, QObject* guard) {
    const auto layer = std::make_shared<QFuture<Result<project::Layer>>>();
    const auto startLayer = [variant, layer, &pool](const Result<edit::Edited>& edited) {
        *layer = edited ? pool.run([variant, edited]() -> Result<project::Layer> {
            return layerOf(*edited, variant.input->plan, variant.parameters);
        })
                        : readyFuture(Result<project::Layer>(edited.error()));
    };
    return journal::runJournaledEdit({.picture = variant.input->picture,
                                      .plan = variant.input->plan,
                                      .parameters = variant.parameters,
                                      .journal = variant.journal,
                                      .input = variant.input->record,
                                      .onEdited = startLayer},
                                     *variant.provider, std::move(context), pool, guard)
        .then(guard,
              [variant, layer, guard](journal::JournaledOutcome outcome) {
                  reportJournal(variant, std::move(outcome), guard);
                  return *layer;
              })
        .unwrap();
}

project::Layer layerOf(const edit::Edited& edited, const edit::EditPlan& plan,
                       const edit::Parameters& parameters) {
    project::Layer layer;
    layer.id = QUuid::createUuid().toString(QUuid::WithoutBraces);
    layer.name = layerName(parameters.prompt);
    layer.info = infoOf(edited, parameters);
    const QRect rect = parameters.preserveUnmasked ? mask::boundingBox(plan.selection)
                                                   : QRect({0, 0}, edited.picture.size());
    layer.patch = {rect, edited.picture.pixels(cvRect(rect)).clone()};
    layer.mask = plan.selection.pixels(cvRect(rect)).clone();
    return layer;
}

} // namespace nb::desktop
