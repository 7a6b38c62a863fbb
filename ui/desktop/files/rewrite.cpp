#include "ui/desktop/files/rewrite.h"

#include "core/image/rewrite.h"
#include "ui/desktop/files/open_picture.h"
#include "ui/desktop/files/picture_count.h"
#include "ui/desktop/files/source_file.h"
#include "ui/desktop/files/tiff_rewrite.h"
#include "ui/desktop/files/tiff_widen.h"
#include "ui/desktop/files/webp_rewrite.h"
#include <QByteArrayView>
#include <QCoreApplication>
#include <QLocale>
#include <cstring>
#include <opencv2/core.hpp>

namespace nb::desktop {
namespace {

constexpr qsizetype kSmallTrailer = 4096; // a camera's notes; a film is larger

// Names the context of the translations.
class Rewrite {
    Q_DECLARE_TR_FUNCTIONS(Rewrite)
};

// CV_8UC1: 255 where a pixel differs.
cv::Mat changedPixels(const cv::Mat& before, const cv::Mat& after) {
    cv::Mat changed = cv::Mat::zeros(after.size(), CV_8UC1);
    const size_t each = after.elemSize();
    for (int y = 0; y < after.rows; ++y) {
        const uchar *a = before.ptr(y), *b = after.ptr(y);
        if (std::memcmp(a, b, each * size_t(after.cols)) == 0)
            continue;
        uchar* to = changed.ptr(y);
        for (int x = 0; x < after.cols; ++x, a += each, b += each)
            to[x] = std::memcmp(a, b, each) != 0 ? 255 : 0;
    }
    return changed;
}

QString nameOf(SaveFormat format) {
    return saveFilter(format).section(QLatin1Char(' '), 0, 0);
}

QString wordsFor(const image::Misfit& misfit, SaveFormat format) {
    const QString name = nameOf(format);
    if (misfit.reason == image::Misfit::Reason::Transparency)
        return Rewrite::tr("The %1 file has no alpha channel; the result needs one").arg(name);
    if (misfit.reason == image::Misfit::Reason::Shades)
        return Rewrite::tr("The file is a grey %1 of %2 bits; the result needs 8 bits")
            .arg(name, QString::number(misfit.bitDepth));
    if (misfit.colours > 0)
        return Rewrite::tr("The file is a palette %1 with %2 colours; the result needs 24-bit colour")
            .arg(name, QString::number(misfit.colours));
    return Rewrite::tr("The file is a grey %1; the result has colour").arg(name);
}

QString wordsForPictures(int count) {
    return Rewrite::tr("The file holds %1 pictures; only this one would be left").arg(count);
}

QStringList contentsLost(const QByteArray& file, SaveFormat format) {
    QStringList lost;
    if (format == SaveFormat::Tiff) {
        if (tiffContents(file).hasLayers)
            lost += Rewrite::tr("The TIFF holds layers; they show the old picture and would go");
        return lost; // its other pages stay
    }
    const int pictures = pictureCount(file);
    if (pictures > 1)
        lost += wordsForPictures(pictures);
    else if (const qsizetype bytes = bytesBehindJpeg(file); bytes > kSmallTrailer)
        lost += Rewrite::tr("The file holds a film or other data behind the picture (%1); it would be lost")
                    .arg(QLocale().formattedDataSize(bytes, 1, QLocale::DataSizeSIFormat));
    return lost;
}

Result<image::Rewritten> rewritten(const QByteArray& file, SaveFormat format, const image::Edited& edited,
                                   image::OnMisfit onMisfit, const Watch& watch) {
    switch (format) {
    case SaveFormat::Png:
        return image::rewritePng(file, edited, onMisfit, watch);
    case SaveFormat::Jpeg:
        return image::rewriteJpeg(file, edited, onMisfit, watch);
    case SaveFormat::Tiff:
        return rewriteTiff(file, edited);
    case SaveFormat::WebP:
        break;
    }
    Result<QByteArray> bytes = rewriteWebP(file, edited.picture);
    return bytes ? Result<image::Rewritten>(image::Rewritten{*bytes, {}}) : bytes.error();
}

// The file with ordinary samples of that format; of a TIFF all else is kept.
Result<Remade> asNew(const QByteArray& file, SaveFormat format, const image::Picture& picture,
                     const QString& kind, OnLoss onLoss, const SaveOptions& options, const Watch& watch) {
    Remade made{{}, kind, contentsLost(file, format)};
    if (onLoss == OnLoss::Refuse)
        return made;
    SaveOptions same = options;
    same.format = format;
    const Result<QByteArray> bytes =
        format == SaveFormat::Tiff ? widenTiff(file, picture) : encodePicture(picture, same, watch);
    if (!bytes)
        return bytes.error();
    made.bytes = *bytes;
    return made;
}

QString ordinary(SaveFormat format) {
    return Rewrite::tr("A %1 file of this kind cannot be written; it becomes an ordinary one")
        .arg(nameOf(format));
}

bool isAboutKind(const Error& error) {
    return error.code == ErrorCode::UnsupportedFormat || error.code == ErrorCode::InvalidArgument;
}

} // namespace

Result<Remade> remake(const QByteArray& file, SaveFormat format, const image::Picture& picture, OnLoss onLoss,
                      const SaveOptions& options, const Watch& watch) {
    const Result<image::Decoded> old = decodeAny(file);
    const bool alike = old && old->picture.pixels.size() == picture.pixels.size() &&
                       old->picture.pixels.type() == picture.pixels.type();
    if (!alike)
        return asNew(file, format, picture, ordinary(format), onLoss, options, watch);
    const image::Edited edited{picture, changedPixels(old->picture.pixels, picture.pixels)};
    const image::OnMisfit onMisfit = onLoss == OnLoss::Go ? image::OnMisfit::Widen : image::OnMisfit::Refuse;
    const Result<image::Rewritten> made = rewritten(file, format, edited, onMisfit, watch);
    if (!made && isAboutKind(made.error()))
        return asNew(file, format, picture, ordinary(format), onLoss, options, watch);
    if (!made)
        return made.error();
    const QString kind = made->misfit ? wordsFor(*made->misfit, format) : QString();
    if (made->misfit && format == SaveFormat::Tiff)
        return asNew(file, format, picture, kind, onLoss, options, watch);
    return Remade{made->bytes, kind, contentsLost(file, format)};
}

Result<QByteArray> copyOf(const QByteArray& file, const image::Picture& picture, const SaveOptions& options,
                          const Watch& watch) {
    const std::optional<SaveFormat> format = formatOf(file);
    if (format == options.format && !hasQuality(options.format)) {
        Result<Remade> made = remake(file, *format, picture, OnLoss::Go, options, watch);
        return made ? Result<QByteArray>(made->bytes) : made.error();
    }
    Result<QByteArray> fresh = encodePicture(picture, options, watch);
    if (fresh && format == SaveFormat::Jpeg && options.format == SaveFormat::Jpeg)
        return image::withMetadataOf(file, *fresh);
    return fresh;
}

} // namespace nb::desktop
