#pragma once
// Converts a decoded mask file to a Mask. The rules are those of the HTTP interface and hold everywhere: the
// selection is the alpha channel, or the luminance if alpha is absent or 255 everywhere.

#include "core/base/result.h"
#include "core/mask/mask.h"

namespace nb::image {
struct Decoded;
}

namespace nb::mask {

// What to do with an RGB file without alpha: refuse it (MaskWithoutAlpha), or use its luminance.
enum class RgbRule { Refuse, Luminance };

// Values below this (out of 255) count as not selected: masks that were painted by hand or exported by other
// programs often have an almost black background that is not meant to be selected.
inline constexpr int kNoiseFloor = 8;

// The mask of `file` for a picture of that upright size. 16-bit samples are rounded to 8. Errors, with field
// "mask": MaskSizeMismatch, MaskWithoutAlpha, MaskEmpty.
Result<Mask> normalise(const image::Decoded& file, QSize pictureSize, RgbRule rule);

} // namespace nb::mask
