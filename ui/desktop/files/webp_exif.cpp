#include "ui/desktop/files/webp_exif.h"

#include "ui/desktop/files/webp_chunks.h"
#include <QtEndian>

namespace nb::desktop {
namespace {

constexpr qsizetype kMaxExifBytes = 1024 * 1024;

// A lossless picture says in its own header whether it has alpha; a lossy one without an extended header has
// none.
bool hasAlpha(QByteArrayView firstChunk) {
    constexpr qsizetype kFlagsAt = kWebPChunkHeaderBytes + 1;
    constexpr quint32 kAlphaBit = 1U << 28;
    return firstChunk.startsWith("VP8L") && firstChunk.size() >= kFlagsAt + 4 &&
           (qFromLittleEndian<quint32>(firstChunk.data() + kFlagsAt) & kAlphaBit) != 0;
}

} // namespace

QByteArray webPExif(QByteArrayView file) {
    const QByteArrayView chunk = webPChunkData(webPChunks(file), "EXIF");
    const QByteArrayView prefix("Exif\0\0", 6); // as in a JPEG: some writers do
    const QByteArrayView block = chunk.startsWith(prefix) ? chunk.sliced(prefix.size()) : chunk;
    return chunk.size() <= kMaxExifBytes ? block.toByteArray() : QByteArray();
}

QByteArray withWebPExif(const QByteArray& webp, const QByteArray& exif, QSize size) {
    if (exif.isEmpty() || webp.size() < kWebPHeaderBytes + kWebPChunkHeaderBytes)
        return webp;
    QByteArray chunks = webp.sliced(kWebPHeaderBytes);
    if (!chunks.startsWith("VP8X"))
        chunks.prepend(webPExtendedHeader(hasAlpha(chunks) ? kWebPHasAlpha : '\0', size));
    chunks[kWebPChunkHeaderBytes] = char(chunks[kWebPChunkHeaderBytes] | kWebPHasExif);
    chunks += webPChunk("EXIF", exif);
    QByteArray file = webp.first(kWebPHeaderBytes) + chunks;
    qToLittleEndian(quint32(file.size() - 8), file.data() + 4);
    return file;
}

} // namespace nb::desktop
