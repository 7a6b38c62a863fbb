#include "core/image/exif.h"

#include <QtEndian>
#include <algorithm>
#include <optional>

namespace nb::image {
namespace {

constexpr quint16 kOrientationTag = 0x0112;
constexpr quint16 kThumbnailOffsetTag = 0x0201;
constexpr quint16 kThumbnailLengthTag = 0x0202;
constexpr quint16 kShortType = 3;
constexpr qsizetype kHeaderBytes = 8;
constexpr qsizetype kEntryBytes = 12;
constexpr qsizetype kValueOffset = 8; // within an entry

// Reads numbers in the block's own byte order; out of bounds is nullopt.
class Tiff {
public:
    static std::optional<Tiff> open(QByteArrayView block) {
        if (block.size() < kHeaderBytes)
            return std::nullopt;
        if (block.startsWith(QByteArrayView("II*\0", 4)))
            return Tiff(block, false);
        if (block.startsWith(QByteArrayView("MM\0*", 4)))
            return Tiff(block, true);
        return std::nullopt;
    }

    std::optional<quint16> u16(qsizetype at) const { return number<quint16>(at); }
    std::optional<quint32> u32(qsizetype at) const { return number<quint32>(at); }

    void putU16(char* bytes, quint16 value) const {
        m_bigEndian ? qToBigEndian(value, bytes) : qToLittleEndian(value, bytes);
    }

    // Where the entry of that tag begins in the directory at `at`.
    std::optional<qsizetype> entry(qsizetype at, quint16 tag) const {
        const auto count = u16(at);
        if (!count)
            return std::nullopt;
        for (qsizetype i = 0; i < *count; ++i) {
            const qsizetype entryAt = at + 2 + i * kEntryBytes;
            if (entryAt + kEntryBytes > m_block.size())
                return std::nullopt;
            if (u16(entryAt) == tag)
                return entryAt;
        }
        return std::nullopt;
    }

    // Where the directory at `at` keeps the offset of the next one.
    std::optional<qsizetype> nextLink(qsizetype at) const {
        const auto count = u16(at);
        if (!count || at + 2 + *count * kEntryBytes + 4 > m_block.size())
            return std::nullopt;
        return at + 2 + *count * kEntryBytes;
    }

    std::optional<quint32> value(qsizetype directory, quint16 tag) const {
        const auto at = entry(directory, tag);
        return at ? u32(*at + kValueOffset) : std::nullopt;
    }

private:
    Tiff(QByteArrayView block, bool bigEndian) : m_block(block), m_bigEndian(bigEndian) {}

    template <class T>
    std::optional<T> number(qsizetype at) const {
        if (at < 0 || at > m_block.size() - static_cast<qsizetype>(sizeof(T)))
            return std::nullopt;
        return m_bigEndian ? qFromBigEndian<T>(m_block.data() + at)
                           : qFromLittleEndian<T>(m_block.data() + at);
    }

    QByteArrayView m_block;
    bool m_bigEndian;
};

std::optional<qsizetype> orientationEntry(const Tiff& tiff) {
    const auto directory = tiff.u32(4);
    const auto entry = directory ? tiff.entry(*directory, kOrientationTag) : std::nullopt;
    if (!entry || tiff.u16(*entry + 2) != kShortType || tiff.u32(*entry + 4) != 1U)
        return std::nullopt;
    return entry;
}

void eraseThumbnail(QByteArray& block, const Tiff& tiff, qsizetype link) {
    const auto directory = tiff.u32(link);
    if (directory.value_or(0) == 0)
        return;
    const auto offset = tiff.value(*directory, kThumbnailOffsetTag);
    const auto length = tiff.value(*directory, kThumbnailLengthTag);
    // The header and the first directory's count are never overwritten, whatever the offset is.
    if (offset && length && *offset >= kHeaderBytes + 2 && *offset < block.size())
        std::fill_n(block.begin() + *offset, std::min<qint64>(*length, block.size() - *offset), '\0');
    std::fill_n(block.begin() + link, 4, '\0');
}

} // namespace

int exifOrientation(QByteArrayView block) {
    const auto tiff = Tiff::open(block);
    const auto entry = tiff ? orientationEntry(*tiff) : std::nullopt;
    const int orientation = entry ? tiff->u16(*entry + kValueOffset).value_or(1) : 1;
    return orientation >= 1 && orientation <= 8 ? orientation : 1;
}

QByteArray exifForEdited(const QByteArray& block) {
    const auto tiff = Tiff::open(block); // a view of the unchanged original
    const auto directory = tiff ? tiff->u32(4) : std::nullopt;
    const auto link = directory ? tiff->nextLink(*directory) : std::nullopt;
    if (!link)
        return {};
    QByteArray edited = block;
    eraseThumbnail(edited, *tiff, *link);
    if (const auto entry = orientationEntry(*tiff))
        tiff->putU16(edited.data() + *entry + kValueOffset, 1);
    return edited;
}

} // namespace nb::image
