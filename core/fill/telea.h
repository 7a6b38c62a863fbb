#pragma once
// OpenCV's inpainting by fast marching (Telea 2004, "An image inpainting technique based on the fast marching
// method"), for comparison and for narrow holes: it continues colours into the hole and knows no texture.
// OpenCV takes three channels at 8 bits only, but one channel at 16, so 16-bit pictures are filled channel by
// channel at full depth; the order of filling then differs between the channels, which shows as a faint
// fringe at most.

#include "core/base/result.h"
#include "core/image/picture.h"
#include "core/mask/mask.h"
#include <stop_token>

namespace nb::fill {

// Fills every pixel whose mask is not 0; alpha is kept as it is. Blocking; the token is checked between
// steps only, since OpenCV cannot be interrupted. Errors: MaskSizeMismatch, InvalidArgument (nothing to fill
// from), Cancelled, OutOfMemory, Internal.
Result<image::Picture> fillTelea(const image::Picture& picture, const mask::Mask& mask,
                                 const std::stop_token& cancel);

} // namespace nb::fill
