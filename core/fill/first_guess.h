#pragma once
// The first guess at the coarsest level, edges first: the patch on the rim of the hole that continues the
// strongest edge with the most known around it is completed next (Criminisi, Perez, Toyama 2004, "Region
// filling and object removal by exemplar-based image inpainting"). Peeling a hole layer by layer lets the
// surroundings of a thin pole close over it; this way the pole goes first.

#include "core/fill/field.h"

namespace nb::fill {

constexpr int kMostGuessedPx = 4000; // a larger hole at the coarsest level takes too long for this

// How far from each patch it looks for one to copy.
struct Reach {
    int nearPx = 40;     // within this every source is tried,
    int farTries = 3000; // and so many anywhere
};

struct FirstGuess {
    Field field;     // for each target where its patch came from
    cv::Mat sources; // and for each pixel of the hole, CV_32SC2; (-1, -1) outside it
};

// Fills the hole of the level and says where everything came from. The level must have
// sources. Throws Stopped.
FirstGuess guessEdgesFirst(Level& level, const Work& work, const Reach& reach = {});

} // namespace nb::fill
