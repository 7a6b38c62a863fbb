#pragma once
// Decides for each pixel of a hole which known pixel to copy: coarse to fine, and at each resolution search
// and vote in turn until they agree (Wexler, Shechtman, Irani 2007; Newson et al. 2014). The caller copies.

#include "core/fill/level.h"
#include "core/fill/work.h"
#include <functional>

namespace nb::fill {

// colour, hole and unknown as in buildPyramid. CV_32SC2 of the same size, (-1, -1) outside the hole; empty if
// there is no patch to copy from. Throws Stopped.
cv::Mat complete(const cv::Mat& colour, const cv::Mat& hole, const cv::Mat& unknown, const Work& work,
                 const std::function<void(double)>& onProgress);

} // namespace nb::fill
