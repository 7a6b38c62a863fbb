#pragma once
// Composes the hole of a level in several ways and takes the one that looks most like its surroundings. One
// montage alone is a matter of luck: it cuts where the pieces agree, and does not see that the hole has
// become all sky, or that the joints of a tiled wall are missing from it.

#include "core/fill/field.h"

namespace nb::fill {

// guess: of elect(). Writes the composition into the hole and gives the field that belongs to it; where
// nothing is better than the guess, changes nothing and gives the field as it was. Throws Stopped.
Field compose(Level& level, Field field, const cv::Mat& guess, const Work& work);

} // namespace nb::fill
