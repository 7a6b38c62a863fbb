#include "app/cli/file_edit.h"

#include "core/base/worker_pool.h"
#include "core/edit/edit.h"
#include "core/image/encode.h"
#include <QElapsedTimer>
#include <QFile>
#include <QFileInfo>
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

Result<edit::Source> readSource(const FileEdit& job) {
    const Result<QByteArray> image = readFile(job.image, QStringLiteral("image"));
    if (!image)
        return image.error();
    const Result<QByteArray> mask = readFile(job.mask, QStringLiteral("mask"));
    if (!mask)
        return mask.error();
    return edit::decodeSource(*image, *mask, kFileLimits, mask::RgbRule::Luminance);
}

struct Encoded {
    edit::Edited edited;
    QByteArray bytes;
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
                      edited.attempts, edited.providerTime,   std::chrono::milliseconds(timer.elapsed())};
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

QFuture<Result<FileEdited>> run(FileEdit job, providers::Provider& provider, providers::Context context,
                                WorkerPool& pool, QObject* guard) {
    QElapsedTimer timer;
    timer.start();
    const std::stop_token cancel = context.cancel;
    return pool.run([job] { return readSource(job); })
        .then(guard,
              [=, &provider, &pool](const Result<edit::Source>& source) {
                  if (!source)
                      return readyFuture(Result<edit::Edited>(source.error()));
                  return edit::run(*source, job.parameters, provider, context, pool, guard);
              })
        .unwrap()
        .then(guard,
              [=, &pool](const Result<edit::Edited>& edited) {
                  return pool.run([=] { return encoded(job, edited); });
              })
        .unwrap()
        // On this thread, which also hears of Ctrl+C: no file is left half written by it.
        .then(guard, [=](const Result<Encoded>& result) { return written(job, result, cancel, timer); });
}

} // namespace nb::app
