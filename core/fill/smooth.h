#pragma once
// A smooth continuation of a picture into its unknown pixels, by pull-push (Gortler et al. 1996, "The
// Lumigraph"). It makes no texture: it is where the patch search starts, and the result if there is no patch
// to copy.

#include "core/fill/execution.h"
#include <opencv2/core/mat.hpp>

namespace nb::fill {

// Three channels, 8 or 16 bits. Overwrites the pixels whose unknown (CV_8UC1) is not 0; at least one must be
// known. Throws Stopped.
void fillSmoothly(cv::Mat& picture, const cv::Mat& unknown, const Execution& execution = {});

} // namespace nb::fill
