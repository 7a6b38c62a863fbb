#pragma once
// The local fill of a selection as a layer, at a reduced size at which it takes a moment: a preview for the
// time in which a remote provider works. It is not an edit: nothing is planned, aligned or reported.

#include "core/base/result.h"
#include "core/image/picture.h"
#include "core/mask/mask.h"
#include "core/project/layer.h"
#include <stop_token>

namespace nb::project {

// Fills at a scale at which the selection and what is around it have at most `maxPixels`. The layer has the
// selection's bounding box and no name. `mask` is of the picture's size. Blocking; safe from any thread.
// Errors: MaskEmpty, those of fill::fill.
Result<Layer> filledLayer(const image::Picture& picture, const mask::Mask& mask, int maxPixels, int threads,
                          std::stop_token cancel);

} // namespace nb::project
