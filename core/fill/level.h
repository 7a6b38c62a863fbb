#pragma once
// The pyramid of the picture that is being completed, and one level of it. A pixel holds colour and local
// roughness, the mean gradient around it: it distinguishes grass from sky at levels where their colours agree
// (Newson et al. 2014, "Video inpainting of complex scenes").

#include "core/fill/execution.h"
#include <opencv2/core/mat.hpp>
#include <vector>

namespace nb::fill {

constexpr int kRadius = 3; // patches are 7 by 7
constexpr int kSide = 2 * kRadius + 1;

struct Level {
    cv::Mat image;         // CV_8UC4: R, G, B, roughness; in the hole the current estimate
    cv::Mat hole;          // CV_8UC1, 255: to be filled
    cv::Mat source;        // CV_8UC1, 255: the centre of a patch that may be copied from
    cv::Mat target;        // CV_8UC1, 255: the centre of a patch inside the picture that touches the hole
    cv::Mat confidence;    // CV_32F: 1 at the border of the hole, falling inwards
    cv::Rect targetBounds; // bounding box of target
    int sources = 0;       // how many pixels of source are set
};

// The pyramid, finest first. colour is CV_8UC3, at least kSide on both sides; unknown holds the hole and
// other pixels that may not be copied from. The coarsest level is the one at which the hole is a few patches
// wide, or the last one with enough source patches; if there are none at all, the first level has sources ==
// 0. Throws Stopped.
std::vector<Level> buildPyramid(const cv::Mat& colour, const cv::Mat& hole, const cv::Mat& unknown,
                                const Execution& execution = {});

} // namespace nb::fill
