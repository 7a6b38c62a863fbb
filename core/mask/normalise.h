#pragma once
// How a decoded mask file becomes a Mask. The rules are those of the HTTP contract and hold everywhere: alpha
// is the selection, unless it is 255 everywhere, which carries no selection, so that luminance counts.

#include "core/base/result.h"
#include "core/mask/mask.h"

namespace nb::image {
struct Decoded;
}

namespace nb::mask {

// What to do with an RGB file that has no alpha: refuse it (MaskWithoutAlpha), or take its luminance.
enum class RgbRule { Refuse, Luminance };

// Values below this (out of 255) count as not selected: pictures painted by hand or exported by other
// programs have an almost black background that nobody meant to select.
inline constexpr int kNoiseFloor = 8;

// The mask of `file` for a picture of that upright size. 16-bit samples are rounded to 8. Errors, with field
// "mask": MaskSizeMismatch, MaskWithoutAlpha, MaskEmpty.
Result<Mask> normalise(const image::Decoded& file, QSize pictureSize, RgbRule rule);

} // namespace nb::mask
