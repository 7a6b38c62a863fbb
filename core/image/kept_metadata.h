#pragma once
// What of a file's metadata may be written back after an edit: everything but previews of the old picture.
// The bytes are untrusted. Each function returns nothing where it cannot tell what it would keep.

#include <QByteArray>
#include <QByteArrayView>

namespace nb::image {

// An EXIF block without its previews, with the orientation that it had: for samples that stay turned as the
// file has them. Of a malformed block only its orientation is left, if there is one.
[[nodiscard]] QByteArray keptExif(const QByteArray& block);

// An XMP packet (UTF-8) without thumbnails. Empty if another embedded picture stands in it.
[[nodiscard]] QByteArray keptXmp(const QByteArray& packet);

// The same for samples that are written upright where the file had them turned: tiff:Orientation becomes 1.
[[nodiscard]] QByteArray uprightXmp(const QByteArray& packet);

// Photoshop's image resources ("8BIM" …) without its two thumbnails; IPTC is among the ones that stay.
[[nodiscard]] QByteArray keptResources(const QByteArray& resources);

// Whether a JPEG or PNG file seems to begin somewhere in `bytes`, as such or in base64.
[[nodiscard]] bool mayHoldPicture(QByteArrayView bytes);

} // namespace nb::image
