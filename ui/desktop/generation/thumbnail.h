#pragma once
// A small picture of a result, with what is around it, as the screen shows colours.

#include "core/image/picture.h"
#include "core/project/layer.h"
#include <QImage>

namespace nb::desktop {

// Fits into `size`, in device pixels; never larger than the part of the picture that it shows. Null if the
// layer does not fit the picture. Blocking, for the pool.
[[nodiscard]] QImage thumbnailOf(const image::Picture& picture, const project::Layer& layer, QSize size);

} // namespace nb::desktop
