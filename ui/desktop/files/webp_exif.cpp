#include "ui/desktop/files/webp_exif.h"

#include <QtEndian>

namespace nb::desktop {
namespace {

constexpr qsizetype kRiffHeader = 12; // "RIFF", size, "WEBP"
constexpr qsizetype kChunkHeader = 8; // name, size
constexpr qsizetype kExtendedBytes = 10;
constexpr char kHasExif = 0x08; // of the extended header's flags
constexpr char kHasAlpha = 0x10;
constexpr qsizetype kMaxExifBytes = 1024 * 1024;

// Chunks are padded to an even length.
qsizetype padded(qsizetype size) {
    return size + size % 2;
}

QByteArray chunk(const char* name, const QByteArray& payload) {
    QByteArray bytes(name, 4);
    bytes.resize(kChunkHeader);
    qToLittleEndian(quint32(payload.size()), bytes.data() + 4);
    bytes += payload;
    if (payload.size() % 2 != 0)
        bytes += '\0';
    return bytes;
}

// A lossless picture says in its own header whether it has alpha; a lossy one without an extended header has
// none.
bool hasAlpha(QByteArrayView firstChunk) {
    constexpr qsizetype kFlagsAt = kChunkHeader + 1;
    constexpr quint32 kAlphaBit = 1U << 28;
    return firstChunk.startsWith("VP8L") && firstChunk.size() >= kFlagsAt + 4 &&
           (qFromLittleEndian<quint32>(firstChunk.data() + kFlagsAt) & kAlphaBit) != 0;
}

QByteArray extendedHeader(QByteArrayView firstChunk, QSize size) {
    QByteArray payload(kExtendedBytes, '\0');
    payload[0] = hasAlpha(firstChunk) ? kHasAlpha : '\0';
    for (int i = 0; i < 3; ++i) { // 24 bits each
        payload[4 + i] = char((size.width() - 1) >> (8 * i));
        payload[7 + i] = char((size.height() - 1) >> (8 * i));
    }
    return chunk("VP8X", payload);
}

} // namespace

QByteArray webPExif(QByteArrayView file) {
    if (file.size() < kRiffHeader || !file.startsWith("RIFF") || file.sliced(8, 4) != QByteArrayView("WEBP"))
        return {};
    for (qsizetype at = kRiffHeader; file.size() - at >= kChunkHeader;) {
        const qsizetype size = qFromLittleEndian<quint32>(file.data() + at + 4);
        if (size > file.size() - at - kChunkHeader)
            return {};
        if (file.sliced(at, 4) == QByteArrayView("EXIF")) {
            QByteArrayView block = file.sliced(at + kChunkHeader, size);
            if (block.startsWith(QByteArrayView("Exif\0\0", 6))) // as in a JPEG: some writers do
                block = block.sliced(6);
            return size <= kMaxExifBytes ? block.toByteArray() : QByteArray();
        }
        at += kChunkHeader + padded(size);
    }
    return {};
}

QByteArray withWebPExif(const QByteArray& webp, const QByteArray& exif, QSize size) {
    if (exif.isEmpty() || webp.size() < kRiffHeader + kChunkHeader)
        return webp;
    QByteArray chunks = webp.sliced(kRiffHeader);
    if (!chunks.startsWith("VP8X"))
        chunks.prepend(extendedHeader(chunks, size));
    chunks[kChunkHeader] = char(chunks[kChunkHeader] | kHasExif);
    chunks += chunk("EXIF", exif);
    QByteArray file = webp.first(kRiffHeader) + chunks;
    qToLittleEndian(quint32(file.size() - 8), file.data() + 4);
    return file;
}

} // namespace nb::desktop
