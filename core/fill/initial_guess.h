#pragma once
// The initial guess at the coarsest level, edges first: always the patch on the rim of the hole that
// continues the strongest edge and has the most known pixels is completed next (Criminisi, Perez, Toyama
// 2004, "Region filling and object removal by exemplar-based image inpainting"). Filling a hole layer by
// layer replaces a thin pole by its surroundings; in this order the pole is continued first.

#include "core/fill/field.h"

namespace nb::fill {

constexpr int kMaxGuessedPx = 4000; // a larger hole takes too long

// Where source patches are searched for around each target patch.
struct SearchRange {
    int nearPx = 40;     // within this distance every source patch is compared,
    int farTries = 3000; // and so many random ones anywhere
};

struct InitialGuess {
    Field field;     // the source patch of each target patch
    cv::Mat sources; // the source pixel of each pixel of the hole, CV_32SC2; (-1, -1) outside it
};

// Fills the hole of the level and returns where its pixels were copied from. The level must have sources.
// Throws Stopped.
InitialGuess guessEdgesFirst(Level& level, const Execution& execution, const SearchRange& range = {});

} // namespace nb::fill
