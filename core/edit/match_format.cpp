#include "core/edit/match_format.h"

#include "core/edit/alpha_blend.h"
#include "core/image/depth.h"
#include "core/image/resample.h"
#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>

namespace nb::edit {
namespace {

cv::Mat withChannels(const cv::Mat& pixels, int channels) {
    if (pixels.channels() == channels)
        return pixels;
    cv::Mat out;
    cv::cvtColor(pixels, out, channels == 4 ? cv::COLOR_RGB2RGBA : cv::COLOR_RGBA2RGB);
    return out;
}

mask::Mask opacityOf(const cv::Mat& rgba) {
    cv::Mat alpha;
    cv::extractChannel(rgba, alpha, 3);
    return {image::withDepth(alpha, CV_8U)};
}

void copyAlpha(const cv::Mat& from, cv::Mat& to) {
    constexpr int kAlphaToAlpha[] = {3, 3};
    cv::mixChannels(&from, 1, &to, 1, kAlphaToAlpha, 1);
}

} // namespace

image::Picture matchFormat(const image::Picture& answer, const image::Picture& like) {
    const cv::Mat sized =
        answer.size() == like.size() ? answer.pixels : image::resized(answer.pixels, like.size());
    image::Picture out{withChannels(image::withDepth(sized, like.pixels.depth()), like.pixels.channels()),
                       like.metadata};
    if (sized.channels() == 4)
        return alphaBlended(like, out, opacityOf(sized));
    if (like.hasAlpha())
        copyAlpha(like.pixels, out.pixels);
    return out;
}

} // namespace nb::edit
