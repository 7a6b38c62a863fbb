#include "app/cli/file_edit.h"

#include "app/cli/kept_files.h"
#include "app/cli/output.h"
#include "app/cli/output_names.h"
#include "app/services.h"
#include "core/base/worker_pool.h"
#include "core/edit/plan.h"
#include "core/edit/source.h"
#include "core/edit/visibility.h"
#include "core/image/encode.h"
#include "core/journal/journaled_edit.h"
#include "core/storage/durable_file.h"
#include "core/storage/read_file.h"
#include <QElapsedTimer>
#include <memory>

namespace nb::app {
namespace {

using storage::FilePath;
using storage::shown;

// Pictures of a hundred megapixels are normal; this only stops what must be a mistake.
constexpr image::Limits kFileLimits{
    .maxBytes = 2'000'000'000, .minSide = 1, .maxSide = 65'000, .maxPixels = 500'000'000};

FilePath spareFolder(const FileEdit& job) {
    return job.spareFolder.empty() ? job.image.parent_path() : job.spareFolder;
}

struct Inputs {
    QByteArray image;
    QByteArray mask;
    edit::Source source;
};

// Says which file it is: "bad.png is neither a PNG nor a JPEG".
Error naming(const FilePath& file, Error error) {
    static const QString kTheFile = QStringLiteral("The file");
    error.message = error.message.startsWith(kTheFile)
                        ? shown(file) + error.message.mid(kTheFile.size())
                        : QStringLiteral("%1: %2").arg(shown(file), error.message);
    return error;
}

Result<QByteArray> readInput(const FilePath& path, const QString& field) {
    Result<QByteArray> bytes = storage::readFile(path, kFileLimits.maxBytes);
    if (bytes)
        return bytes;
    Error error = bytes.error();
    error.field = field;
    return error;
}

Result<Inputs> readInputs(const FileEdit& job) {
    const Result<QByteArray> image = readInput(job.image, QStringLiteral("image"));
    if (!image)
        return image.error();
    const Result<QByteArray> mask = readInput(job.mask, QStringLiteral("mask"));
    if (!mask)
        return mask.error();
    Result<edit::Source> source = edit::decodeSource(*image, *mask, kFileLimits, mask::RgbRule::Luminance);
    if (!source)
        return naming(source.error().field == QLatin1String("image") ? job.image : job.mask, source.error());
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
        warnings += QStringLiteral("%1: %2").arg(shown(job.image), warning);
    for (const QString& warning : source.maskWarnings)
        warnings += QStringLiteral("%1: %2").arg(shown(job.mask), warning);
    if (plan.isUnseen)
        warnings += QStringLiteral("%1: %2").arg(shown(job.image), edit::unseenWarning());
    return warnings;
}

// An answer that cannot be read is asked for again, and so are those after it.
std::vector<image::Picture> readAnswers(const std::vector<FilePath>& files) {
    std::vector<image::Picture> pictures;
    for (const FilePath& file : files) {
        const Result<QByteArray> bytes = storage::readFile(file, kFileLimits.maxBytes);
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
    // Again, although a list has been checked: since then hours may have passed.
    if (const Result<> writable = storage::checkReplaceable(job.output); !writable)
        return writable.error();
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
    if (!job.knownAnswers.empty() && journal::planRecord(edit.plan) == job.knownPlan)
        edit.knownAnswers = readAnswers(job.knownAnswers);
    if (journal != nullptr)
        edit.input = {shown(job.image.filename()), inputs->image, inputs->mask};
    return prepared;
}

// What is to be written, and said.
struct Output {
    edit::Edited edited;
    QByteArray bytes;
    QString warning;
    QString inJournal; // the result's file there; empty = it is in none
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

Error withSentence(Error error, const QString& sentence) {
    error.message += QStringLiteral(". ") + sentence;
    return error;
}

// Where the result is although it could not be encoded or written. `bytes` are a file of that extension.
Error keepingResult(const FileEdit& job, const Error& error, const QString& inJournal,
                    const QByteArray& bytes, const std::string& extension) {
    if (!inJournal.isEmpty())
        return withSentence(error, QStringLiteral("The result is kept in the journal: %1").arg(inJournal));
    const auto kept = keepFiles({bytes}, spareFolder(job), job.output, "-kept", extension);
    return withSentence(error, kept ? QStringLiteral("The result is kept: %1").arg(shownList(*kept))
                                    : QStringLiteral("The result is lost: %1").arg(kept.error().message));
}

// Where the answers are that had been paid for when the edit failed.
Error keepingAnswers(const FileEdit& job, const journal::JournaledOutcome& outcome,
                     const journal::Journal* journal) {
    const bool isOfMask = outcome.edited.error().field == QLatin1String("mask");
    const Error error = isOfMask ? naming(job.mask, outcome.edited.error()) : outcome.edited.error();
    if (!outcome.unkeptAnswers.empty()) {
        const auto kept = keepFiles(outcome.unkeptAnswers, spareFolder(job), job.output, "-answer", ".png");
        return withSentence(
            error,
            kept ? QStringLiteral("The answers that came before are kept: %1").arg(shownList(*kept))
                 : QStringLiteral("The answers that came before are lost: %1").arg(kept.error().message));
    }
    const QStringList answers =
        journal != nullptr && outcome.entry > 0 ? journal->answers(outcome.entry) : QStringList();
    return answers.isEmpty()
               ? error
               : withSentence(error,
                              QStringLiteral("The answers that came before are kept in the journal, and "
                                             "replay uses them: %1")
                                  .arg(answers.join(QStringLiteral(", "))));
}

Result<Output> outputOf(const FileEdit& job, const journal::JournaledOutcome& outcome,
                        const Result<QByteArray>& recorded, const journal::Journal* journal) {
    // Where the journal has no word of a failure it counts as interrupted, which is as good.
    if (!outcome.edited)
        return keepingAnswers(job, outcome, journal);
    const image::Picture& picture = outcome.edited->picture;
    const QByteArray png = recorded ? *recorded : QByteArray();
    const QString inJournal = png.isEmpty() ? QString() : journal->resultFile(outcome.entry);
    const Result<QByteArray> bytes = encodeOutput(job, picture, png);
    if (bytes)
        return Output{*outcome.edited, *bytes, warningOf(outcome, recorded), inJournal};
    const Result<QByteArray> spare =
        inJournal.isEmpty() ? image::encodePng(picture) : Result<QByteArray>(png);
    return spare ? keepingResult(job, bytes.error(), inJournal, *spare, ".png") : bytes.error();
}

// After the journal: the result is paid for, and safe there before anything else is done with it.
QFuture<Result<Output>> makeOutput(const FileEdit& job, const journal::JournaledOutcome& outcome,
                                   Services& services, QObject* guard) {
    QFuture<Result<QByteArray>> recorded = outcome.recorded;
    return recorded
        .then(guard,
              [job, outcome, &services](const Result<QByteArray>& png) {
                  return services.pool.run([job, outcome, png, journal = services.journal.get()] {
                      return outputOf(job, outcome, png, journal);
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
    if (const Result<> written = storage::replaceDurably(job.output, output->bytes); !written)
        return keepingResult(job, written.error(), output->inJournal, output->bytes,
                             job.output.extension().native());
    const edit::Edited& edited = output->edited;
    return FileEdited{job.output,
                      edited.picture.size(),
                      edited.engine,
                      edited.attempts,
                      std::chrono::duration_cast<std::chrono::milliseconds>(edited.providerTime),
                      std::chrono::milliseconds(timer.elapsed()),
                      edited.report,
                      output->warning};
}

} // namespace

Result<edit::EditPlan> planOf(const FileEdit& job, const providers::ProviderCapabilities& capabilities) {
    const Result<Inputs> inputs = readInputs(job);
    if (!inputs)
        return inputs.error();
    return planFor(inputs->source, job.parameters, capabilities);
}

QFuture<Result<FileEdited>> editFile(const FileEdit& job, Services& services,
                                     const providers::Context& context, QObject* guard) {
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
                  return makeOutput(job, outcome, services, guard);
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
