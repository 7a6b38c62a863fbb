#include "ui/desktop/files/picture_count.h"

#include <QByteArray>
#include <QtEndian>

namespace nb::desktop {
namespace {

constexpr uchar kMarker = 0xFF, kStartOfScan = 0xDA, kEnd = 0xD9, kApp2 = 0xE2;

template <class T>
T number(QByteArrayView bytes, qsizetype at, bool bigEndian) {
    if (at < 0 || at > bytes.size() - qsizetype(sizeof(T)))
        return 0;
    return bigEndian ? qFromBigEndian<T>(bytes.data() + at) : qFromLittleEndian<T>(bytes.data() + at);
}

// An animated PNG says its number of frames before the samples. A single frame is no animation.
int framesOfPng(QByteArrayView file) {
    constexpr qsizetype kSignature = 8, kFraming = 12;
    for (qsizetype at = kSignature; file.size() - at >= kFraming;) {
        const qsizetype length = number<quint32>(file, at, true);
        const QByteArrayView type = file.sliced(at + 4, 4);
        if (type == QByteArrayView("acTL"))
            return qMax(1, int(number<quint32>(file, at + 8, true)));
        if (type == QByteArrayView("IDAT") || length > file.size() - at - kFraming)
            break;
        at += length + kFraming;
    }
    return 1;
}

int framesOfWebP(QByteArrayView file) {
    constexpr qsizetype kRiffHeader = 12, kChunkHeader = 8;
    int frames = 0;
    for (qsizetype at = kRiffHeader; file.size() - at >= kChunkHeader;) {
        const qsizetype length = number<quint32>(file, at + 4, false);
        frames += file.sliced(at, 4) == QByteArrayView("ANMF") ? 1 : 0;
        if (length > file.size() - at - kChunkHeader)
            break;
        at += kChunkHeader + length + length % 2;
    }
    return qMax(1, frames);
}

// CIPA DC-007: a TIFF-like block whose tag 0xB002 lists the pictures, 16 bytes each. Those of type "large
// thumbnail" are previews of the first.
int picturesOfMpf(QByteArrayView block) {
    constexpr quint16 kEntriesTag = 0xB002;
    constexpr qsizetype kEntryBytes = 16;
    constexpr quint32 kTypeMask = 0xFF0000, kLargeThumbnail = 0x010000;
    const bool bigEndian = block.startsWith("MM");
    const qsizetype directory = number<quint32>(block, 4, bigEndian);
    const int tags = number<quint16>(block, directory, bigEndian);
    for (int i = 0; i < tags; ++i) {
        const qsizetype entry = directory + 2 + i * 12;
        if (number<quint16>(block, entry, bigEndian) != kEntriesTag)
            continue;
        const qsizetype count = number<quint32>(block, entry + 4, bigEndian) / kEntryBytes;
        const qsizetype list = number<quint32>(block, entry + 8, bigEndian);
        int pictures = 1;
        for (qsizetype k = 1; k < qMin<qsizetype>(count, 1000); ++k)
            if ((number<quint32>(block, list + k * kEntryBytes, bigEndian) & kTypeMask) != kLargeThumbnail)
                ++pictures;
        return pictures;
    }
    return 1;
}

// The segment that begins at `at` with its marker; 0 if it is none with a length.
qsizetype segmentBytes(QByteArrayView file, qsizetype at) {
    const uchar marker = uchar(file[at + 1]);
    const bool alone = marker == 0x01 || (marker >= 0xD0 && marker <= 0xD8);
    return alone ? 2 : 2 + number<quint16>(file, at + 2, true);
}

struct Jpeg {
    int pictures = 1;
    qsizetype end = 0; // behind the end marker; 0 = none
};

Jpeg look(QByteArrayView file) {
    constexpr QByteArrayView kMpf("MPF\0", 4);
    Jpeg jpeg;
    qsizetype at = 2;
    while (file.size() - at >= 4) {
        if (uchar(file[at]) != kMarker || uchar(file[at + 1]) == kMarker || file[at + 1] == 0) {
            ++at; // samples, or fill bytes
            continue;
        }
        const uchar marker = uchar(file[at + 1]);
        if (marker == kEnd)
            break;
        const qsizetype length = segmentBytes(file, at);
        if (marker == kApp2 && length > 8 && length <= file.size() - at && file.sliced(at + 4, 4) == kMpf)
            jpeg.pictures = picturesOfMpf(file.sliced(at + 8, length - 8));
        at += qMax<qsizetype>(length, 2);
    }
    const qsizetype end = file.size() - at >= 2 ? at : -1;
    if (end >= 0 && uchar(file[end]) == kMarker && uchar(file[end + 1]) == kEnd)
        jpeg.end = end + 2;
    return jpeg;
}

bool isJpeg(QByteArrayView file) {
    return file.startsWith(QByteArrayView("\xff\xd8\xff", 3));
}

} // namespace

int pictureCount(QByteArrayView file) {
    if (file.startsWith(QByteArrayView("\x89PNG\r\n\x1a\n", 8)))
        return framesOfPng(file);
    if (file.size() > 12 && file.startsWith("RIFF") && file.sliced(8, 4) == QByteArrayView("WEBP"))
        return framesOfWebP(file);
    return isJpeg(file) ? look(file).pictures : 1;
}

qsizetype bytesBehindJpeg(QByteArrayView file) {
    const qsizetype end = isJpeg(file) ? look(file).end : 0;
    if (end == 0)
        return 0;
    const QByteArray rest = file.sliced(end).toByteArray();
    return rest.count('\0') == rest.size() ? 0 : rest.size(); // padding
}

} // namespace nb::desktop
