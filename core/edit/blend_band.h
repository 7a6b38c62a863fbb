#pragma once
// The weights with which picture and answer are blended along the selection's edge. Geometry only: it looks
// at no colours.

#include "core/mask/mask.h"

namespace nb::edit {

// Both CV_32FC1 of 0 to 1 and of the selection's size.
struct BlendBand {
    cv::Mat ramp;    // above 0 exactly where the selection is, 1 from its edge's feather inwards
    cv::Mat opacity; // the selection's own values; 1 except for soft selections
};

// The ramp is a smoothstep over the distance from the nearest unselected pixel. Where the selection is
// thinner than twice the feather, the ramp reaches 1 in its middle. The border of the picture is not an edge.
[[nodiscard]] BlendBand blendBandOf(const mask::Mask& selection, int featherPx);

} // namespace nb::edit
