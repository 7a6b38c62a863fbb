#pragma once
// The smallest box around what is not zero. OpenCV has this as cv::boundingRect, which in 4.6 now and then
// misses the last column of a mask (a few in ten thousand masks of up to 40x50 pixels): what is selected
// there would be lost, so that nothing of ours uses it on masks.

#include <opencv2/core/mat.hpp>
#include <opencv2/core/types.hpp>

namespace nb::mask {

// `mask` is CV_8UC1. Empty if everything is zero, or there is nothing. Safe from any thread.
[[nodiscard]] cv::Rect boundsOf(const cv::Mat& mask);

} // namespace nb::mask
