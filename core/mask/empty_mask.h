#pragma once
// Where the samples of a fresh mask come from. The system hands out zeroed pages and commits a page only when
// it is written, so that the mask of a 100-megapixel picture costs what is painted and not 100 MB. It is no
// operation on masks; those are in core/mask/ops.h.

#include "core/mask/mask.h"

namespace nb::mask {

// Nothing selected; no samples if `size` is empty. Throws std::bad_alloc if there is no address space left.
[[nodiscard]] Mask emptyMask(const QSize& size);

// The same samples in memory of their own; rows in which nothing is selected are not committed either.
[[nodiscard]] Mask detachedCopy(const Mask& mask);

} // namespace nb::mask
