#pragma once
// Decides for each pixel of a hole which known pixel to copy: coarse to fine, and at each resolution search
// and vote in turn until they agree (Wexler, Shechtman, Irani 2007; Newson et al. 2014). The caller copies.

#include "core/fill/level.h"
#include "core/fill/work.h"
#include <functional>

namespace nb::fill {

// Whoever watches is called on the caller's thread after each resolution; may be empty.
struct Watch {
    std::function<void(double fraction)> onProgress = {}; // rises to 1
    // The picture as it is estimated now, CV_8UC4 (R, G, B and another value), halved so many times.
    std::function<void(const cv::Mat& image, int halvings)> onEstimate = {};
};

// colour, hole and unknown as in buildPyramid. CV_32SC2 of the same size, (-1, -1) outside the hole; empty if
// there is no patch to copy from. Throws Stopped.
cv::Mat complete(const cv::Mat& colour, const cv::Mat& hole, const cv::Mat& unknown, const Work& work,
                 const Watch& watch = {});

} // namespace nb::fill
