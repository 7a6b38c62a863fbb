#include "core/image/resample.h"

#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>
#include <vector>

namespace nb::image {
namespace {

int filterFor(const cv::Mat& pixels, cv::Size size) {
    return size.width <= pixels.cols && size.height <= pixels.rows ? cv::INTER_AREA : cv::INTER_LANCZOS4;
}

// Filters premultiplied colours: in float, since 16 bits times 16 bits do not fit.
cv::Mat resizedWithAlpha(const cv::Mat& rgba, cv::Size size) {
    const double full = rgba.depth() == CV_16U ? 65535.0 : 255.0;
    cv::Mat real;
    rgba.convertTo(real, CV_32F, 1 / full);
    for (int y = 0; y < real.rows; ++y)
        for (int x = 0; x < real.cols; ++x) {
            auto& p = real.at<cv::Vec4f>(y, x);
            p = {p[0] * p[3], p[1] * p[3], p[2] * p[3], p[3]};
        }
    cv::Mat filtered, out;
    cv::resize(real, filtered, size, 0, 0, filterFor(rgba, size));
    for (int y = 0; y < filtered.rows; ++y)
        for (int x = 0; x < filtered.cols; ++x) {
            auto& p = filtered.at<cv::Vec4f>(y, x);
            const float scale = p[3] > 0 ? 1 / p[3] : 0;
            p = {p[0] * scale, p[1] * scale, p[2] * scale, p[3]};
        }
    filtered.convertTo(out, rgba.depth(), full);
    return out;
}

} // namespace

cv::Mat resized(const cv::Mat& pixels, QSize wanted) {
    const cv::Size size(wanted.width(), wanted.height());
    if (pixels.size() == size)
        return pixels.clone();
    if (pixels.channels() == 4)
        return resizedWithAlpha(pixels, size);
    cv::Mat out;
    cv::resize(pixels, out, size, 0, 0, filterFor(pixels, size));
    return out;
}

} // namespace nb::image
