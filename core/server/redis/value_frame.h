#pragma once
// How a value is written in Redis: a frame with a mark, the lengths of both parts and a checksum over key and
// parts, so that a foreign, cut or changed value, or one that stands under another key, is recognised. Pure
// functions, safe from any thread.

#include <QByteArray>
#include <optional>

namespace nb::redis {

struct FrameHeader {
    static constexpr qsizetype kBytes = 20;

    quint32 checksum = 0;
    quint32 headBytes = 0;
    quint64 bodyBytes = 0;

    // Nothing if these are not the first bytes of a frame.
    [[nodiscard]] static std::optional<FrameHeader> of(QByteArrayView bytes);
};

// The checksum (CRC-32) so far, with more bytes; begin with 0 and the key.
[[nodiscard]] quint32 withMore(quint32 checksum, QByteArrayView bytes);

// The frame of a value. Takes about a millisecond per megabyte. Nothing if there is not enough memory.
[[nodiscard]] std::optional<QByteArray> framed(const QByteArray& key, const QByteArray& head,
                                               const QByteArray& body);

} // namespace nb::redis
