#pragma once
// The two parts of EXIF that an editor has to change: the orientation, and the thumbnail, which would still
// show what an edit removed. Everything else is kept as it is. A block is what follows the JPEG prefix
// "Exif\0\0": a TIFF header and its directories. The bytes are untrusted; every offset is checked.

#include <QByteArray>
#include <QByteArrayView>

namespace nb::image {

// 1 to 8 as EXIF 2.32 counts them; 1 if the block has none or is malformed.
[[nodiscard]] int exifOrientation(QByteArrayView block);

// The block for a picture whose samples are upright and may have been edited: orientation 1, the thumbnail's
// bytes zeroed and its directory unlinked. A malformed block becomes empty.
[[nodiscard]] QByteArray exifForEdited(const QByteArray& block);

} // namespace nb::image
