#pragma once
// Splits a selection into groups of pixels that lie near each other, so that two specks in opposite corners
// are filled as two small holes and not as one as large as the picture.

#include "core/fill/execution.h"
#include <opencv2/core/mat.hpp>
#include <vector>

namespace nb::fill {

struct Group {
    cv::Rect bounds;
    cv::Mat hole; // CV_8UC1 of the size of bounds, 255: a pixel of this group
};

// Every pixel of mask that is not 0 is in exactly one group. Groups are more than a patch apart, except for
// the pieces of a long thin shape, which is cut up because the rectangle around a diagonal scratch is large;
// they are to be filled in the order given. Throws Stopped.
std::vector<Group> groupsOf(const cv::Mat& mask, const Execution& execution = {});

} // namespace nb::fill
