#include "ui/desktop/files/picture_count.h"

#include "core/image/jpeg_layout.h"
#include "core/image/png_syntax.h"
#include "ui/desktop/files/webp_chunks.h"
#include <QtEndian>
#include <algorithm>
#include <optional>

namespace nb::desktop {
namespace {

template <class T>
T number(QByteArrayView bytes, qsizetype at, bool bigEndian) {
    if (at < 0 || at > bytes.size() - qsizetype(sizeof(T)))
        return 0;
    return bigEndian ? qFromBigEndian<T>(bytes.data() + at) : qFromLittleEndian<T>(bytes.data() + at);
}

// An animated PNG says its number of frames before the samples. A single frame is no animation.
int framesOfPng(QByteArrayView file) {
    image::PngChunkReader reader(file);
    while (const std::optional<image::PngChunk> chunk = reader.next()) {
        if (chunk->type == "acTL")
            return qMax(1, int(number<quint32>(chunk->data, 0, true)));
        if (chunk->type == "IDAT")
            break;
    }
    return 1;
}

int framesOfWebP(QByteArrayView file) {
    const auto frames = std::ranges::count(webPChunks(file), QByteArrayView("ANMF"), &WebPChunk::name);
    return qMax(1, int(frames));
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

bool isJpeg(QByteArrayView file) {
    return file.startsWith(QByteArrayView("\xff\xd8\xff", 3));
}

} // namespace

int pictureCount(QByteArrayView file) {
    if (file.startsWith(image::kPngSignature))
        return framesOfPng(file);
    if (isWebP(file))
        return framesOfWebP(file);
    return isJpeg(file) ? picturesOfMpf(image::layoutOfJpeg(file).multiPicture) : 1;
}

qsizetype bytesBehindJpeg(QByteArrayView file) {
    const image::JpegLayout layout = isJpeg(file) ? image::layoutOfJpeg(file) : image::JpegLayout();
    if (!layout.hasEndMarker)
        return 0;
    const QByteArrayView rest = file.sliced(layout.end);
    return std::ranges::count(rest, '\0') == rest.size() ? 0 : rest.size(); // padding
}

} // namespace nb::desktop
