#pragma once
// At which shifts a hole may be copied from the rest of the picture in one piece: those at which the known
// picture resembles itself most often (He, Sun 2012, "Statistics of patch offsets for image completion"), and
// those along the edges that end at the rim of the hole, so that a pole or a horizon can go on through it.

#include "core/fill/level.h"

namespace nb::fill {

struct FrequentShifts {
    std::vector<cv::Point> shifts; // the most frequent first: ten, or up to forty of a periodic picture
    bool periodic = false; // the picture repeats itself, as tiles do: the way between two shifts is one
};

// No shifts for a picture without patches. Throws Stopped.
FrequentShifts frequentShifts(const Level& level, const Work& work);

// From the strongest edges; both directions along each of them.
std::vector<cv::Point> shiftsAlongEdges(const Level& level);

} // namespace nb::fill
