#pragma once
// Composes a hole from a few large pieces of the known picture, each copied at one shift, cut where the
// pieces agree best (He, Sun 2012, "Statistics of patch offsets for image completion"; Boykov, Veksler, Zabih
// 2001 for the cuts; Kwatra et al. 2003, "Graphcut textures", for what a cut costs). Large pieces keep edges
// and texture whole, where a search for the cheapest patch falls for smooth surroundings.

#include "core/fill/field.h"

namespace nb::fill {

constexpr int kMostMontagePx = 6000; // a larger hole takes too long for this

// guess, of elect(), is one more piece to cut from. If the cuts cost much less than those in the guess do,
// writes the composition into the hole and gives the field that belongs to it; otherwise gives the field as
// it was. Throws Stopped.
Field compose(Level& level, Field field, const cv::Mat& guess, const Work& work);

} // namespace nb::fill
