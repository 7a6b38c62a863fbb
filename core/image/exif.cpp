#include "core/image/exif.h"

#include <QtEndian>
#include <algorithm>
#include <array>
#include <optional>
#include <set>
#include <vector>

namespace nb::image {
namespace {

constexpr qsizetype kHeaderBytes = 8;
constexpr qsizetype kCountBytes = 2;
constexpr qsizetype kEntryBytes = 12;
constexpr qsizetype kLinkBytes = 4;
constexpr qsizetype kValueOffset = 8; // within an entry
constexpr qsizetype kInlineBytes = 4; // larger values are elsewhere

namespace tag {
constexpr quint16 kOrientation = 0x0112;
constexpr quint16 kExif = 0x8769, kGps = 0x8825, kInteroperability = 0xA005; // further directories
constexpr quint16 kXmp = 0x02BC;
// What the size of the picture is called in the three directories that know it.
constexpr std::array kWidths = {0x0100, 0xA002, 0x1001};
constexpr std::array kHeights = {0x0101, 0xA003, 0x1002};
} // namespace tag

enum Type : quint16 { Byte = 1, Short = 3, Long = 4, SignedByte = 6, SignedShort = 8, SignedLong = 9 };

// Samples of a smaller picture, where they are, or blocks of other programs that have one in them.
bool isOfAPreview(quint16 tagNumber) {
    constexpr std::array kTags = {0x0111, 0x0116, 0x0117, 0x0144, 0x0145, 0x014A,
                                  0x015B, 0x0201, 0x0202, 0x8649, 0xC634};
    constexpr int kFirstThumbnail = 0x5012, kLastThumbnail = 0x503B; // Windows
    return std::ranges::find(kTags, tagNumber) != kTags.end() ||
           (tagNumber >= kFirstThumbnail && tagNumber <= kLastThumbnail);
}

// EXIF 2.32, 4.6.2; 0 = no such type.
qsizetype bytesOf(quint16 type) {
    constexpr std::array kSizes = {0, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8, 4};
    constexpr quint16 kUtf8 = 129; // EXIF 3.0
    return type < kSizes.size() ? kSizes[type] : type == kUtf8 ? 1 : 0;
}

bool isInteger(quint16 type) {
    constexpr std::array kTypes = {Byte, Short, Long, SignedByte, SignedShort, SignedLong};
    return std::ranges::find(kTypes, type) != kTypes.end();
}

struct Entry {
    qsizetype at = 0; // in the block
    quint16 tag = 0;
    quint16 type = 0;
    quint32 count = 0;
};

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

    QByteArrayView block() const { return m_block; }
    std::optional<quint16> u16(qsizetype at) const { return number<quint16>(at); }
    std::optional<quint32> u32(qsizetype at) const { return number<quint32>(at); }

    void put16(QByteArray& to, qsizetype at, quint16 value) const {
        m_bigEndian ? qToBigEndian(value, to.data() + at) : qToLittleEndian(value, to.data() + at);
    }
    void put32(QByteArray& to, qsizetype at, quint32 value) const {
        m_bigEndian ? qToBigEndian(value, to.data() + at) : qToLittleEndian(value, to.data() + at);
    }

    // Of the directory at `at`; nullopt if it is not all there. What follows the entries may be missing.
    std::optional<std::vector<Entry>> entries(qsizetype at) const {
        const auto count = u16(at);
        if (!count || at + kCountBytes + *count * kEntryBytes > m_block.size())
            return std::nullopt;
        std::vector<Entry> found;
        for (qsizetype i = 0; i < *count; ++i) {
            const qsizetype entry = at + kCountBytes + i * kEntryBytes;
            found.push_back({entry, *u16(entry), *u16(entry + 2), *u32(entry + 4)});
        }
        return found;
    }

