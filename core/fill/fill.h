#pragma once
// The content-aware fill: completes the selected part of a picture with patches copied from the rest of it,
// so that texture and edges go on through the hole. Multi-scale patch completion after Wexler, Shechtman,
// Irani 2007 with the search of Barnes et al. 2009 and the texture feature of Newson et al. 2014; its steps
// are in complete.h and seam.h. It does not recognise objects and cannot make what the picture does not show.

#include "core/base/result.h"
#include "core/image/preview.h"
#include <chrono>
#include <functional>
#include <opencv2/core/mat.hpp>
#include <stop_token>

namespace nb::fill {

struct Options {
    // Other seeds give other fills; the same seed gives the same one, on any number of threads.
    int seed = 0;
    // 0 to 1: how far from the hole source patches may lie, from its immediate surroundings to a distance of
    // the hole's own size.
    double strength = 0.8;
    std::stop_token cancel = {}; // checked for every row that is processed
    // Progress, rising to 1; called on the thread that called fill(). May be empty.
    std::function<void(double fraction)> onProgress = {};
    // A rectangle of the picture with the current estimate in its selected pixels; coarse at first, sharper
    // later. Called on the same thread, no more often than previewEvery. May be empty.
    std::function<void(const image::Preview&)> onPreview = {};
    std::chrono::milliseconds previewEvery{300};
    // Called whenever the token is checked, on any of the threads: measures how soon the fill would stop.
    // Usually empty.
    std::function<void()> onCheck = {};
    int threads = 2; // at least 1
};

// picture: RGB or RGBA at 8 or 16 bits; mask: CV_8UC1 of the same size, every pixel that is not 0 is filled.
// Returns a new picture in which everything else, and all alpha, is bit-exact. Where the rest of the picture
// is too small to hold one patch, the fill is a smooth continuation. Blocking. Errors: MaskSizeMismatch,
// InvalidArgument (field "mask": nothing is left to fill from; field "picture": a format not named above),
// Cancelled, OutOfMemory, Internal.
Result<cv::Mat> fill(const cv::Mat& picture, const cv::Mat& mask, const Options& options);

} // namespace nb::fill
