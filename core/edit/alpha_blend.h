#pragma once
// A weighted mean of two pictures in whole numbers, with a mask as the weights. It is used to fill the
// transparent parts of an answer; how an answer is blended into the picture is core/edit/blend.h.

#include "core/image/picture.h"
#include "core/mask/mask.h"

namespace nb::edit {

// `answer` where the mask is 255, `picture` where it is 0, between them in proportion, rounded. Where the
// mask is 0 every sample is bit-exact the picture's; alpha and metadata stay. All have the same size, the
// pictures the same type.
[[nodiscard]] image::Picture alphaBlended(const image::Picture& picture, const image::Picture& answer,
                                          const mask::Mask& mask);

} // namespace nb::edit
