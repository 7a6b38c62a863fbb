#pragma once
// How unlike its surroundings a filled hole looks, whatever lies where: the sliced Wasserstein distance
// between the patches in the hole and the known ones (Rabin et al. 2011, "Wasserstein barycenter and its
// application to texture mixing"), per level of a Laplacian pyramid (Burt, Adelson 1983).

#include "core/fill/work.h"
#include <opencv2/core/mat.hpp>

namespace nb::fill {

// image: CV_8UC4, the hole filled, at least 8 by 8; hole and known: CV_8UC1 of its size, not 0 where it
// counts. 0 for the same distribution, about 1 where the hole is off by the spread of the known patches.
// The same for the same input. Any thread. Throws Stopped.
double unlikeness(const cv::Mat& image, const cv::Mat& hole, const cv::Mat& known, const Work& work);

} // namespace nb::fill
