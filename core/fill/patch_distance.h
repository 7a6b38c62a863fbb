#pragma once
// How different the patches of a filled hole are from the known ones as a distribution, independent of where
// they lie: the sliced Wasserstein distance (Rabin et al. 2011, "Wasserstein barycenter and its application
// to texture mixing"), averaged over the levels of a Laplacian pyramid (Burt, Adelson 1983).

#include "core/fill/execution.h"
#include <opencv2/core/mat.hpp>

namespace nb::fill {

// image: CV_8UC4, the hole filled, at least 8 by 8; hole and known: CV_8UC1 of its size, not 0 at the pixels
// of each. 0 for the same distribution, about 1 where the hole deviates by the spread of the known patches.
// Deterministic. Any thread. Throws Stopped.
double patchDistance(const cv::Mat& image, const cv::Mat& hole, const cv::Mat& known,
                     const Execution& execution);

} // namespace nb::fill
