#pragma once
// The EXIF block of a WebP file, which Qt's plugin neither reads nor writes. WebP is a RIFF container of
// chunks (developers.google.com/speed/webp/docs/riff_container); this knows chunks, not pictures. The bytes
// are untrusted.

#include <QByteArray>
#include <QByteArrayView>
#include <QSize>

namespace nb::desktop {

// As core/image/exif.h takes it, orientation untouched; empty if there is none, or the file is cut or no
// WebP.
[[nodiscard]] QByteArray webPExif(QByteArrayView file);

// The same file with the block in it. `webp` is one that Qt has written, without EXIF, of a picture of that
// size.
[[nodiscard]] QByteArray withWebPExif(const QByteArray& webp, const QByteArray& exif, QSize size);

} // namespace nb::desktop
