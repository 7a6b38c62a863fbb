#pragma once
// Lays a result over the picture as it is now. A result keeps the rectangle that its edit may have changed;
// only what had been selected is taken from it, so that a result which was asked for before another one was
// accepted does not bring the old picture back around it.

#include "core/image/picture.h"
#include "core/project/layer.h"

namespace nb::project {

// The picture within the layer's rectangle, with the layer on it; null if the layer does not fit the picture.
// Blocking; safe from any thread.
[[nodiscard]] project::Patch composed(const image::Picture& picture, const project::Layer& layer);

// False if the whole answer was to be taken, selected or not.
[[nodiscard]] bool keepsUnmasked(const project::Layer& layer);

// The whole picture with the patch in it; its samples are new. Blocking; safe from any thread.
[[nodiscard]] image::Picture withPatch(const image::Picture& picture, const project::Patch& patch);

} // namespace nb::project
