#pragma once
// The smoothest continuation of a picture into its unknown pixels, by pull-push (Gortler et al. 1996, "The
// Lumigraph"). No texture: the start of the patch search, and what is left when there is no patch to copy.

#include "core/fill/work.h"
#include <opencv2/core/mat.hpp>

namespace nb::fill {

// Three channels, 8 or 16 bits. Overwrites the pixels whose unknown (CV_8UC1) is not 0; at least one must be
// known. Throws Stopped.
void fillSmoothly(cv::Mat& picture, const cv::Mat& unknown, const Work& work = {});

} // namespace nb::fill
