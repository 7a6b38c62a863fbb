#pragma once
// Where the samples of a fresh mask come from. The system hands out zeroed pages and commits a page only when
// it is written, so that the mask of a 100-megapixel picture costs what is painted and not 100 MB. It is no
// operation on masks; those are in core/mask/ops.h.

#include "core/mask/mask.h"
#include "core/mask/tile_set.h"

namespace nb::mask {

// Nothing selected; no samples if `size` is empty. Throws std::bad_alloc if there is no address space left.
[[nodiscard]] Mask emptyMask(const QSize& size);

// The same samples in memory of their own. `written` is of the mask's size: outside it every sample is 0 and
// none is read, so that pages which nobody has written cost nothing afterwards either, whatever the system
// makes of reading them. Rows of a tile in which nothing is selected are not written in the copy.
[[nodiscard]] Mask detachedCopy(const Mask& mask, const TileSet& written);

} // namespace nb::mask
