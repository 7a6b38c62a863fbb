#pragma once
// How far a generation has come, as a line of text and as a number for a progress bar. Pure functions.

#include "ui/desktop/generation/generation.h"
#include <QString>
#include <optional>

namespace nb::desktop {

// Translated: "Processing · 2 of 4 ready · 12 s · attempt 2 · 3 more waiting". waiting: generations behind
// it.
[[nodiscard]] QString progressLine(const Generation& generation, int waiting);

// The share that is done, 0 to 1; nullopt = not known.
[[nodiscard]] std::optional<double> progressShare(const Generation& generation);

} // namespace nb::desktop
