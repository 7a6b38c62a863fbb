#pragma once
// What a PNG says about its colours, as an ICC profile, and back. A picture keeps its colours as a profile
// only; one that was made from gAMA, cHRM or cICP remembers them, so that a PNG gets back what it had. Not
// for use outside this folder.

#include "core/image/decode.h"
#include "core/image/png_input.h"
#include <QByteArray>
#include <QStringList>
#include <vector>

namespace nb::image {

// The profile for the RGB samples of a PNG with these chunks; empty = sRGB. The first of cICP, iCCP, sRGB,
// gAMA and cHRM that can be used counts (PNG, third edition, 4.3). Only gAMA: sRGB's primaries; only cHRM:
// sRGB's curve. A cICP of PQ or HLG becomes a profile in which 203 nits are white and what is brighter is
// lost.
[[nodiscard]] QByteArray profileOfPng(const PngInput& chunks, SourceColour colour, QStringList& warnings);

struct PngColourChunk {
    QByteArray type; // four letters
    QByteArray data;
};

// What to write into a PNG with this profile, besides it or in its place.
struct PngColour {
    std::vector<PngColourChunk> chunks;
    bool needsProfile = true; // false: the chunks say all of it
};
[[nodiscard]] PngColour pngColourOf(const QByteArray& icc);

} // namespace nb::image
