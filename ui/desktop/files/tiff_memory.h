#pragma once
// A TIFF in memory, for libtiff. Not for use outside this folder.

#include <QByteArray>
#include <memory>
#include <tiffio.h>

namespace nb::desktop {

using TiffHandle = std::unique_ptr<TIFF, decltype(&TIFFClose)>;

struct TiffMemory {
    QByteArray bytes;
    qint64 at = 0;

    // mode: libtiff's, "r", "r+" or "w". This object outlives the handle and does not move. Null if it is no
    // TIFF. Closing the handle writes what is left.
    [[nodiscard]] TiffHandle open(const char* mode);
};

} // namespace nb::desktop
