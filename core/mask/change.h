#pragma once
// Changes of a whole mask as deltas: the operations of core/mask/ops.h applied only near the selection, and a
// move of the selection. Nothing here writes to the mask; whoever holds it applies the delta and can undo it.

#include "core/base/result.h"
#include "core/mask/delta.h"
#include <functional>
#include <stop_token>

namespace nb::mask {

enum class MaskOperation { Grow, Shrink, Feather, Smooth, FillHoles, Invert, Clear, SelectAll };

// Whether the operation has a radius.
[[nodiscard]] bool hasRadius(MaskOperation operation);

// The change that the operation makes to `mask`. radiusPx: 0 to 500, ignored by operations without a radius.
// Error: Cancelled once asked to stop. Safe from any thread.
[[nodiscard]] Result<Delta> applyOperation(const Mask& mask, MaskOperation operation, int radiusPx,
                                           const std::stop_token& stop = {});

// The change that moving the selection by whole pixels makes: what is moved out of the mask is lost, the
// pixels where it was become unselected. Error: Cancelled once asked to stop. Safe from any thread.
[[nodiscard]] Result<Delta> moveSelection(const Mask& mask, QPoint by, const std::stop_token& stop = {});

// The change to what `compute` writes, within `rect` (pixels, cut to the mask). It is called for one strip
// after the other, so that no second mask is needed: `after` is CV_8UC1 of the strip's size, uninitialised.
// Strips end where tiles end, so that each tile is compressed once. Error: Cancelled, checked before each
// strip.
[[nodiscard]] Result<Delta>
changeInStrips(const Mask& mask, const QRect& rect, const std::stop_token& stop,
               const std::function<void(const QRect& strip, cv::Mat& after)>& compute);

} // namespace nb::mask
