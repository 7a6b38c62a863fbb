#pragma once
// What the two decoders of this folder share. Not for use outside it.

#include "core/image/decode.h"

namespace nb::image {

// Limits for metadata; a larger block is dropped, since no camera writes one.
inline constexpr qsizetype kMaxIccBytes = 4 * 1024 * 1024;
inline constexpr qsizetype kMaxExifBytes = 1024 * 1024;

// Errors: ImageTooLarge, ImageTooSmall.
Result<> checkLimits(QSize size, const Limits& limits);

[[nodiscard]] Error damaged(const QString& what, const char* detail);

Result<Header> readPngHeader(QByteArrayView bytes, const Limits& limits);
Result<Decoded> decodePng(QByteArrayView bytes, const Limits& limits, GreyAs grey);
Result<Header> readJpegHeader(QByteArrayView bytes, const Limits& limits);
Result<Decoded> decodeJpeg(QByteArrayView bytes, const Limits& limits);

} // namespace nb::image
