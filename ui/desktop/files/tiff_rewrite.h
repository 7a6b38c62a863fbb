#pragma once
// Puts an edited picture back into the TIFF that it came from, by libtiff: the strips and tiles with changed
// pixels are written again with the file's own compression, in the file's own samples; everything else, other
// pages and all tags included, stays as it is. Previews of the old picture go, and no byte of a replaced
// strip stays behind.

#include "core/image/rewrite.h"

namespace nb::desktop {

// What a TIFF holds besides its first page.
struct TiffContents {
    bool hasLayers = false; // Photoshop's; they are lost, since they show the old picture
    int pages = 1;          // without reduced copies; they stay
};
[[nodiscard]] TiffContents tiffContents(const QByteArray& file);

// As image::rewritePng(), for the first page; the stored turn stays. Error besides those: UnsupportedFormat
// (a kind of samples or compression that is not written here).
Result<image::Rewritten> rewriteTiff(const QByteArray& file, const image::Edited& edited);

} // namespace nb::desktop
