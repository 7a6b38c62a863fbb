#pragma once
// Removes seams from a filled hole: where pixels that were copied from different places meet each other or
// the border, a smooth correction of the colour is added. It solves a screened Poisson equation whose right
// side are the gradients that the seams have too much (Perez et al. 2003, "Poisson image editing"; Bhat et
// al. 2008 for the screening, which limits the correction to a few pixels around). Gradients towards known
// pixels have a larger weight: known pixels cannot change, and the rim of a hole is where a seam is most
// visible.

#include "core/fill/execution.h"
#include <opencv2/core/mat.hpp>

namespace nb::fill {

// picture: CV_8UC3 or CV_16UC3, the hole already copied in; sources: from complete(); unknown: all pixels
// that were selected. Changes pixels of the hole only.
void removeSeams(cv::Mat& picture, const cv::Mat& sources, const cv::Mat& unknown,
                 const Execution& execution);

} // namespace nb::fill
