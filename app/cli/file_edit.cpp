#include "app/cli/file_edit.h"

#include "app/cli/output.h"
#include "app/services.h"
#include "core/base/worker_pool.h"
#include "core/edit/plan.h"
#include "core/edit/source.h"
#include "core/edit/visibility.h"
#include "core/image/encode.h"
#include "core/journal/journaled_edit.h"
#include <QElapsedTimer>
#include <QFile>
#include <QFileInfo>
#include <QSaveFile>
#include <memory>

namespace nb::app {
namespace {

// Pictures of a hundred megapixels are normal; this only stops what must be a mistake.
constexpr image::Limits kFileLimits{
    .maxBytes = 2'000'000'000, .minSide = 1, .maxSide = 65'000, .maxPixels = 500'000'000};

bool isJpegName(const QString& path) {
    const QString suffix = QFileInfo(path).suffix().toLower();
    return suffix == QLatin1String("jpg") || suffix == QLatin1String("jpeg");
}

Result<QByteArray> readFile(const QString& path, const QString& field) {
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return Error{ErrorCode::FileUnreadable,
                     QStringLiteral("Cannot read %1: %2").arg(path, file.errorString()),
                     {},
                     field};
    if (file.size() > kFileLimits.maxBytes)
        return Error{ErrorCode::ImageTooLarge, QStringLiteral("%1 exceeds 2 GB").arg(path), {}, field};
    return file.readAll();
}

Result<> writeFile(const QString& path, const QByteArray& bytes) {
    QSaveFile file(path);
    if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size() || !file.commit())
        return Error{ErrorCode::FileUnwritable,
                     QStringLiteral("Cannot write %1: %2").arg(path, file.errorString())};
    return {};
}

struct Inputs {
    QByteArray image;
    QByteArray mask;
    edit::Source source;
};

Result<Inputs> readInputs(const FileEdit& job) {
    const Result<QByteArray> image = readFile(job.image, QStringLiteral("image"));
    if (!image)
        return image.error();
    const Result<QByteArray> mask = readFile(job.mask, QStringLiteral("mask"));
    if (!mask)
        return mask.error();
    Result<edit::Source> source = edit::decodeSource(*image, *mask, kFileLimits, mask::RgbRule::Luminance);
    if (!source)
        return source.error();
    return Inputs{*image, *mask, std::move(*source)};
}

// Journal and provider get it by pointer: the samples are handed on, so that they are written to in place.
struct PreparedEdit {
    journal::JournaledEdit edit;
    QStringList warnings; // about the inputs
};
using InputPtr = std::shared_ptr<PreparedEdit>;

// The plan for a picture that has been read.
edit::EditPlan planFor(const edit::Source& source, const edit::Parameters& parameters,
                       const providers::ProviderCapabilities& capabilities) {
    edit::EditPlan plan = edit::makePlan(source.mask, parameters, capabilities);
    plan.isUnseen = parameters.preserveUnmasked && edit::isUnseen(source.picture, plan.selection);
    return plan;
}

QStringList inputWarnings(const FileEdit& job, const edit::Source& source, const edit::EditPlan& plan) {
    QStringList warnings;
    for (const QString& warning : source.pictureWarnings)
        warnings += QStringLiteral("%1: %2").arg(job.image, warning);
    for (const QString& warning : source.maskWarnings)
        warnings += QStringLiteral("%1: %2").arg(job.mask, warning);
    if (plan.isUnseen)
        warnings += QStringLiteral("%1: %2").arg(job.image, edit::unseenWarning());
    return warnings;
}

// An answer that cannot be read is asked for again, and so are those after it.
std::vector<image::Picture> readAnswers(const QStringList& files) {
    std::vector<image::Picture> pictures;
    for (const QString& file : files) {
        const Result<QByteArray> bytes = readFile(file, {});
        if (!bytes)
            break;
        Result<image::Decoded> picture = image::decode(*bytes, kFileLimits);
        if (!picture)
            break;
        pictures.push_back(std::move(picture->picture));
    }
    return pictures;
}

Result<InputPtr> prepareEdit(const FileEdit& job, const providers::ProviderCapabilities& capabilities,
                             journal::Journal* journal) {
    Result<Inputs> inputs = readInputs(job);
    if (!inputs)
        return inputs.error();
    edit::EditPlan plan = planFor(inputs->source, job.parameters, capabilities);
    const auto prepared = std::make_shared<PreparedEdit>();
    prepared->warnings = inputWarnings(job, inputs->source, plan);
    journal::JournaledEdit& edit = prepared->edit;
    edit.picture = std::move(inputs->source.picture);
    edit.plan = std::move(plan);
    edit.parameters = job.parameters;
    edit.journal = journal;
    if (!job.knownAnswers.isEmpty() && journal::planRecord(edit.plan) == job.knownPlan)
        edit.knownAnswers = readAnswers(job.knownAnswers);
    if (journal != nullptr)
        edit.input = {QFileInfo(job.image).fileName(), inputs->image, inputs->mask};
    return prepared;
}

// What is to be written, and said.
struct Output {
    edit::Edited edited;
    QByteArray bytes;
    QString warning;
};

QString warningOf(const journal::JournaledOutcome& outcome, const Result<QByteArray>& recorded) {
    QStringList sentences;
    if (const QString warning = outcome.edited->report.misalignment(); !warning.isEmpty())
        sentences += warning;
    if (!recorded)
        sentences += QStringLiteral("The journal could not be completed. ") + recorded.error().message;
    else if (outcome.lostAnswer)
        sentences +=
            QStringLiteral("A raw answer could not be kept on the way. ") + outcome.lostAnswer->message;
    return sentences.join(QStringLiteral(". "));
}

// `png`: the result as the journal has encoded it; empty = it has not.
Result<QByteArray> encodeOutput(const FileEdit& job, const image::Picture& picture, const QByteArray& png) {
    if (isJpegName(job.output))
        return image::encodeJpeg(picture, {.quality = job.jpegQuality});
    return png.isEmpty() ? image::encodePng(picture) : Result<QByteArray>(png);
}

// After the journal: the result is paid for, and safe there before anything else is done with it.
QFuture<Result<Output>> makeOutput(const FileEdit& job, const journal::JournaledOutcome& outcome,
                                   WorkerPool& pool, QObject* guard) {
    QFuture<Result<QByteArray>> recorded = outcome.recorded;
    return recorded
        .then(guard,
              [job, outcome, &pool](const Result<QByteArray>& png) {
                  // Where the journal has no word of a failure it counts as interrupted, which is as good.
                  if (!outcome.edited)
                      return readyFuture(Result<Output>(outcome.edited.error()));
                  return pool.run([job, outcome, png]() -> Result<Output> {
                      const Result<QByteArray> bytes =
                          encodeOutput(job, outcome.edited->picture, png ? *png : QByteArray());
                      if (!bytes)
                          return bytes.error();
                      return Output{*outcome.edited, *bytes, warningOf(outcome, png)};
                  });
              })
        .unwrap();
}

Result<FileEdited> writeOutput(const FileEdit& job, const Result<Output>& output,
                               const std::stop_token& cancel, const QElapsedTimer& timer) {
    if (!output)
        return output.error();
    if (cancel.stop_requested())
        return Error{ErrorCode::Cancelled, QStringLiteral("Cancelled")};
    if (const Result<> written = writeFile(job.output, output->bytes); !written)
        return written.error();
    const edit::Edited& edited = output->edited;
    return FileEdited{job.output,      edited.picture.size(), edited.engine,
                      edited.attempts, edited.providerTime,   std::chrono::milliseconds(timer.elapsed()),
                      edited.report,   output->warning};
}

} // namespace

