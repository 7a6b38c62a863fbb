#include "ui/desktop/files/save_picture.h"

#include "core/image/encode.h"
#include "core/storage/durable_file.h"
#include "ui/desktop/convert/qimage.h"
#include "ui/desktop/files/source_file.h"
#include "ui/desktop/files/webp_exif.h"
#include <QBuffer>
#include <QColorSpace>
#include <QCoreApplication>
#include <QImageWriter>
#include <utility>

namespace nb::desktop {
namespace {

constexpr int kMaxJpegSide = 65500; // libjpeg's own limit
constexpr int kMaxWebPSide = 16383; // the format's
constexpr int kLzw = 1;             // Qt's name for it in a TIFF

// Names the context of the translations.
class SavePicture {
    Q_DECLARE_TR_FUNCTIONS(SavePicture)
};

QString nameOf(SaveFormat format) {
    switch (format) {
    case SaveFormat::Png:
        return QStringLiteral("PNG");
    case SaveFormat::Jpeg:
        return QStringLiteral("JPEG");
    case SaveFormat::WebP:
        return QStringLiteral("WebP");
    case SaveFormat::Tiff:
        break;
    }
    return QStringLiteral("TIFF");
}

bool writtenByQt(SaveFormat format) {
    return format == SaveFormat::WebP || format == SaveFormat::Tiff;
}

Result<> checkSize(QSize size, SaveFormat format) {
    const int most = format == SaveFormat::Jpeg   ? kMaxJpegSide
                     : format == SaveFormat::WebP ? kMaxWebPSide
                                                  : 0;
    if (most == 0 || (size.width() <= most && size.height() <= most))
        return {};
    return Error{
        ErrorCode::ImageTooLarge,
        SavePicture::tr("%1 holds at most %2 pixels a side, and the picture is %3 x %4; choose PNG or TIFF")
            .arg(nameOf(format), QString::number(most), QString::number(size.width()),
                 QString::number(size.height()))};
}

Result<QByteArray> encodeByQt(const image::Picture& picture, const SaveOptions& options) {
    QByteArray bytes;
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::WriteOnly);
    QImageWriter writer(&buffer, suffixOf(options.format).toLatin1());
    if (options.format == SaveFormat::WebP)
        writer.setQuality(options.quality);
    else
        writer.setCompression(kLzw);
    QImage image = imageOf(picture);
    // The WebP plugin takes lines to be padded to four bytes, and skews a picture whose lines are not.
    if (image.bytesPerLine() % 4 != 0)
        image = image.copy();
    if (writer.write(image))
        return options.format == SaveFormat::WebP ? withWebPExif(bytes, picture.metadata.exif, picture.size())
                                                  : bytes;
    if (writer.error() == QImageWriter::UnsupportedFormatError)
        return Error{
            ErrorCode::UnsupportedFormat,
            SavePicture::tr("This computer cannot write %1; the package qt6-image-formats-plugins adds it")
                .arg(nameOf(options.format)),
            writer.errorString()};
    return Error{ErrorCode::OutOfMemory, SavePicture::tr("The picture could not be written as %1: %2")
                                             .arg(nameOf(options.format), writer.errorString())};
}

} // namespace

std::optional<SaveFormat> formatForSuffix(const QString& suffix) {
    const QString lower = suffix.toLower();
    if (lower == QLatin1String("png"))
        return SaveFormat::Png;
    if (lower == QLatin1String("jpg") || lower == QLatin1String("jpeg"))
        return SaveFormat::Jpeg;
    if (lower == QLatin1String("webp"))
        return SaveFormat::WebP;
    if (lower == QLatin1String("tif") || lower == QLatin1String("tiff"))
        return SaveFormat::Tiff;
    return std::nullopt;
}

QString suffixOf(SaveFormat format) {
    return format == SaveFormat::Jpeg ? QStringLiteral("jpg") : nameOf(format).toLower();
}

bool hasQuality(SaveFormat format) {
    return format == SaveFormat::Jpeg || format == SaveFormat::WebP;
}

QString saveFilter(SaveFormat format) {
    QString patterns = QStringLiteral("*.") + suffixOf(format);
    if (format == SaveFormat::Jpeg)
        patterns += QStringLiteral(" *.jpeg");
    if (format == SaveFormat::Tiff)
        patterns += QStringLiteral(" *.tif");
    return QStringLiteral("%1 (%2)").arg(nameOf(format), patterns);
}

QStringList losses(const image::Picture& picture, SaveFormat format) {
    QStringList lost;
    const bool eightBit = format == SaveFormat::Jpeg || format == SaveFormat::WebP;
    if (picture.is16Bit() && eightBit)
        lost += SavePicture::tr("%1 keeps 8 of the 16 bits of each colour").arg(nameOf(format));
    if (picture.hasAlpha() && format == SaveFormat::Jpeg)
        lost += SavePicture::tr("JPEG knows no transparency; it becomes white");
    if (!picture.metadata.exif.isEmpty() && format == SaveFormat::Tiff)
        lost += SavePicture::tr("Camera data (EXIF) is not kept in TIFF");
    if (!picture.metadata.icc.isEmpty() && writtenByQt(format) &&
        !QColorSpace::fromIccProfile(picture.metadata.icc).isValid())
        lost += SavePicture::tr("The colour profile cannot be kept in %1; choose PNG or JPEG")
                    .arg(nameOf(format));
    return lost;
}

Result<QByteArray> encodePicture(const image::Picture& picture, const SaveOptions& options,
                                 const Watch& watch) {
    if (picture.pixels.empty())
        return Error{ErrorCode::InvalidArgument, SavePicture::tr("There is no picture to save")};
    if (options.quality < 1 || options.quality > 100)
        return Error{ErrorCode::InvalidArgument, SavePicture::tr("The quality is a number from 1 to 100")};
    if (Result<> fits = checkSize(picture.size(), options.format); !fits)
        return fits.error();
    if (options.format == SaveFormat::Png)
        return image::encodePng(picture, {}, watch);
    if (options.format == SaveFormat::Jpeg)
        return image::encodeJpeg(picture, {options.quality}, watch);
    return encodeByQt(picture, options);
}

Result<Saved> savePicture(const image::Picture& picture, const QString& path, const SaveOptions& options,
                          const Watch& watch) {
    const Result<QByteArray> bytes = encodePicture(picture, options, watch);
    if (!bytes)
        return bytes.error();
    if (watch.cancel.stop_requested())
        return Error{ErrorCode::Cancelled, QStringLiteral("Saving was cancelled")};
    if (Result<> written = storage::replaceDurably(path, *bytes); !written)
        return written.error();
    return Saved{bytes->size(), losses(picture, options.format), sourceFile(path, *bytes)};
}

} // namespace nb::desktop
