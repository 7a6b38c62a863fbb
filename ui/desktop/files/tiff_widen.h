#pragma once
// Puts an edited picture into the TIFF that it came from as ordinary RGB samples, where the file's own kind
// cannot hold it or is not written here. Everything else stays: the other pages, resolution, EXIF and the
// rest of the tags.

#include "core/base/result.h"
#include "core/image/picture.h"

namespace nb::desktop {

// Upright, 8 or 16 bits, compressed with Deflate. Previews go, as in rewriteTiff(). Errors: UnsupportedFormat
// (no TIFF), ImageTooLarge (over 4 GB in a TIFF that is no BigTIFF), OutOfMemory.
Result<QByteArray> widenTiff(const QByteArray& file, const image::Picture& picture);

} // namespace nb::desktop