Result<edit::EditPlan> planOf(const FileEdit& job, const providers::ProviderCapabilities& capabilities) {
    const Result<Inputs> inputs = readInputs(job);
    if (!inputs)
        return inputs.error();
    return planFor(inputs->source, job.parameters, capabilities);
}

bool isOutputName(const QString& path) {
    return isJpegName(path) || QFileInfo(path).suffix().toLower() == QLatin1String("png");
}

QString variantName(const QString& output, int index, int variants) {
    if (variants == 1)
        return output;
    const QFileInfo info(output);
    return QStringLiteral("%1/%2-%3.%4")
        .arg(info.path(), info.completeBaseName())
        .arg(index + 1)
        .arg(info.suffix());
}

QString defaultOutput(const QString& image, int variants) {
    const QFileInfo info(image);
    const QString stem = info.path() + QLatin1Char('/') + info.completeBaseName() + QStringLiteral("-edited");
    const QString suffix = isOutputName(image) ? info.suffix() : QStringLiteral("png");
    const auto isTaken = [&](const QString& path) {
        for (int i = 0; i < variants; ++i)
            if (QFileInfo::exists(variantName(path, i, variants)))
                return true;
        return false;
    };
    QString path = stem + QLatin1Char('.') + suffix;
    for (int i = 2; isTaken(path); ++i)
        path = QStringLiteral("%1-%2.%3").arg(stem).arg(i).arg(suffix);
    return path;
}

QFuture<Result<FileEdited>> editFile(FileEdit job, Services& services, providers::Context context,
                                     QObject* guard) {
    QElapsedTimer timer;
    timer.start();
    const std::stop_token cancel = context.cancel;
    const auto warnings = std::make_shared<QStringList>();
    return services.pool
        .run([job, capabilities = services.provider->capabilities(), journal = services.journal.get()] {
            return prepareEdit(job, capabilities, journal);
        })
        .then(guard,
              [=, &services](const Result<InputPtr>& input) {
                  if (!input)
                      return readyFuture(journal::JournaledOutcome{
                          input.error(), {}, readyFuture(Result<QByteArray>(QByteArray()))});
                  *warnings = (*input)->warnings;
                  for (const QString& warning : *warnings)
                      printNotice(QStringLiteral("nanobanana: warning: ") + warning);
                  return journal::runJournaledEdit(std::move((*input)->edit), *services.provider, context,
                                                   services.pool, guard);
              })
        .unwrap()
        .then(guard,
              [=, &services](const journal::JournaledOutcome& outcome) {
                  return makeOutput(job, outcome, services.pool, guard);
              })
        .unwrap()
        // On this thread, where Ctrl+C requests the stop: it never leaves a half-written file.
        .then(guard, [=](const Result<Output>& output) {
            Result<FileEdited> edited = writeOutput(job, output, cancel, timer);
            if (edited)
                edited->inputWarnings = *warnings;
            return edited;
        });
}

} // namespace nb::app
