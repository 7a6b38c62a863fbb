#include "app/cli/file_edit.h"

#include "app/services.h"
#include "core/edit/edit.h"
#include "core/edit/plan.h"
#include "core/image/encode.h"
#include "core/journal/edit_record.h"
#include <QElapsedTimer>
#include <QFile>
#include <QFileInfo>
#include <QSaveFile>
#include <memory>

namespace nb::app {
namespace {

// Designers hand in a hundred megapixels; this only stops what cannot be meant.
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

struct Prepared {
    edit::Source source;
    journal::EntryId entry = 0; // in the journal; 0 = none is kept
    std::vector<image::Picture> known = {};
};

// A pointer, since a future keeps its value: the samples are handed on, so that they are written to in place.
using PreparedPtr = std::shared_ptr<Prepared>;

// An answer that cannot be read is asked for again, and so are those after it.
std::vector<image::Picture> decoded(const QStringList& files) {
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

Result<PreparedPtr> prepared(const FileEdit& job, const QString& engine,
                             const providers::ProviderCapabilities& can, journal::Journal* journal) {
    Result<Inputs> inputs = readInputs(job);
    if (!inputs)
        return inputs.error();
    const auto prepared = std::make_shared<Prepared>(Prepared{std::move(inputs->source)});
    if (!journal && job.knownAnswers.isEmpty())
        return prepared;
    if (!job.knownAnswers.isEmpty() &&
        journal::planRecord(prepared->source.mask, job.parameters, can) == job.knownPlan)
        prepared->known = decoded(job.knownAnswers);
    if (!journal)
        return prepared;
    const Result<journal::EntryId> entry =
        journal::beginEdit(*journal, {QFileInfo(job.image).fileName(), inputs->image, inputs->mask},
                           prepared->source.mask, job.parameters, engine, can);
    if (!entry)
        return entry.error();
    prepared->entry = *entry;
    return prepared;
}

struct Encoded {
    edit::Edited edited;
    QByteArray bytes;
    QString warning = {};
};

void addWarning(Encoded& result, const QString& sentence) {
    if (!result.warning.isEmpty())
        result.warning += QStringLiteral(". ");
    result.warning += sentence;
}

Result<Encoded> encoded(const FileEdit& job, const Result<edit::Edited>& edited) {
    if (!edited)
        return edited.error();
    const Result<QByteArray> bytes = isJpegName(job.output)
                                         ? image::encodeJpeg(edited->picture, {.quality = job.jpegQuality})
                                         : image::encodePng(edited->picture);
    if (!bytes)
        return bytes.error();
    return Encoded{*edited, *bytes, edited->report.warning()};
}

// Before anything else is done with the result, which is paid for.
Result<Encoded> journalled(const FileEdit& job, Result<Encoded> result, journal::EntryId entry,
                           journal::Journal* journal, const QString& trouble) {
    if (!journal)
        return result;
    if (!result) {
        // Where this cannot be written the entry counts as interrupted later, which is as good.
        (void)journal::endEdit(*journal, entry, result.error());
        return result;
    }
    const QByteArray png = isJpegName(job.output) ? QByteArray() : result->bytes;
    if (const Result<> finished = journal::endEdit(*journal, entry, result->edited, png); !finished)
        addWarning(*result,
                   QStringLiteral("The journal could not be completed. ") + finished.error().message);
    else if (!trouble.isEmpty())
        addWarning(*result, QStringLiteral("A raw answer could not be kept on the way. ") + trouble);
    return result;
}

QFuture<Result<Encoded>> editedAndEncoded(const FileEdit& job, Prepared prepared, Services& services,
                                          providers::Context context, QObject* guard) {
    const auto trouble = std::make_shared<QString>();
    edit::RawAnswers answers;
    if (services.journal)
        answers = journal::keptAnswers(*services.journal, prepared.entry, trouble);
    answers.known = std::move(prepared.known);
    return edit::run(std::move(prepared.source), job.parameters, *services.provider, std::move(context),
                     services.pool, guard, std::move(answers))
        .then(guard,
              [job, entry = prepared.entry, trouble, &services](const Result<edit::Edited>& edited) {
                  return services.pool.run([=, journal = services.journal.get()] {
                      return journalled(job, encoded(job, edited), entry, journal, *trouble);
                  });
              })
        .unwrap();
}

Result<FileEdited> written(const FileEdit& job, const Result<Encoded>& result, const std::stop_token& cancel,
                           const QElapsedTimer& timer) {
    if (!result)
        return result.error();
    if (cancel.stop_requested())
        return Error{ErrorCode::Cancelled, QStringLiteral("Cancelled")};
    if (const Result<> done = writeFile(job.output, result->bytes); !done)
        return done.error();
    const edit::Edited& edited = result->edited;
    return FileEdited{job.output,      edited.picture.size(), edited.engine,
                      edited.attempts, edited.providerTime,   std::chrono::milliseconds(timer.elapsed()),
                      edited.report,   result->warning};
}

} // namespace

Result<edit::EditPlan> planOf(const FileEdit& job, const providers::ProviderCapabilities& can) {
    const Result<Inputs> inputs = readInputs(job);
    if (!inputs)
        return inputs.error();
    return edit::planFor(inputs->source.mask, job.parameters, can);
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

QFuture<Result<FileEdited>> run(FileEdit job, Services& services, providers::Context context,
                                QObject* guard) {
    QElapsedTimer timer;
    timer.start();
    const std::stop_token cancel = context.cancel;
    return services.pool
        .run([job, engine = services.provider->name(), can = services.provider->capabilities(),
              journal = services.journal.get()] { return prepared(job, engine, can, journal); })
        .then(guard,
              [=, &services](const Result<PreparedPtr>& start) {
                  return start ? editedAndEncoded(job, std::move(**start), services, context, guard)
                               : readyFuture(Result<Encoded>(start.error()));
              })
        .unwrap()
        // On this thread, which also hears of Ctrl+C: no file is left half written by it.
        .then(guard, [=](const Result<Encoded>& result) { return written(job, result, cancel, timer); });
}

} // namespace nb::app
