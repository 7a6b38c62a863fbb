#pragma once
// A part of a picture as it looks while it is still being made, to be shown and then thrown away.

#include <opencv2/core/mat.hpp>
#include <opencv2/core/types.hpp>

namespace nb::image {

struct Preview {
    cv::Mat pixels;    // CV_8UC3, R, G, B
    cv::Point topLeft; // where it lies in the picture, in pixels
};

} // namespace nb::image
