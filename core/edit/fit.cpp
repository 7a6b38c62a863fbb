#include "core/edit/fit.h"

#include "core/edit/blend.h"
#include "core/image/resample.h"
#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>

namespace nb::edit {
namespace {

constexpr double k8To16 = 257.0; // 255 * 257 = 65535

cv::Mat withDepth(const cv::Mat& pixels, int depth) {
    if (pixels.depth() == depth)
        return pixels;
    cv::Mat out;
    pixels.convertTo(out, depth, depth == CV_16U ? k8To16 : 1 / k8To16);
    return out;
}

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
    return {withDepth(alpha, CV_8U)};
}

void takeAlphaOf(cv::Mat& pixels, const cv::Mat& like) {
    constexpr int kAlphaToAlpha[] = {3, 3};
    cv::mixChannels(&like, 1, &pixels, 1, kAlphaToAlpha, 1);
}

} // namespace

image::Picture fitted(const image::Picture& answer, const image::Picture& like) {
    const cv::Mat sized =
        answer.size() == like.size() ? answer.pixels : image::resized(answer.pixels, like.size());
    image::Picture out{withChannels(withDepth(sized, like.pixels.depth()), like.pixels.channels()),
                       like.metadata};
    if (sized.channels() == 4)
        return blended(like, out, opacityOf(sized));
    if (like.hasAlpha())
        takeAlphaOf(out.pixels, like.pixels);
    return out;
}

} // namespace nb::edit
