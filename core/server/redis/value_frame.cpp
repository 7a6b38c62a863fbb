#include "core/server/redis/value_frame.h"

#include "core/base/memory.h"
#include <QtEndian>
#include <zlib.h>

namespace nb::redis {
namespace {

constexpr QByteArrayView kMark = "nbv1";
constexpr qsizetype kChecksumAt = 4;
constexpr qsizetype kHeadBytesAt = 8;
constexpr qsizetype kBodyBytesAt = 12;

} // namespace

std::optional<FrameHeader> FrameHeader::of(QByteArrayView bytes) {
    if (bytes.size() < kBytes || bytes.first(kMark.size()) != kMark)
        return std::nullopt;
    return FrameHeader{qFromLittleEndian<quint32>(bytes.data() + kChecksumAt),
                       qFromLittleEndian<quint32>(bytes.data() + kHeadBytesAt),
                       qFromLittleEndian<quint64>(bytes.data() + kBodyBytesAt)};
}

quint32 withMore(quint32 checksum, QByteArrayView bytes) {
    return static_cast<quint32>(
        crc32_z(checksum, reinterpret_cast<const Bytef*>(bytes.data()), static_cast<size_t>(bytes.size())));
}

std::optional<QByteArray> framed(const QByteArray& key, const QByteArray& head, const QByteArray& body) {
    QByteArray frame;
    if (!tryResize(frame, FrameHeader::kBytes + head.size() + body.size()))
        return std::nullopt;
    const quint32 checksum = withMore(withMore(withMore(0, key), head), body);
    char* at = frame.data();
    std::copy_n(kMark.data(), kMark.size(), at);
    qToLittleEndian(checksum, at + kChecksumAt);
    qToLittleEndian(static_cast<quint32>(head.size()), at + kHeadBytesAt);
    qToLittleEndian(static_cast<quint64>(body.size()), at + kBodyBytesAt);
    std::copy_n(head.data(), head.size(), at + FrameHeader::kBytes);
    std::copy_n(body.data(), body.size(), at + FrameHeader::kBytes + head.size());
    return frame;
}

} // namespace nb::redis
