#pragma once
// Computes several shift maps for the hole of a level and applies the one whose result has the smallest patch
// distance to the surroundings. One shift map alone is not reliable: its cost is local, along the cuts, and
// does not show that the hole has become all sky, or that the joints of a tiled wall are missing in it.

#include "core/fill/field.h"

namespace nb::fill {

// guess: from chooseSources(). Writes the composition into the hole and returns the field that belongs to it;
// if none is better than the guess, the level stays as it is and the field is returned unchanged. Throws
// Stopped.
Field compose(Level& level, Field field, const cv::Mat& guess, const Execution& execution);

} // namespace nb::fill
