#include "core/providers/wire_image.h"

#include "core/image/convert_colours.h"
#include "core/image/decode.h"
#include "core/image/depth.h"
#include "core/image/encode.h"
#include <QByteArrayView>
#include <opencv2/core.hpp>

namespace nb::providers {
namespace {

constexpr int kMaxAnswerSide = 16384;
constexpr qint64 kMaxAnswerPixels = 64'000'000;

Result<QByteArray> maskWithAlpha(const cv::Mat& colour, const cv::Mat& alpha) {
    image::Picture picture;
    cv::merge(std::vector<cv::Mat>{colour, colour, colour, alpha}, picture.pixels);
    return image::encodePng(picture);
}

// What came instead of a PNG or a JPEG, by the first bytes of each format's specification. Empty if it is one
// of those.
QString foreignKind(const QByteArray& bytes) {
    if (image::sniff(bytes))
        return {};
    struct Kind {
        qsizetype at;
        QByteArrayView magic;
        const char* name;
    };
    static constexpr Kind kKinds[] = {
        {8, "WEBP", "WebP"},        {0, "GIF8", "GIF"},     {0, "BM", "BMP"},
        {0, "II*", "TIFF"},         {0, "MM", "TIFF"},      {4, "ftypavif", "AVIF"},
        {4, "ftypavis", "AVIF"},    {4, "ftyphei", "HEIC"}, {4, "ftypmif1", "HEIF"},
        {0, "\xff\x0a", "JPEG XL"}, {4, "JXL ", "JPEG XL"}, {4, "jP  ", "JPEG 2000"},
        {0, "%PDF", "PDF"},         {0, "<svg", "SVG"},     {0, "<", "HTML or XML"},
        {0, "{", "JSON"},           {0, "[", "JSON"}};
    const QByteArray start = bytes.first(qMin<qsizetype>(bytes.size(), 64)).trimmed();
    for (const Kind& kind : kKinds)
        if (QByteArrayView(start.toLower())
                .sliced(qMin(kind.at, start.size()))
                .startsWith(kind.magic.toByteArray().toLower()))
            return QString::fromLatin1(kind.name);
    return bytes.isEmpty() ? QStringLiteral("empty") : QStringLiteral("nothing that is known");
}

} // namespace

Result<QByteArray> outgoingPicture(const image::Picture& picture) {
    return image::encodePng({image::withDepth(image::inColours(picture, {}).pixels, CV_8U), {}});
}

Result<QByteArray> outgoingMask(const mask::Mask& mask) {
    return maskWithAlpha(mask.pixels, mask.pixels);
}

Result<QByteArray> outgoingGreyMask(const mask::Mask& mask) {
    return image::encodeGreyPng(mask.pixels);
}

Result<QByteArray> outgoingInvertedMask(const mask::Mask& mask) {
    const cv::Mat kept = 255 - mask.pixels;
    return maskWithAlpha(kept, kept);
}

Result<image::Picture> incomingPicture(const QByteArray& bytes, const QString& service) {
    image::Limits limits;
    limits.maxSide = kMaxAnswerSide;
    limits.maxPixels = kMaxAnswerPixels;
    auto decoded = image::decode(bytes, limits);
    if (decoded)
        return std::move(decoded->picture);
    if (decoded.error().code == ErrorCode::OutOfMemory)
        return decoded.error();
    const QString kind = foreignKind(bytes);
    return Error{ErrorCode::ProviderUnusable,
                 QStringLiteral("%1 sent a picture that cannot be used: %2")
                     .arg(service, kind.isEmpty()
                                       ? decoded.error().message
                                       : QStringLiteral("it is %1, neither a PNG nor a JPEG").arg(kind)),
                 decoded.error().detail};
}

} // namespace nb::providers
