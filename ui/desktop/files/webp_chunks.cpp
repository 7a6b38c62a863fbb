#include "ui/desktop/files/webp_chunks.h"

#include <QtEndian>
#include <algorithm>

namespace nb::desktop {

bool isWebP(QByteArrayView file) {
    return file.size() >= kWebPHeaderBytes && file.startsWith("RIFF") &&
           file.sliced(8, 4) == QByteArrayView("WEBP");
}

std::vector<WebPChunk> webPChunks(QByteArrayView file) {
    std::vector<WebPChunk> chunks;
    if (!isWebP(file))
        return chunks;
    for (qsizetype at = kWebPHeaderBytes; file.size() - at >= kWebPChunkHeaderBytes;) {
        const qsizetype size = qFromLittleEndian<quint32>(file.data() + at + 4);
        if (size > file.size() - at - kWebPChunkHeaderBytes)
            break;
        chunks.push_back({file.sliced(at, 4), file.sliced(at + kWebPChunkHeaderBytes, size)});
        at += kWebPChunkHeaderBytes + size + size % 2; // padded to an even length
    }
    return chunks;
}

QByteArrayView webPChunkData(const std::vector<WebPChunk>& chunks, QByteArrayView name) {
    const auto found = std::ranges::find(chunks, name, &WebPChunk::name);
    return found == chunks.end() ? QByteArrayView() : found->data;
}

QByteArray webPChunk(QByteArrayView name, QByteArrayView data) {
    QByteArray bytes(kWebPChunkHeaderBytes, '\0');
    std::copy_n(name.data(), 4, bytes.data());
    qToLittleEndian(quint32(data.size()), bytes.data() + 4);
    bytes.append(data);
    return bytes.append(data.size() % 2, '\0');
}

QByteArray webPExtendedHeader(char flags, QSize size) {
    QByteArray data(10, '\0');
    data[0] = flags;
    for (int i = 0; i < 3; ++i) { // 24 bits each
        data[4 + i] = char((size.width() - 1) >> (8 * i));
        data[7 + i] = char((size.height() - 1) >> (8 * i));
    }
    return webPChunk("VP8X", data);
}

} // namespace nb::desktop
