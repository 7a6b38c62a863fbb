#include "core/providers/wire_image.h"

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

} // namespace

Result<QByteArray> outgoingPicture(const image::Picture& picture) {
    image::Picture sent;
    sent.metadata.icc = picture.metadata.icc;
    sent.pixels = image::withDepth(picture.pixels, CV_8U);
    return image::encodePng(sent);
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
    return Error{ErrorCode::ProviderUnusable,
                 service + QStringLiteral(" sent a picture that cannot be used: ") + decoded.error().message,
                 decoded.error().detail};
}

QByteArray incomingBase64(const QByteArray& text) {
    QByteArray encoded = text;
    if (encoded.startsWith("data:")) {
        const qsizetype comma = encoded.indexOf(',');
        if (comma < 0 || !encoded.first(comma).endsWith(";base64"))
            return {};
        encoded.remove(0, comma + 1);
    }
    for (const char c : {'\r', '\n', ' ', '\t'})
        encoded.replace(c, "");
    const auto decoded = QByteArray::fromBase64Encoding(encoded, QByteArray::AbortOnBase64DecodingErrors);
    return decoded ? *decoded : QByteArray();
}

} // namespace nb::providers
