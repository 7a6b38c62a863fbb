#pragma once
// Allocates the samples of an empty mask. The system hands out zeroed pages and commits a page only when it
// is written, so that the mask of a 100-megapixel picture takes memory for what is painted and not 100 MB.
// Operations on masks are in core/mask/ops.h.

#include "core/mask/mask.h"
#include "core/mask/tile_set.h"

namespace nb::mask {

// Nothing selected; no samples if `size` is empty. Throws std::bad_alloc if there is no address space left.
[[nodiscard]] Mask emptyMask(const QSize& size);

// A copy with its own memory. `written` is of the mask's size: samples outside its tiles are 0 and are not
// read, since reading them can commit their pages on some systems. Rows of a tile in which nothing is
// selected are not written in the copy.
[[nodiscard]] Mask detachedCopy(const Mask& mask, const TileSet& written);

} // namespace nb::mask
