#pragma once
// A PNG file as its list of chunks, and which of them may be written back after an edit. Not for use outside
// this folder.

#include <QByteArray>
#include <QByteArrayView>
#include <vector>

namespace nb::image {

struct PngChunk {
    QByteArray type; // 4 letters
    QByteArrayView data;
    QByteArrayView whole; // with length, type and checksum
    bool intact = true;   // the checksum is right
};

// Up to and with IEND. They are views of `file`.
[[nodiscard]] std::vector<PngChunk> pngChunks(const QByteArray& file);
[[nodiscard]] QByteArray pngSignature();
[[nodiscard]] QByteArray pngChunk(const QByteArray& type, QByteArrayView data);

// The chunk as it may stay, whole; empty if it has to go: unknown ones may hold a preview, or describe
// samples that are no longer there. Not for IHDR, PLTE, tRNS, IDAT and IEND.
[[nodiscard]] QByteArray keptChunk(const PngChunk& chunk);
// Those that say what samples mean, besides tRNS: colour space, background, significant bits.
[[nodiscard]] bool isAboutSamples(const QByteArray& type);

} // namespace nb::image
