#pragma once
// Sorts the chunks of a PNG: what its samples need goes to libspng, which judges it; metadata is taken out
// here, since libspng refuses a file for metadata that every other decoder skips. The views are of the
// file's bytes; nothing is inflated. Not for use outside this folder.

#include <QByteArray>
#include <QByteArrayView>
#include <QString>
#include <QStringList>
#include <vector>

namespace nb::image {

struct PngInput {
    // Signature, IHDR, PLTE, tRNS, IDAT, IEND: a PNG in pieces.
    std::vector<QByteArrayView> forSamples = {};
    // A palette that is longer than its samples can count, cut; in forSamples then.
    QByteArray cutPalette = {};
    // What the chunks contain; null = the file has none that can be used.
    QByteArrayView exif = {};
    QByteArrayView cicp = {};
    QByteArrayView iccp = {};
    QByteArrayView srgb = {};
    QByteArrayView gama = {};
    QByteArrayView chrm = {};
    // Sentences for the user about what was left out.
    QStringList warnings = {};
    // Why the samples cannot be decoded, for the user; empty = they can be tried.
    QString refusal = {};
    bool endsEarly = false; // before the last IDAT is over
};

// Of bytes that begin with PNG's signature.
[[nodiscard]] PngInput readPngInput(QByteArrayView bytes);

} // namespace nb::image
