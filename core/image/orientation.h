#pragma once
// Turns samples upright by the orientation that EXIF gives them.

#include <QSize>
#include <opencv2/core/mat.hpp>

namespace nb::image {

// Orientations 5 to 8 exchange width and height.
[[nodiscard]] QSize uprightSize(QSize stored, int orientation);

// orientation: 1 to 8. Orientation 1 shares the samples.
[[nodiscard]] cv::Mat upright(const cv::Mat& stored, int orientation);

} // namespace nb::image
