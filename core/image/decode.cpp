#include "core/image/decode.h"

#include "core/base/current_exception.h"
#include "core/image/codec.h"
#include "core/image/convert_colours.h"
#include "core/image/depth.h"
#include <QByteArrayView>
#include <algorithm>

namespace nb::image {
namespace {

constexpr double kMega = 1e6;

// An answer could not be converted to a profile that works in one direction only: such a picture is converted
// once, to sRGB. It looks the same, though its samples are others.
Result<Decoded> withTwoWayProfile(Result<Decoded> decoded) {
    if (!decoded || decoded->picture.pixels.channels() < 3 || canBeConvertedTo(decoded->picture.metadata.icc))
        return decoded;
    Picture& picture = decoded->picture;
    const int depth = picture.pixels.depth();
    picture = inColours(picture, {});
    picture.pixels = withDepth(picture.pixels, depth);
    decoded->warnings += QStringLiteral("The colour profile works in one direction only: the colours were "
                                        "converted to sRGB");
    return decoded;
}

Result<> checkBytes(QByteArrayView bytes, const Limits& limits) {
    if (limits.maxBytes <= 0 || bytes.size() <= limits.maxBytes)
        return {};
    return Error{ErrorCode::ImageTooLarge,
                 QStringLiteral("The file's %1 bytes exceed the limit of %2 bytes")
                     .arg(QString::number(bytes.size()), QString::number(limits.maxBytes))};
}

} // namespace

Result<> checkLimits(QSize size, const Limits& limits) {
    const int shorter = std::min(size.width(), size.height());
    const int longer = std::max(size.width(), size.height());
    const QString sides =
        QStringLiteral("%1x%2").arg(QString::number(size.width()), QString::number(size.height()));
    if (longer > limits.maxSide)
        return Error{ErrorCode::ImageTooLarge,
                     QStringLiteral("Image dimensions %1 exceed the maximum of %2 pixels a side")
                         .arg(sides, QString::number(limits.maxSide))};
    const qint64 pixels = static_cast<qint64>(size.width()) * size.height();
    if (limits.maxPixels > 0 && pixels > limits.maxPixels)
        return Error{ErrorCode::ImageTooLarge,
                     QStringLiteral("Image dimensions %1 exceed the maximum of %2 megapixels")
                         .arg(sides, QString::number(static_cast<double>(limits.maxPixels) / kMega))};
    if (shorter < limits.minSide)
        return Error{ErrorCode::ImageTooSmall,
                     QStringLiteral("Image dimensions %1 are below the minimum of %2 pixels a side")
                         .arg(sides, QString::number(limits.minSide))};
    return {};
}

Error damaged(const QString& what, const char* detail) {
    return {ErrorCode::UnreadableImage, what, QString::fromLatin1(detail)};
}

Result<Format> sniff(QByteArrayView bytes) {
    if (bytes.startsWith(QByteArrayView("\x89PNG\r\n\x1a\n", 8)))
        return Format::Png;
    if (bytes.startsWith(QByteArrayView("\xff\xd8\xff", 3)))
        return Format::Jpeg;
    return Error{ErrorCode::UnsupportedFormat, bytes.isEmpty()
                                                   ? QStringLiteral("The file is empty")
                                                   : QStringLiteral("The file is neither a PNG nor a JPEG")};
}

Result<Header> readHeader(QByteArrayView bytes, const Limits& limits) {
    const Result<Format> format = sniff(bytes);
    if (!format)
        return format.error();
    if (const Result<> fits = checkBytes(bytes, limits); !fits)
        return fits.error();
    return withoutExceptions([&] {
        return *format == Format::Png ? readPngHeader(bytes, limits) : readJpegHeader(bytes, limits);
    });
}

Result<Decoded> decode(QByteArrayView bytes, const Limits& limits, GreyAs grey) {
    const Result<Format> format = sniff(bytes);
    if (!format)
        return format.error();
    if (const Result<> fits = checkBytes(bytes, limits); !fits)
        return fits.error();
    return withoutExceptions([&] {
        return withTwoWayProfile(*format == Format::Png ? decodePng(bytes, limits, grey)
                                                        : decodeJpeg(bytes, limits));
    });
}

} // namespace nb::image
