#pragma once
// Takes the steps out of a filled hole: where pixels that were copied from different places meet each other
// or the border, a smooth correction of the colour is added, a screened Poisson equation with the steps as
// its right side (Perez et al. 2003, "Poisson image editing"; Bhat et al. 2008 for the screening, which keeps
// the correction from spreading further than a few pixels). Steps to known pixels weigh more: those cannot
// give way, and the eye finds the rim of a hole first.

#include "core/fill/work.h"
#include <opencv2/core/mat.hpp>

namespace nb::fill {

// picture: CV_8UC3 or CV_16UC3, the hole already copied in; sources: of complete(); unknown: pixels that were
// not there to begin with. Changes hole pixels only.
void removeSeams(cv::Mat& picture, const cv::Mat& sources, const cv::Mat& unknown, const Work& work);

} // namespace nb::fill
