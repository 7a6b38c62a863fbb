#pragma once
// Writes an edited picture as the WebP file that it came from: without loss where the file was, otherwise
// with its quality, with its profile, EXIF and XMP. A lossy WebP cannot be changed in parts: all of its
// pixels are encoded again. Beside ui/desktop/files/webp_exif.h, which serves new files that Qt writes.

#include "core/base/result.h"
#include "core/image/picture.h"
#include <optional>

namespace nb::desktop {

// The quality, 1 to 100, with which libwebp would quantise as that file does; nullopt if it has no loss, or
// is no WebP.
[[nodiscard]] std::optional<int> webPQuality(QByteArrayView file);

// 8 bits, upright; `file`: a WebP that has been decoded. An animated one becomes a still. Errors:
// UnsupportedFormat (no WebP), OutOfMemory.
Result<QByteArray> rewriteWebP(const QByteArray& file, const image::Picture& picture);

} // namespace nb::desktop
