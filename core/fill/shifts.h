#pragma once
// The candidate shifts for a shift map: those at which the known picture is most often similar to itself (He,
// Sun 2012, "Statistics of patch offsets for image completion"), and those along the edges that end at the
// rim of the hole, so that a pole or a horizon can be continued through it.

#include "core/fill/level.h"

namespace nb::fill {

struct FrequentShifts {
    std::vector<cv::Point> shifts; // the most frequent first: ten, or up to forty of a periodic picture
    bool periodic = false;         // whether the picture repeats itself, as tiles do
};

// No shifts for a picture without patches. Throws Stopped.
FrequentShifts frequentShifts(const Level& level, const Execution& execution);

// Along the strongest edges, in both directions.
std::vector<cv::Point> shiftsAlongEdges(const Level& level);

} // namespace nb::fill
