#pragma once
// Changes the size of a picture.

#include <QSize>
#include <opencv2/core/mat.hpp>

namespace nb::image {

// Area averaging where the picture shrinks, Lanczos where it grows. 1, 3 or 4 channels of 8 or 16 bits; alpha
// is straight, so transparent pixels do not bleed their colour into others. Throws cv::Exception for lack of
// memory: call it inside WorkerPool::run.
[[nodiscard]] cv::Mat resized(const cv::Mat& pixels, QSize size);

} // namespace nb::image
