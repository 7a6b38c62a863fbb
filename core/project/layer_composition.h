#pragma once
// Puts a layer over the picture as it is now. A layer has the rectangle that its edit may have changed, but
// of that only what was selected is used: a result that was asked for before another one was accepted does
// not bring the old picture back around it.

#include "core/image/picture.h"
#include "core/project/layer.h"

namespace nb::project {

// The picture within the layer's rectangle, with the layer over it; null if the layer does not fit the
// picture. The whole layer counts where it has no mask or LayerInfo::preserveUnmasked is false. Blocking;
// safe from any thread.
[[nodiscard]] Patch composed(const image::Picture& picture, const Layer& layer);

// The whole picture with the patch in it; its samples are new. Blocking; safe from any thread.
[[nodiscard]] image::Picture withPatch(const image::Picture& picture, const Patch& patch);

} // namespace nb::project
