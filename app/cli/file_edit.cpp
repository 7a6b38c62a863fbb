#include "app/cli/file_edit.h"

#include "app/services.h"
#include "core/document/journal.h"
#include "core/edit/edit.h"
#include "core/edit/plan.h"
#include "core/image/encode.h"
#include <QElapsedTimer>
#include <QFile>
#include <QFileInfo>
#include <QJsonDocument>
#include <QJsonObject>
#include <QSaveFile>

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

struct Prepared {
    edit::Source source;
    document::EntryId entry = 0; // in the journal; 0 = none is kept
};

QByteArray planJson(const mask::Mask& mask, const edit::Parameters& parameters,
                    const providers::ProviderCapabilities& can) {
    const edit::EditPlan plan = edit::planFor(mask, parameters, can);
    return QJsonDocument(edit::toJson(plan)).toJson(QJsonDocument::Compact);
}

Result<Prepared> prepared(const FileEdit& job, const QString& engine,
                          const providers::ProviderCapabilities& can, document::Journal* journal) {
    const Result<QByteArray> image = readFile(job.image, QStringLiteral("image"));
    if (!image)
        return image.error();
    const Result<QByteArray> mask = readFile(job.mask, QStringLiteral("mask"));
    if (!mask)
        return mask.error();
    const Result<edit::Source> source =
        edit::decodeSource(*image, *mask, kFileLimits, mask::RgbRule::Luminance);
    if (!source)
        return source.error();
    if (!journal)
        return Prepared{*source};
    const Result<document::EntryId> entry =
        journal->begin({.name = QFileInfo(job.image).fileName(),
                        .picture = *image,
                        .mask = *mask,
                        .parameters = job.parameters,
                        .plan = planJson(source->mask, job.parameters, can),
                        .engine = engine});
    if (!entry)
        return entry.error();
    return Prepared{*source, *entry};
}

struct Encoded {
    edit::Edited edited;
    QByteArray bytes;
    QString warning = {};
};

Result<Encoded> encoded(const FileEdit& job, const Result<edit::Edited>& edited) {
    if (!edited)
        return edited.error();
    const Result<QByteArray> bytes = isJpegName(job.output)
                                         ? image::encodeJpeg(edited->picture, {.quality = job.jpegQuality})
                                         : image::encodePng(edited->picture);
    if (!bytes)
        return bytes.error();
    return Encoded{*edited, *bytes};
}

Result<> finishEntry(const FileEdit& job, const Encoded& result, document::EntryId entry,
                     document::Journal& journal) {
    const Result<QByteArray> png =
        isJpegName(job.output) ? image::encodePng(result.edited.picture) : Result<QByteArray>(result.bytes);
    if (!png)
        return png.error();
    return journal.finish(entry, *png,
                          QJsonDocument(edit::toJson(result.edited.report)).toJson(QJsonDocument::Compact));
}

// Before anything else is done with the result, which is paid for.
Result<Encoded> journalled(const FileEdit& job, Result<Encoded> result, document::EntryId entry,
                           document::Journal* journal) {
    if (!journal)
        return result;
    if (!result) {
        // Where this cannot be written the entry counts as interrupted later, which is as good.
        (void)journal->fail(entry, result.error());
        return result;
    }
    if (const Result<> finished = finishEntry(job, *result, entry, *journal); !finished)
        result->warning = QStringLiteral("The journal could not be completed. ") + finished.error().message;
    return result;
}

QFuture<Result<Encoded>> editedAndEncoded(const FileEdit& job, const Prepared& prepared, Services& services,
                                          providers::Context context, QObject* guard) {
    return edit::run(prepared.source, job.parameters, *services.provider, std::move(context), services.pool,
                     guard)
        .then(guard,
              [job, entry = prepared.entry, &services](const Result<edit::Edited>& edited) {
                  return services.pool.run([=, journal = services.journal.get()] {
                      return journalled(job, encoded(job, edited), entry, journal);
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
                      result->warning};
}

} // namespace

bool isOutputName(const QString& path) {
    return isJpegName(path) || QFileInfo(path).suffix().toLower() == QLatin1String("png");
}

QString defaultOutput(const QString& image) {
    const QFileInfo info(image);
    const QString stem = info.path() + QLatin1Char('/') + info.completeBaseName() + QStringLiteral("-edited");
    const QString suffix = isOutputName(image) ? info.suffix() : QStringLiteral("png");
    QString path = stem + QLatin1Char('.') + suffix;
    for (int i = 2; QFileInfo::exists(path); ++i)
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
              [=, &services](const Result<Prepared>& start) {
                  return start ? editedAndEncoded(job, *start, services, context, guard)
                               : readyFuture(Result<Encoded>(start.error()));
              })
        .unwrap()
        // On this thread, which also hears of Ctrl+C: no file is left half written by it.
        .then(guard, [=](const Result<Encoded>& result) { return written(job, result, cancel, timer); });
}

} // namespace nb::app
