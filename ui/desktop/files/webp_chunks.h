#pragma once
// The container of a WebP file: chunks in a RIFF file. It knows no chunk's content.

#include <QByteArray>
#include <QByteArrayView>
#include <QSize>
#include <vector>

namespace nb::desktop {

inline constexpr qsizetype kWebPHeaderBytes = 12;     // "RIFF", size, "WEBP"
inline constexpr qsizetype kWebPChunkHeaderBytes = 8; // name, size

// A view of the file's bytes.
struct WebPChunk {
    QByteArrayView name; // 4 letters
    QByteArrayView data;
};

[[nodiscard]] bool isWebP(QByteArrayView file);
// Those that are whole; none if the file is no WebP.
[[nodiscard]] std::vector<WebPChunk> webPChunks(QByteArrayView file);
// The data of the first chunk of that name; empty if there is none.
[[nodiscard]] QByteArrayView webPChunkData(const std::vector<WebPChunk>& chunks, QByteArrayView name);

// A chunk with header and padding.
[[nodiscard]] QByteArray webPChunk(QByteArrayView name, QByteArrayView data);

// The first chunk of a file that has more than coded samples. flags: of what it has, of these.
inline constexpr char kWebPHasIcc = 0x20, kWebPHasAlpha = 0x10, kWebPHasExif = 0x08, kWebPHasXmp = 0x04;
[[nodiscard]] QByteArray webPExtendedHeader(char flags, QSize size);

} // namespace nb::desktop
