#pragma once
// How many pictures a file holds, where Qt's readers or our own look at the first only: animated PNG and
// WebP, multi-picture JPEG (MPO), and what hangs behind a JPEG's end. The bytes are untrusted.

#include <QByteArrayView>

namespace nb::desktop {

// At least 1. Previews of the first one do not count. 1 for formats other than those.
[[nodiscard]] int pictureCount(QByteArrayView file);

// Bytes behind the end of the first picture of a JPEG: a film ("motion photo"), for example. 0 = none, or no
// JPEG.
[[nodiscard]] qsizetype bytesBehindJpeg(QByteArrayView file);

} // namespace nb::desktop
