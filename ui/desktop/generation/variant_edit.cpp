#include "ui/desktop/generation/variant_edit.h"

#include "core/base/worker_pool.h"
#include "core/edit/plan.h"
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

QFuture<Result<journal::EntryId>> begun(const VariantEdit& variant, WorkerPool& pool) {
    if (variant.journal == nullptr)
        return readyFuture(Result<journal::EntryId>(0));
    return pool.run([variant, engine = variant.provider->name(), can = variant.provider->capabilities()] {
        return journal::beginEdit(*variant.journal, variant.input->record, *variant.input->mask,
                                  variant.parameters, engine, can);
    });
}

void end(const VariantEdit& variant, journal::EntryId entry, const Result<edit::Edited>& edited,
         WorkerPool& pool, QObject* guard) {
    if (variant.journal == nullptr)
        return;
    pool.run([journal = variant.journal, entry, edited] { return journal::endEdit(*journal, entry, edited); })
        .then(guard, [trouble = variant.onJournalTrouble](const Result<>& ended) {
            if (!ended && trouble)
                trouble(ended.error());
        });
}

// The snapshot of the mask is held until nobody reads it any more: without it the next stroke would write
// into the samples that the pool looks at.
QFuture<Result<project::Layer>> toLayer(const VariantEdit& variant, journal::EntryId entry,
                                        const Result<edit::Edited>& edited, WorkerPool& pool,
                                        QObject* guard) {
    auto layer = edited ? pool.run([variant, edited]() -> Result<project::Layer> {
        return layerOf(*edited, *variant.input->mask, variant.parameters);
    })
                        : readyFuture(Result<project::Layer>(edited.error()));
    end(variant, entry, edited, pool, guard);
    return layer;
}

} // namespace

Result<VariantInputPtr> variantInput(const GenerationRequest& request, bool encoded) {
    if (mask::isEmpty(*request.mask))
        return Error{ErrorCode::MaskEmpty, QStringLiteral("Nothing is selected"), {}, QStringLiteral("mask")};
    auto input = std::make_shared<VariantInput>(VariantInput{request.picture, request.mask, {}});
    if (encoded) {
        Result<journal::RecordedInput> record =
            journal::recordedInput(request.name, request.picture, *request.mask);
        if (!record)
            return record.error();
        input->record = std::move(*record);
    }
    return VariantInputPtr(std::move(input));
}

QFuture<Result<project::Layer>> run(const VariantEdit& variant, providers::Context context, WorkerPool& pool,
                                    QObject* guard) {
    return begun(variant, pool)
        .then(guard,
              [variant, context = std::move(context), &pool, guard](const Result<journal::EntryId>& entry) {
                  if (!entry)
                      return readyFuture(Result<project::Layer>(entry.error()));
                  edit::RawAnswers answers;
                  const auto lost = std::make_shared<QString>(); // why an answer could not be written down
                  if (variant.journal != nullptr)
                      answers = journal::keptAnswers(*variant.journal, *entry, lost);
                  return edit::run({variant.input->picture, *variant.input->mask}, variant.parameters,
                                   *variant.provider, context, pool, guard, std::move(answers))
                      .then(
                          guard,
                          [variant, entry = *entry, lost, &pool, guard](const Result<edit::Edited>& edited) {
                              if (!lost->isEmpty() && variant.onJournalTrouble)
                                  variant.onJournalTrouble({ErrorCode::FileUnwritable, *lost});
                              return toLayer(variant, entry, edited, pool, guard);
                          })
                      .unwrap();
              })
        .unwrap();
}

project::Layer layerOf(const edit::Edited& edited, const mask::Mask& mask,
                       const edit::Parameters& parameters) {
    project::Layer layer;
    layer.id = QUuid::createUuid().toString(QUuid::WithoutBraces);
    layer.name = layerName(parameters.prompt);
    layer.info = infoOf(edited, parameters);
    const mask::Mask changed = edit::selectionOf(mask, parameters);
    const QRect rect =
        parameters.preserveUnmasked ? mask::boundingBox(changed) : QRect({0, 0}, edited.picture.size());
    layer.patch = {rect, edited.picture.pixels(cvRect(rect)).clone()};
    layer.mask = changed.pixels(cvRect(rect)).clone();
    return layer;
}

} // namespace nb::desktop
