#include "ui/desktop/files/open_picture.h"

#include "core/base/worker_pool.h"
#include "core/image/exif.h"
#include "core/image/orientation.h"
#include "core/project/open_raster.h"
#include "core/storage/file_path.h"
#include "ui/desktop/convert/qimage.h"
#include "ui/desktop/files/picture_count.h"
#include "ui/desktop/files/tiff_rewrite.h"
#include "ui/desktop/files/webp_exif.h"
#include <QBuffer>
#include <QCoreApplication>
#include <QFile>
#include <QFileInfo>
#include <QImageReader>
#include <filesystem>
#include <memory>
#include <utility>

namespace nb::desktop {
namespace {

// Names the context of the translations.
class OpenPicture {
    Q_DECLARE_TR_FUNCTIONS(OpenPicture)
};

Error tooLarge(QSize size, const image::Limits& limits) {
    return {ErrorCode::ImageTooLarge,
            OpenPicture::tr(
                "The picture is %1 x %2 pixels; at most %3 megapixels and %4 pixels a side can be opened")
                .arg(QString::number(size.width()), QString::number(size.height()),
                     QString::number(limits.maxPixels / 1'000'000), QString::number(limits.maxSide))};
}

bool fits(QSize size, const image::Limits& limits) {
    return size.width() <= limits.maxSide && size.height() <= limits.maxSide &&
           (limits.maxPixels == 0 || qint64(size.width()) * size.height() <= limits.maxPixels);
}

Error unreadable(const QImageReader& reader) {
    if (reader.error() == QImageReader::UnsupportedFormatError)
        return {
            ErrorCode::UnsupportedFormat,
            OpenPicture::tr(
                "This is no picture that can be opened here; PNG, JPEG, WebP, TIFF, BMP, GIF and OpenRaster "
                "(.ora) can"),
            reader.errorString()};
    return {ErrorCode::UnreadableImage,
            OpenPicture::tr("The %1 picture is damaged or incomplete")
                .arg(QString::fromLatin1(reader.format().toUpper())),
            reader.errorString()};
}

image::SourceColour colourOf(const image::Picture& picture) {
    return picture.hasAlpha() ? image::SourceColour::Rgba : image::SourceColour::Rgb;
}

struct Read {
    image::Decoded decoded;
    int frames = 1;
};

// Qt leaves EXIF aside, and with it, in a WebP, which way is up.
void addExif(image::Picture& picture, const QByteArray& bytes, const QImageReader& reader) {
    const QByteArray exif = webPExif(bytes);
    if (exif.isEmpty())
        return;
    if (!reader.supportsOption(QImageIOHandler::ImageTransformation))
        picture.pixels = image::upright(picture.pixels, image::exifOrientation(exif));
    picture.metadata.exif = image::exifForEdited(exif, picture.size());
}

Result<Read> readByQt(const QByteArray& bytes, const image::Limits& limits) {
    // Of the whole process; its default of 128 MB ends at 32 megapixels. Our own limit is checked below,
    // where the format tells the size first, and this one stands behind it.
    QImageReader::setAllocationLimit(int(limits.maxPixels * 8 / (1024 * 1024)) + 1);
    QBuffer buffer;
    buffer.setData(bytes);
    buffer.open(QIODevice::ReadOnly);
    QImageReader reader(&buffer);
    reader.setAutoTransform(true);
    if (!reader.canRead())
        return unreadable(reader);
    if (const QSize size = reader.size(); size.isValid() && !fits(size, limits))
        return tooLarge(size, limits);
    Read read;
    // Qt counts the pages of a TIFF only as it goes, and the frames of a WebP not always.
    read.frames = qMax(qMax(1, reader.imageCount()), qMax(pictureCount(bytes), tiffContents(bytes).pages));
    const QImage image = reader.read();
    if (image.isNull())
        return unreadable(reader);
    if (!fits(image.size(), limits))
        return tooLarge(image.size(), limits);
    image::Picture picture = pictureOf(image);
    addExif(picture, bytes, reader);
    const image::Header header{image::Format::Png, picture.size(), 1, colourOf(picture),
                               picture.is16Bit() ? 16 : 8};
    read.decoded = {std::move(picture), header};
    return read;
}

Result<Read> readAny(const QByteArray& bytes, const image::Limits& limits) {
    if (!image::sniff(bytes))
        return readByQt(bytes, limits);
    Result<image::Decoded> decoded = image::decode(bytes, limits);
    if (!decoded)
        return decoded.error();
    return Read{std::move(*decoded), pictureCount(bytes)};
}

bool isProject(const QString& path) {
    constexpr qint64 kEnough = 64;
    QFile file(path);
    return file.open(QIODevice::ReadOnly) && project::isOpenRaster(file.read(kEnough));
}

Result<Opened> openProject(const QString& path, const image::Limits& limits) {
    project::ProjectLimits projectLimits;
    projectLimits.maxPixels = limits.maxPixels;
    Result<project::LoadedProject> loaded = project::loadOpenRaster(path, projectLimits);
    if (!loaded)
        return loaded.error();
    Opened opened;
    opened.project = std::move(loaded->project);
    opened.name = QFileInfo(path).fileName();
    opened.path = QFileInfo(path).absoluteFilePath();
    opened.source = sourceFile(opened.path);
    if (loaded->writer == project::LoadedProject::Writer::AnotherProgram) {
        // Saving there would cost its layers.
        opened.path.clear();
        opened.source.reset();
        opened.notices +=
            OpenPicture::tr("Another program made this file; its layers were opened as one picture");
    }
    return opened;
}

} // namespace

Result<> checkName(const QString& path) {
    if (!path.contains(QChar::ReplacementCharacter) || QFileInfo::exists(path))
        return {};
    return Error{ErrorCode::FileUnreadable,
                 OpenPicture::tr(
                     "The name of “%1” is not UTF-8, and such a file cannot be opened or saved here; rename "
                     "it")
                     .arg(QFileInfo(path).fileName())};
}

QStringList namesWithoutUtf8(const QString& folder) {
    QStringList names;
    std::error_code error;
    std::filesystem::directory_iterator entry(storage::toPath(folder), error);
    for (; !error && entry != std::filesystem::directory_iterator(); entry.increment(error))
        if (const storage::FilePath name = entry->path().filename(); !storage::isUtf8(name))
            names += storage::shown(name);
    names.sort();
    return names;
}

Result<QByteArray> readWhole(const QString& path) {
    if (const Result<> readable = checkName(path); !readable)
        return readable.error();
    QFile file(path);
    if (QFileInfo(path).isDir())
        return Error{ErrorCode::FileUnreadable, OpenPicture::tr("%1 is a folder").arg(path)};
    if (!file.open(QIODevice::ReadOnly))
        return Error{ErrorCode::FileUnreadable,
                     OpenPicture::tr("Cannot read %1: %2").arg(path, file.errorString())};
    QByteArray bytes = file.readAll();
    if (file.error() != QFileDevice::NoError)
        return Error{ErrorCode::FileUnreadable,
                     OpenPicture::tr("Cannot read %1: %2").arg(path, file.errorString())};
    if (bytes.isEmpty())
        return Error{ErrorCode::UnreadableImage, OpenPicture::tr("%1 is empty").arg(path)};
    return bytes;
}

Result<image::Decoded> decodeAny(const QByteArray& bytes, const image::Limits& limits) {
    Result<Read> read = readAny(bytes, limits);
    if (!read)
        return read.error();
    return std::move(read->decoded);
}

Result<Opened> openBytes(const QByteArray& bytes, const QString& name, const image::Limits& limits) {
    Result<Read> read = readAny(bytes, limits);
    if (!read)
        return read.error();
    Opened opened;
    opened.name = name;
    opened.project.picture = std::move(read->decoded.picture);
    if (read->frames > 1)
        opened.notices +=
            OpenPicture::tr("The file holds %1 pictures; the first was opened").arg(read->frames);
    return opened;
}

Result<Opened> openFile(const QString& path, const image::Limits& limits) {
    if (const Result<> readable = checkName(path); !readable)
        return readable.error();
    if (isProject(path))
        return openProject(path, limits);
    const Result<QByteArray> bytes = readWhole(path);
    if (!bytes)
        return bytes.error();
    Result<Opened> opened = openBytes(*bytes, QFileInfo(path).fileName(), limits);
    if (opened) {
        opened->path = QFileInfo(path).absoluteFilePath();
        opened->source = sourceFile(opened->path, *bytes);
    }
    return opened;
}

Result<Opened> openImage(const QImage& image, const image::Limits& limits) {
    if (image.isNull())
        return Error{ErrorCode::UnreadableImage, OpenPicture::tr("There is no picture in it")};
    if (!fits(image.size(), limits))
        return tooLarge(image.size(), limits);
    Opened opened;
    opened.name = OpenPicture::tr("Pasted picture");
    opened.project.picture = pictureOf(image);
    return opened;
}

QFuture<Result<Opened>> openLater(const QString& path, WorkerPool& pool) {
    return pool.run([path] { return openFile(path); });
}

QStringList openFilters() {
    QStringList patterns{QStringLiteral("*.ora")};
    for (const QByteArray& format : QImageReader::supportedImageFormats())
        patterns += QStringLiteral("*.") + QString::fromLatin1(format);
    return {OpenPicture::tr("Pictures and projects (%1)").arg(patterns.join(QLatin1Char(' '))),
            OpenPicture::tr("Projects (%1)").arg(QStringLiteral("*.ora")),
            OpenPicture::tr("All files (%1)").arg(QStringLiteral("*"))};
}

} // namespace nb::desktop
