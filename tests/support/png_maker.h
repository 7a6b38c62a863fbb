#pragma once
// Writes PNG files chunk by chunk, valid or not, so that the decoder is tested against something that does
// not share its library.

#include <QByteArray>
#include <QList>

namespace nb::test {

// Length, type, data, checksum.
QByteArray pngChunk(const QByteArray& type, const QByteArray& data);
QByteArray pngSignature();

struct PngFile {
    int width = 0;
    int height = 0;
    int bitDepth = 8;
    int colourType = 2; // 0 grey, 2 RGB, 3 palette, 4 grey with alpha, 6 RGBA
    bool interlaced = false;
    QByteArray rows = {};          // filter byte and samples of each row, as PNG packs them
    QList<QByteArray> before = {}; // whole chunks between IHDR and IDAT
    QList<QByteArray> after = {};  // whole chunks between IDAT and IEND

    [[nodiscard]] QByteArray bytes() const;
};

// zlib format.
QByteArray deflated(const QByteArray& data);

} // namespace nb::test
