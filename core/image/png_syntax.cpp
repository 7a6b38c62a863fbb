#include "core/image/png_syntax.h"

#include <QtEndian>
#include <algorithm>
#include <zlib.h>

namespace nb::image {
namespace {

constexpr qsizetype kFraming = 12; // length, type, checksum
constexpr quint32 kMaxLength = 0x7fffffff;

quint32 checksum(QByteArrayView bytes) {
    return static_cast<quint32>(
        crc32_z(0, reinterpret_cast<const Bytef*>(bytes.data()), static_cast<size_t>(bytes.size())));
}

bool isLetter(char c) {
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

} // namespace

bool PngChunk::isIntact() const {
    return checksum({type.data(), type.size() + data.size()}) ==
           qFromBigEndian<quint32>(data.data() + data.size());
}

PngChunkReader::PngChunkReader(QByteArrayView file)
    : m_rest(file.sliced(std::min(kPngSignature.size(), file.size()))) {}

std::optional<PngChunk> PngChunkReader::next() {
    if (m_rest.size() < kFraming)
        return std::nullopt;
    const auto length = qFromBigEndian<quint32>(m_rest.data());
    const QByteArrayView type = m_rest.sliced(4, 4);
    if (length > kMaxLength || m_rest.size() - kFraming < qsizetype(length) ||
        !std::all_of(type.begin(), type.end(), isLetter))
        return std::nullopt;
    const PngChunk chunk{m_rest.first(kFraming + length), type, m_rest.sliced(8, length)};
    m_rest = m_rest.sliced(chunk.whole.size());
    return chunk;
}

QByteArrayView PngChunkReader::unfinishedType() const {
    return m_rest.size() < kFraming ? QByteArrayView() : m_rest.sliced(4, 4);
}

QByteArray pngChunk(QByteArrayView type, QByteArrayView data) {
    QByteArray whole(4, '\0');
    qToBigEndian(quint32(data.size()), whole.data());
    whole.append(type).append(data);
    QByteArray crc(4, '\0');
    qToBigEndian(checksum(QByteArrayView(whole).sliced(4)), crc.data());
    return whole + crc;
}

} // namespace nb::image
