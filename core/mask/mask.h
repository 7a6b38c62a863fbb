#pragma once
// The selection of an edit: how strongly each pixel is to be regenerated. It is a plain value; pure
// operations on it are in core/mask/ops.h, conversion from a file in core/mask/normalise.h.

#include <QRect>
#include <opencv2/core/mat.hpp>

namespace nb::mask {

// CV_8UC1, the size of the upright picture; 255 = regenerate, 0 = keep, between = soft. Copying shares the
// samples, as cv::Mat does; the operations never write to their input.
struct Mask {
    cv::Mat pixels;

    [[nodiscard]] QSize size() const { return {pixels.cols, pixels.rows}; }
};

} // namespace nb::mask
