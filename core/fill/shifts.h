#pragma once
// At which shifts a hole may be copied from the rest of the picture in one piece: those at which the known
// picture resembles itself most often (He, Sun 2012, "Statistics of patch offsets for image completion"), and
// those along the edges that end at the rim of the hole, so that a pole or a horizon can go on through it.

#include "core/fill/level.h"

namespace nb::fill {

// The most frequent first: ten, or up to forty of a picture that repeats itself, such as tiles; nothing for a
// picture without patches. Throws Stopped.
std::vector<cv::Point> frequentShifts(const Level& level, const Work& work);

// From the strongest edges; both directions along each of them.
std::vector<cv::Point> shiftsAlongEdges(const Level& level);

} // namespace nb::fill
