#include "core/mask/normalise.h"

#include "core/image/decode.h"
#include "core/image/depth.h"
#include "core/mask/ops.h"
#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>

namespace nb::mask {
namespace {

cv::Mat alphaOf(const cv::Mat& rgba) {
    cv::Mat alpha;
    cv::extractChannel(rgba, alpha, 3);
    return image::withDepth(alpha, CV_8U);
}

bool isOpaque(const cv::Mat& alpha) {
    double least = 0;
    cv::minMaxLoc(alpha, &least);
    return least >= 255;
}

cv::Mat luminanceOf(const cv::Mat& pixels) {
    if (pixels.channels() == 1)
        return image::withDepth(pixels, CV_8U);
    cv::Mat grey;
    cv::cvtColor(pixels, grey, pixels.channels() == 4 ? cv::COLOR_RGBA2GRAY : cv::COLOR_RGB2GRAY);
    return image::withDepth(grey, CV_8U);
}

cv::Mat selectionOf(const cv::Mat& pixels) {
    if (pixels.channels() == 4) {
        cv::Mat alpha = alphaOf(pixels);
        if (!isOpaque(alpha))
            return alpha;
    }
    return luminanceOf(pixels);
}

Error error(ErrorCode code, QString message) {
    return {code, std::move(message), {}, QStringLiteral("mask")};
}

} // namespace

Result<Mask> normalise(const image::Decoded& file, QSize pictureSize, RgbRule rule) {
    const QSize size = file.picture.size();
    if (size != pictureSize)
        return error(ErrorCode::MaskSizeMismatch,
                     QStringLiteral("Mask dimensions %1x%2 must match image dimensions %3x%4")
                         .arg(QString::number(size.width()), QString::number(size.height()),
                              QString::number(pictureSize.width()), QString::number(pictureSize.height())));
    if (file.header.colour == image::SourceColour::Rgb && rule == RgbRule::Refuse)
        return error(
            ErrorCode::MaskWithoutAlpha,
            QStringLiteral("The mask is RGB without an alpha channel; use RGBA, grey with alpha, or grey"));

    Mask mask{selectionOf(file.picture.pixels).clone()};
    // THRESH_TOZERO keeps what is above the threshold.
    cv::threshold(mask.pixels, mask.pixels, kNoiseFloor - 1, 0, cv::THRESH_TOZERO);
    if (isEmpty(mask))
        return error(
            ErrorCode::MaskEmpty,
            QStringLiteral("The mask selects nothing; paint the area to regenerate white or opaque"));
    return mask;
}

} // namespace nb::mask
