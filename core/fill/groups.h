#pragma once
// Splits a selection into groups of pixels that lie near each other, so that two specks at opposite corners
// are two small jobs and not one as large as the picture.

#include "core/fill/work.h"
#include <opencv2/core/mat.hpp>
#include <vector>

namespace nb::fill {

struct Group {
    cv::Rect bounds;
    cv::Mat hole; // CV_8UC1 of the size of bounds, 255: a pixel of this group
};

// Every pixel of mask that is not 0 is in exactly one group; groups are more than a patch apart. In reading
// order. Throws Stopped.
std::vector<Group> groupsOf(const cv::Mat& mask, const Work& work = {});

} // namespace nb::fill
