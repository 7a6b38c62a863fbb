#pragma once
// The container of a PNG file: signature and chunks (PNG specification, section 5). It knows no chunk's
// content.

#include <QByteArray>
#include <QByteArrayView>
#include <optional>

namespace nb::image {

inline constexpr QByteArrayView kPngSignature("\x89PNG\r\n\x1a\n", 8);

// A view of the file's bytes.
struct PngChunk {
    QByteArrayView whole; // with length, type and checksum
    QByteArrayView type;  // 4 letters
    QByteArrayView data;

    [[nodiscard]] bool isCritical() const { return (type[0] & 0x20) == 0; }
    [[nodiscard]] bool isIntact() const; // the checksum is right
};

// Goes through a file once, chunk by chunk: a hostile one has millions.
class PngChunkReader {
public:
    // file: begins with the signature, and outlives the chunks.
    explicit PngChunkReader(QByteArrayView file);

    // Nullopt at the end of the file and at what is no whole chunk.
    [[nodiscard]] std::optional<PngChunk> next();

    // What has not been read yet.
    [[nodiscard]] QByteArrayView rest() const { return m_rest; }
    // The type that the unfinished chunk in rest() claims to have; empty if rest() is too short for a chunk.
    [[nodiscard]] QByteArrayView unfinishedType() const;

private:
    QByteArrayView m_rest;
};

[[nodiscard]] QByteArray pngChunk(QByteArrayView type, QByteArrayView data);

} // namespace nb::image
