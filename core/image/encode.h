#pragma once
// Writes a Picture as PNG or JPEG. Optimised for speed: PNG uses zlib level 1 and one filter for all rows.
// Safe from any thread. Errors: InvalidArgument (no pixels, a type that Picture does not allow), Cancelled,
// OutOfMemory, Internal.

#include "core/base/result.h"
#include "core/base/watch.h"
#include "core/image/picture.h"

namespace nb::image {

struct PngOptions {
    int compressionLevel = 1; // zlib, 0 to 9
};

struct JpegOptions {
    int quality = 95; // 1 to 100; at 90 and above chroma is not subsampled
};

// Keeps depth, alpha, ICC profile and EXIF. A profile that decode() made of gAMA, cHRM or cICP is written as
// the chunks that it was made of.
Result<QByteArray> encodePng(const Picture& picture, const PngOptions& options = {}, const Watch& watch = {});

// One channel of 8 bits, for masks.
Result<QByteArray> encodeGreyPng(const cv::Mat& grey);

// 16 bits become 8 by rounding; alpha is composed on white. Keeps ICC profile and EXIF.
Result<QByteArray> encodeJpeg(const Picture& picture, const JpegOptions& options = {},
                              const Watch& watch = {});

} // namespace nb::image
