#pragma once
// The geometry of the transition from picture to answer. It knows no colours.

#include "core/mask/mask.h"

namespace nb::edit {

// Both CV_32FC1 of 0 to 1 and of the selection's size.
struct Band {
    cv::Mat ramp;    // above 0 exactly where the selection is, 1 from its edge's feather inwards
    cv::Mat opacity; // how strongly the selection asks for the answer; 1 except for soft selections
};

// The ramp is a smoothstep over the distance from the nearest unselected pixel. Where the selection is
// thinner than twice the feather, the ramp reaches 1 in its middle. The border of the picture is no edge.
[[nodiscard]] Band bandOf(const mask::Mask& selection, int featherPx);

} // namespace nb::edit
