#pragma once
// What the tests of files made by hand share: numbers as they stand on the disk, and the checksum, both
// independent of the libraries that the code under test uses.

#include <QByteArray>
#include <QtEndian>

namespace nb::test {

// CRC-32 as ITU-T V.42 has it, bit by bit.
inline quint32 crc32(const QByteArray& bytes) {
    quint32 crc = 0xffffffff;
    for (const char byte : bytes) {
        crc ^= uchar(byte);
        for (int bit = 0; bit < 8; ++bit)
            crc = (crc >> 1) ^ (crc & 1 ? 0xedb88320 : 0);
    }
    return ~crc;
}

template <class T>
QByteArray little(T value) {
    QByteArray bytes(sizeof(T), Qt::Uninitialized);
    qToLittleEndian(value, bytes.data());
    return bytes;
}

} // namespace nb::test
