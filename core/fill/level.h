#pragma once
// One resolution of the picture that is being completed, and the pyramid of them. A pixel is colour and local
// roughness: the mean gradient around it tells grass from sky at resolutions where their colours agree
// (Newson et al. 2014, "Video inpainting of complex scenes").

#include "core/fill/work.h"
#include <opencv2/core/mat.hpp>
#include <vector>

namespace nb::fill {

constexpr int kRadius = 3; // patches are 7 by 7
constexpr int kSide = 2 * kRadius + 1;

struct Level {
    cv::Mat image;      // CV_8UC4: R, G, B, roughness; in the hole the present estimate
    cv::Mat hole;       // CV_8UC1, 255: to be filled
    cv::Mat source;     // CV_8UC1, 255: the centre of a patch that may be copied from
    cv::Mat target;     // CV_8UC1, 255: the centre of a patch inside the picture that touches the hole
    cv::Mat confidence; // CV_32F: 1 at the border of the hole, falling inwards
    cv::Rect work;      // bounds of target
    int sources = 0;    // how many centres source has
};

// The pyramid, finest first. colour is CV_8UC3, at least kSide on both sides; unknown holds the hole and
// other pixels that may not be copied from. It ends where the hole is a few patches wide, and before patches
// to copy from run out; if there are none at all, the first level says so by sources == 0.
// Throws Stopped.
std::vector<Level> buildPyramid(const cv::Mat& colour, const cv::Mat& hole, const cv::Mat& unknown,
                                const Work& work = {});

} // namespace nb::fill
