#include "core/image/depth.h"

#include <opencv2/core.hpp>

namespace nb::image {

cv::Mat withDepth(const cv::Mat& pixels, int depth) {
    constexpr double k8To16 = 257; // 255 * 257 = 65535
    CV_Assert(depth == CV_8U || depth == CV_16U);
    if (pixels.depth() == depth)
        return pixels;
    CV_Assert(pixels.depth() == CV_8U || pixels.depth() == CV_16U);
    cv::Mat out;
    pixels.convertTo(out, depth, depth == CV_16U ? k8To16 : 1 / k8To16);
    return out;
}

} // namespace nb::image
