#pragma once
// The chunks of a PNG that was opened, and which of them may be written back after an edit. Not for use
// outside this folder.

#include "core/image/png_syntax.h"
#include <vector>

namespace nb::image {

// Up to and with IEND. They are views of `file`.
[[nodiscard]] std::vector<PngChunk> pngChunks(const QByteArray& file);

// The chunk as it may stay, whole; empty if it has to go: unknown ones may hold a preview, or describe
// samples that are no longer there. Not for IHDR, PLTE, tRNS, IDAT and IEND.
[[nodiscard]] QByteArray keptChunk(const PngChunk& chunk);
// Those that say what samples mean, besides tRNS: colour space, background, significant bits.
[[nodiscard]] bool isAboutSamples(QByteArrayView type);

} // namespace nb::image
