#include "core/image/png_chunks.h"

#include "core/image/codec.h"
#include "core/image/exif.h"
#include "core/image/kept_metadata.h"
#include <QSet>

namespace nb::image {
namespace {

constexpr qsizetype kMaxTextBytes = 8 * 1024 * 1024; // of a chunk of text
constexpr qsizetype kMaxPackedBytes = 256 * 1024;    // of one that is compressed: 1000 times as much at most
const QByteArray kXmpKeyword("XML:com.adobe.xmp");

QByteArray inflated(QByteArrayView packed) {
    if (packed.size() > kMaxPackedBytes)
        return {};
    return qUncompress(QByteArray(4, '\0') + packed.toByteArray()); // Qt wants a length first, or a guess
}

// What other programs keep in text, as lines of hexadecimal digits: EXIF, XMP, Photoshop's resources.
bool isRawProfileWithPreview(const QByteArray& keyword, const QByteArray& text) {
    if (!keyword.startsWith("Raw profile type "))
        return false;
    // A line of its name, one of its length, then the digits.
    const qsizetype digits = text.indexOf('\n', text.indexOf('\n', 1) + 1);
    const QByteArray bytes = QByteArray::fromHex(text.mid(digits + 1));
    const qsizetype exif = bytes.indexOf(QByteArray("Exif\0\0", 6));
    return digits < 0 || mayHoldPicture(bytes) ||
           (exif >= 0 && keptExif(bytes.mid(exif + 6)) != bytes.mid(exif + 6)) ||
           (keyword.endsWith("xmp") && keptXmp(bytes) != bytes);
}

bool mayStay(const QByteArray& keyword, const QByteArray& text) {
    return !text.isEmpty() && !isRawProfileWithPreview(keyword, text) && !mayHoldPicture(text);
}

// Keyword, 0, compression flag and method, language, 0, translated keyword, 0, text.
QByteArray keptInternationalText(const PngChunk& chunk) {
    const QByteArray data = chunk.data.toByteArray();
    const qsizetype keyword = data.indexOf('\0');
    const qsizetype language = data.indexOf('\0', keyword + 3);
    const qsizetype translated = language < 0 ? -1 : data.indexOf('\0', language + 1);
    if (keyword < 0 || translated < 0)
        return {};
    const bool packed = data[keyword + 1] != 0;
    const QByteArray text = packed ? inflated(data.mid(translated + 1)) : data.mid(translated + 1);
    if (data.first(keyword) != kXmpKeyword)
        return mayStay(data.first(keyword), text) ? chunk.whole.toByteArray() : QByteArray();
    const QByteArray xmp = keptXmp(text);
    if (xmp == text)
        return chunk.whole.toByteArray();
    return xmp.isEmpty() ? QByteArray() : pngChunk("iTXt", kXmpKeyword + QByteArray(5, '\0') + xmp);
}

QByteArray keptText(const PngChunk& chunk) {
    const qsizetype keyword = chunk.data.indexOf('\0');
    if (keyword < 0 || chunk.data.size() > kMaxTextBytes)
        return {};
    if (chunk.type == "iTXt")
        return keptInternationalText(chunk);
    const bool packed = chunk.type == "zTXt"; // its method is one byte
    const QByteArrayView rest = chunk.data.sliced(keyword + 1);
    const QByteArray text = !packed ? rest.toByteArray() : inflated(rest.sliced(qMin(rest.size(), 1)));
    return mayStay(chunk.data.first(keyword).toByteArray(), text) ? chunk.whole.toByteArray() : QByteArray();
}

} // namespace

std::vector<PngChunk> pngChunks(const QByteArray& file) {
    std::vector<PngChunk> chunks;
    PngChunkReader reader(file);
    while (const std::optional<PngChunk> chunk = reader.next()) {
        chunks.push_back(*chunk);
        if (chunk->type == "IEND")
            break;
    }
    return chunks;
}

bool isAboutSamples(QByteArrayView type) {
    static const QSet<QByteArray> types{"gAMA", "cHRM", "sRGB", "iCCP", "cICP",
                                        "mDCV", "cLLI", "sBIT", "bKGD", "eXIf"};
    return types.contains(type.toByteArray());
}

QByteArray keptChunk(const PngChunk& chunk) {
    static const QSet<QByteArray> plain{"gAMA", "cHRM", "sRGB", "iCCP", "cICP", "mDCV", "cLLI", "sBIT",
                                        "bKGD", "pHYs", "sPLT", "oFFs", "pCAL", "sCAL", "sTER"};
    if (!chunk.isIntact())
        return {};
    if (plain.contains(chunk.type.toByteArray()))
        return chunk.whole.toByteArray();
    if (chunk.type == "eXIf") {
        if (chunk.data.size() > kMaxExifBytes)
            return {};
        const QByteArray exif = keptExif(exifOfChunk(chunk.data).toByteArray());
        return exif.isEmpty() ? QByteArray() : pngChunk("eXIf", exif);
    }
    if (chunk.type == "tEXt" || chunk.type == "zTXt" || chunk.type == "iTXt")
        return keptText(chunk);
    return {};
}

} // namespace nb::image
