#pragma once
// Walks the markers of a JPEG, to name what libjpeg cannot decode, and to find where the picture ends: what
// follows may be anything.

#include <QByteArrayView>
#include <QString>

namespace nb::image {

struct JpegLayout {
    QString refusal = {}; // why it cannot be decoded, for the user; empty = it can be tried
    qsizetype end = 0;    // bytes up to its end marker, or up to what is no part of a JPEG
    bool hasEndMarker = false;
    QByteArrayView multiPicture = {}; // the block that lists further pictures (CIPA DC-007); null = none
    bool hasAllScans = false;         // each component is in one at least
    bool isArithmetic = false;        // missing samples do not show then
};

// Of bytes that begin with JPEG's signature. Damage is left for libjpeg to find.
[[nodiscard]] JpegLayout layoutOfJpeg(QByteArrayView bytes);

} // namespace nb::image
