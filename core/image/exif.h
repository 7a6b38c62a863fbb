#pragma once
// The parts of EXIF that an editor has to change: the orientation, the size of the picture, and previews,
// which would still show what an edit removed. Everything else is kept as it is. A block is what follows the
// JPEG prefix "Exif\0\0": a TIFF header and its directories. The bytes are untrusted; every offset is
// checked.

#include <QByteArray>
#include <QByteArrayView>
#include <QSize>

namespace nb::image {

// The block in a JPEG's APP1 segment: behind "Exif\0" and a byte that ought to be 0. Empty if it holds none.
[[nodiscard]] QByteArrayView exifOfSegment(QByteArrayView data);

// The block in a PNG's eXIf chunk: some writers put the prefix in front that only JPEG has.
[[nodiscard]] QByteArrayView exifOfChunk(QByteArrayView data);

// 1 to 8 as EXIF 2.32 counts them, stored as a number of 1, 2 or 4 bytes; 1 if the block has none or is
// malformed.
[[nodiscard]] int exifOrientation(QByteArrayView block);

// The block for a picture whose samples are upright, of `size` pixels, and may have been edited: orientation
// 1, fields of the picture's size true where there are any (an empty `size` leaves them). Only the main,
// EXIF, GPS and interoperability directories stay, without previews; a JPEG inside a value, such as a
// camera's note, is zeroed, and so is every byte that nothing refers to. Offsets and the size of the block
// stay. A malformed block becomes empty.
[[nodiscard]] QByteArray exifForEdited(const QByteArray& block, QSize size = {});

} // namespace nb::image
