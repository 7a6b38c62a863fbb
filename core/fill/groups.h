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

// Every pixel of mask that is not 0 is in exactly one group. Groups are more than a patch apart, except for
// the pieces of a long thin shape: filled in their order, each with the ones before it, they are far less
// work than the rectangle around a diagonal scratch. Throws Stopped.
std::vector<Group> groupsOf(const cv::Mat& mask, const Work& work = {});

} // namespace nb::fill