    // A single number of 1, 2 or 4 bytes.
    std::optional<quint32> value(const Entry& entry) const {
        const qsizetype at = entry.at + kValueOffset;
        const bool isPointer = entry.type == 13; // TIFF's IFD
        if (entry.count < 1 || (!isInteger(entry.type) && !isPointer) ||
            bytesOf(entry.type) * qsizetype(entry.count) > kInlineBytes)
            return std::nullopt;
        switch (bytesOf(entry.type)) {
        case 1:
            return static_cast<quint8>(m_block[at]);
        case 2:
            return u16(at);
        default:
            return u32(at);
        }
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

// Where a JPEG begins in `bytes`, from `from` on: -1 = nowhere. Some cameras spoil the first byte of a
// preview, so that nobody takes it for the picture.
qsizetype jpegIn(QByteArrayView bytes, qsizetype from) {
    for (qsizetype at = from; at + 5 <= bytes.size(); ++at) {
        const auto byte = [&](qsizetype i) { return static_cast<quint8>(bytes[at + i]); };
        if (byte(1) != 0xD8 || byte(2) != 0xFF || byte(3) < 0xC0)
            continue;
        const bool isShortSegment = byte(4) == 0;
        if (byte(0) == 0xFF || isShortSegment)
            return at;
    }
    return -1;
}

// Zeroes the JPEGs in a value: from the first one to the last one's end.
void erasePreviews(QByteArray& value) {
    const qsizetype begin = jpegIn(value, 0);
    if (begin < 0)
        return;
    const qsizetype lastEnd = value.lastIndexOf(QByteArrayView("\xff\xd9", 2));
    const qsizetype end = lastEnd > begin ? lastEnd + 2 : value.size();
    std::fill(value.begin() + begin, value.begin() + end, '\0');
}

// Copies what is kept into a block of the same size in which everything keeps its place, since the notes of
// cameras are full of offsets. All that no kept entry refers to becomes zero: the directories of previews and
// their samples, wherever they are.
class Editor {
public:
    Editor(const Tiff& tiff, QSize size) : m_tiff(tiff), m_size(size), m_out(tiff.block().size(), '\0') {
        std::copy_n(tiff.block().data(), kHeaderBytes, m_out.begin());
    }

    // False if the first directory is not there.
    bool run() {
        const auto first = m_tiff.u32(4);
        if (!first || !copyDirectory(*first))
            return false;
        // Last, since nothing keeps a value from lying across a directory.
        for (const auto& [at, entries] : m_directories)
            writeDirectory(at, entries);
        return true;
    }

    QByteArray result() const { return m_out; }

private:
    static constexpr size_t kMaxDirectories = 8;

    bool copyDirectory(qsizetype at) {
        const auto entries = m_tiff.entries(at);
        if (at < kHeaderBytes || !entries || m_directories.size() >= kMaxDirectories ||
            !m_seen.insert(at).second)
            return false;
        std::vector<Entry> kept;
        const size_t place = m_directories.size();
        m_directories.emplace_back(at, kept);
        for (const Entry& entry : *entries)
            if (copyEntry(entry))
                kept.push_back(entry);
        m_directories[place].second = kept;
        return true;
    }

    bool copyEntry(const Entry& entry) {
        if (isOfAPreview(entry.tag) || bytesOf(entry.type) == 0)
            return false;
        if (entry.tag == tag::kExif || entry.tag == tag::kGps || entry.tag == tag::kInteroperability) {
            const auto at = m_tiff.value(entry);
            return at && copyDirectory(*at);
        }
        const qsizetype bytes = bytesOf(entry.type) * qsizetype(entry.count);
        return bytes <= kInlineBytes || copyValue(entry, bytes);
    }

    bool copyValue(const Entry& entry, qsizetype bytes) {
        const qsizetype at = *m_tiff.u32(entry.at + kValueOffset);
        m_copied += bytes;
        if (at < kHeaderBytes || at > m_out.size() - bytes || m_copied > 2 * m_out.size())
            return false;
        QByteArray value = m_tiff.block().sliced(at, bytes).toByteArray();
        if (entry.tag == tag::kXmp && value.contains("Thumbnails"))
            return false;
        erasePreviews(value);
        std::ranges::copy(value, m_out.begin() + at);
        return true;
    }

    void writeDirectory(qsizetype at, const std::vector<Entry>& entries) {
        const qsizetype all = *m_tiff.u16(at);
        const qsizetype end = std::min(at + kCountBytes + all * kEntryBytes + kLinkBytes, m_out.size());
        std::fill(m_out.begin() + at, m_out.begin() + end, '\0'); // the link to the next directory too
        m_tiff.put16(m_out, at, static_cast<quint16>(entries.size()));
        qsizetype to = at + kCountBytes;
        for (const Entry& entry : entries) {
            std::copy_n(m_tiff.block().data() + entry.at, kEntryBytes, m_out.begin() + to);
            correct(entry, to);
            to += kEntryBytes;
        }
    }

    void correct(const Entry& entry, qsizetype at) {
        if (entry.tag == tag::kOrientation)
            putNumber(entry, at, 1);
        if (m_size.isEmpty())
            return;
        if (std::ranges::find(tag::kWidths, entry.tag) != tag::kWidths.end())
            putNumber(entry, at, quint32(m_size.width()));
        if (std::ranges::find(tag::kHeights, entry.tag) != tag::kHeights.end())
            putNumber(entry, at, quint32(m_size.height()));
    }

    void putNumber(const Entry& entry, qsizetype at, quint32 number) {
        if (entry.count != 1 || !isInteger(entry.type))
            return;
        const qsizetype bytes = bytesOf(entry.type);
        const bool fits = bytes == 4 || number < (1U << (8 * bytes));
        m_tiff.put32(m_out, at + kValueOffset, 0);
        if (!fits)
            m_tiff.put16(m_out, at + 2, Long);
        if (!fits || bytes == 4)
            m_tiff.put32(m_out, at + kValueOffset, number);
        else if (bytes == 2)
            m_tiff.put16(m_out, at + kValueOffset, static_cast<quint16>(number));
        else
            m_out[at + kValueOffset] = static_cast<char>(number);
    }

    const Tiff& m_tiff;
    QSize m_size;
    QByteArray m_out;
    qsizetype m_copied = 0; // more than all of it: thousands of entries share a value, which costs time only
    std::vector<std::pair<qsizetype, std::vector<Entry>>> m_directories;
    std::set<qsizetype> m_seen;
};

} // namespace

QByteArrayView exifOfSegment(QByteArrayView data) {
    constexpr QByteArrayView kPrefix("Exif\0", 5);
    return data.startsWith(kPrefix) ? data.sliced(qMin(kPrefix.size() + 1, data.size())) : QByteArrayView();
}

QByteArrayView exifOfChunk(QByteArrayView data) {
    constexpr QByteArrayView kPrefix("Exif\0\0", 6);
    return data.startsWith(kPrefix) ? data.sliced(kPrefix.size()) : data;
}

int exifOrientation(QByteArrayView block) {
    const auto tiff = Tiff::open(block);
    const auto directory = tiff ? tiff->u32(4) : std::nullopt;
    const auto entries = directory ? tiff->entries(*directory) : std::nullopt;
    if (!entries)
        return 1;
    const auto entry = std::ranges::find(*entries, tag::kOrientation, &Entry::tag);
    if (entry == entries->end())
        return 1;
    const quint32 orientation = tiff->value(*entry).value_or(1);
    return orientation >= 1 && orientation <= 8 ? static_cast<int>(orientation) : 1;
}

QByteArray exifForEdited(const QByteArray& block, QSize size) {
    const auto tiff = Tiff::open(block);
    if (!tiff)
        return {};
    Editor editor(*tiff, size);
    return editor.run() ? editor.result() : QByteArray();
}

} // namespace nb::image
