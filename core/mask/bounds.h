#pragma once
// The smallest rectangle around all samples that are not 0. It replaces cv::boundingRect, which in OpenCV 4.6
// sometimes misses the last column (for a few in ten thousand masks of up to 40x50 pixels).

#include <opencv2/core/mat.hpp>
#include <opencv2/core/types.hpp>

namespace nb::mask {

// `mask` is CV_8UC1. Empty if all samples are 0 or there are none. Safe from any thread.
[[nodiscard]] cv::Rect boundsOf(const cv::Mat& mask);

} // namespace nb::mask
