#include "tests/support/png_maker.h"

#include <QtEndian>
#include <zlib.h>

namespace nb::test {
namespace {

QByteArray bigEndian(quint32 value) {
    QByteArray bytes(4, '\0');
    qToBigEndian(value, bytes.data());
    return bytes;
}

QByteArray joined(const QList<QByteArray>& chunks) {
    QByteArray all;
    for (const QByteArray& chunk : chunks)
        all += chunk;
    return all;
}

} // namespace

QByteArray deflated(const QByteArray& data) {
    uLongf length = compressBound(static_cast<uLong>(data.size()));
    QByteArray out(static_cast<qsizetype>(length), '\0');
    compress(reinterpret_cast<Bytef*>(out.data()), &length, reinterpret_cast<const Bytef*>(data.constData()),
             static_cast<uLong>(data.size()));
    out.truncate(static_cast<qsizetype>(length));
    return out;
}

QByteArray pngChunk(const QByteArray& type, const QByteArray& data) {
    const QByteArray body = type + data;
    const uLong crc =
        crc32(0, reinterpret_cast<const Bytef*>(body.constData()), static_cast<uInt>(body.size()));
    return bigEndian(static_cast<quint32>(data.size())) + body + bigEndian(static_cast<quint32>(crc));
}

QByteArray pngSignature() {
    return QByteArray("\x89PNG\r\n\x1a\n", 8);
}

QByteArray PngFile::bytes() const {
    QByteArray header = bigEndian(static_cast<quint32>(width)) + bigEndian(static_cast<quint32>(height));
    header.append(static_cast<char>(bitDepth)).append(static_cast<char>(colourType));
    header.append('\0').append('\0').append(interlaced ? '\1' : '\0');
    return pngSignature() + pngChunk("IHDR", header) + joined(before) + pngChunk("IDAT", deflated(rows)) +
           joined(after) + pngChunk("IEND", {});
}

} // namespace nb::test
