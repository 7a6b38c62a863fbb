#pragma once
// The one conversion between 8 and 16 bits a sample. Full scale maps to full scale: 255 to 65535 and back.

#include <opencv2/core/mat.hpp>

namespace nb::image {

// `pixels` with samples of `depth`; both depths are CV_8U or CV_16U, any number of channels. To 16 bits each
// sample is multiplied by 257, to 8 bits divided by it and rounded to the nearest. Shares the samples where
// the depth is right already: a view of a larger picture stays one then. Throws cv::Exception for lack of
// memory. Safe from any thread.
[[nodiscard]] cv::Mat withDepth(const cv::Mat& pixels, int depth);

} // namespace nb::image
