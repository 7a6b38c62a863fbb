#pragma once
// Decides for each pixel of a hole which known pixel is copied: from coarse to fine, alternating search and
// vote at each level (Wexler, Shechtman, Irani 2007; Newson et al. 2014). The caller copies.

#include "core/fill/execution.h"
#include "core/fill/level.h"
#include <functional>

namespace nb::fill {

// Called on the caller's thread after each level; may be empty.
struct LevelCallbacks {
    std::function<void(double fraction)> onProgress = {}; // rises to 1
    // The current estimate, CV_8UC4 (R, G, B, roughness), and how many times it has been halved in size.
    std::function<void(const cv::Mat& image, int halvings)> onEstimate = {};
};

// colour, hole and unknown as in buildPyramid. CV_32SC2 of the same size, (-1, -1) outside the hole; empty if
// there is no patch to copy from. Throws Stopped.
cv::Mat complete(const cv::Mat& colour, const cv::Mat& hole, const cv::Mat& unknown,
                 const Execution& execution, const LevelCallbacks& callbacks = {});

} // namespace nb::fill
