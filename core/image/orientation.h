#pragma once
// Rotates and mirrors samples by their EXIF orientation, so that they are upright.

#include <QSize>
#include <opencv2/core/mat.hpp>

namespace nb::image {

// Orientations 5 to 8 exchange width and height.
[[nodiscard]] QSize uprightSize(QSize stored, int orientation);

// orientation: 1 to 8. Orientation 1 shares the samples.
[[nodiscard]] cv::Mat upright(const cv::Mat& stored, int orientation);

} // namespace nb::image
