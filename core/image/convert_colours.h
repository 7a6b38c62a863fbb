#pragma once
// Converts a picture from the colours of one profile to those of another, so that it looks the same there.

#include "core/image/picture.h"
#include <QByteArray>

namespace nb::image {

// Whether samples under this profile look as under sRGB, to one level of 255. True for an empty profile and
// for one that cannot be read.
[[nodiscard]] bool meansSrgb(const QByteArray& icc);

// Whether samples can be converted to this profile. False for one that only says what a device has measured,
// as some of scanners do. True for an empty one and for one that cannot be read, which count as sRGB.
[[nodiscard]] bool canBeConvertedTo(const QByteArray& icc);

// `picture` with the samples that look under the profile `icc` (empty = sRGB) as they do now: relative
// colorimetric with black point compensation, by Little CMS. The result has 16 bits a sample where anything
// was converted, so that nothing is rounded twice; alpha stays. Where both profiles mean the same, the
// samples are shared and as they were. Takes some 50 ms for a megapixel of 8 bits, ten times that for 16
// bits: call it on the worker pool. Throws std::bad_alloc and cv::Exception for lack of memory. Safe from any
// thread.
[[nodiscard]] Picture inColours(const Picture& picture, const QByteArray& icc);

} // namespace nb::image
