#pragma once
// The seam score: how visible the edge between new and old pixels is.

#include <opencv2/core/mat.hpp>

namespace nb::edit {

// The mean over neighbouring pixels in the band (ramp between 0 and 1, or one of the two outside it and the
// other inside) of the CIE76 distance between how they differ in `blended` and how they differ in the picture
// that is to be seen there: `answer` where the ramp is at least one half, else `picture`. 0 without a band.
// All CV_32FC3 of 0 to 1, sRGB-coded, the ramp CV_32FC1; one size.
[[nodiscard]] double seamDeltaE(const cv::Mat& blended, const cv::Mat& picture, const cv::Mat& answer,
                                const cv::Mat& ramp);

} // namespace nb::edit
