#pragma once
// The one place where samples pass between our Picture and Qt's QImage. It converts layout and carries the
// colour profile along; it never converts colours. Both functions are safe from any thread and throw
// std::bad_alloc or cv::Exception for lack of memory: call them inside WorkerPool::run.

#include "core/image/picture.h"
#include <QImage>

namespace nb::desktop {

// Deep copy, straight alpha. 16 bits stay 16 bits (10-bit and floating-point images become 16 bits), the rest
// becomes 8. The profile is the image's colour space, if it has one. A null image gives an empty picture.
[[nodiscard]] image::Picture pictureOf(const QImage& image);

// Shares the samples where QImage has the layout (all but 16 bits without alpha) and keeps them alive: the
// picture's must not be written to while the image is used. Formats RGB888, RGBA8888, RGBX64 or RGBA64. The
// colour space is the profile's, invalid if there is none or Qt cannot read it. Lines need not be padded to
// four bytes; copy() pads them where that is needed.
[[nodiscard]] QImage imageOf(const image::Picture& picture);

} // namespace nb::desktop
