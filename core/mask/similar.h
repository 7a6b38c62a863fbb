#pragma once
// Pixels whose colour is similar to that of a seed pixel: what a magic wand selects. It compares samples as
// they are stored, without a colour profile.

#include "core/base/result.h"
#include "core/image/picture.h"
#include "core/mask/mask.h"
#include <QPoint>
#include <stop_token>

namespace nb::mask {

enum class Reach {
    Contiguous, // only pixels that are connected to the seed, by four neighbours
    Everywhere, // the whole picture
};

struct SimilarPixels {
    Mask mask;    // the size of the picture, 0 or 255
    QRect bounds; // pixels; nothing is selected outside
};

// The pixels that differ from the one at `seed` by at most `tolerance` in every channel, alpha included.
// tolerance: 0 to 255, in steps of 8-bit samples whatever the depth. Errors: InvalidArgument if `seed` lies
// outside, Cancelled once asked to stop. Safe from any thread.
[[nodiscard]] Result<SimilarPixels> similar(const image::Picture& picture, const QPoint& seed, int tolerance,
                                            Reach reach, const std::stop_token& stop = {});

} // namespace nb::mask
