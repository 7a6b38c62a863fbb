#include "ui/desktop/files/tiff_structure.h"

#include "core/image/kept_metadata.h"
#include <QSet>
#include <algorithm>
#include <cstring>
#include <map>

namespace nb::desktop {
namespace {

constexpr int kNewSubfileType = 254, kStripOffsets = 273, kStripBytes = 279, kTileOffsets = 324,
              kTileBytes = 325, kSubDirectories = 330, kJpegOffset = 513, kJpegBytes = 514, kXmp = 700,
              kPhotoshop = 34377, kExifDirectory = 34665, kMakerNote = 37500, kLayers = 37724;
constexpr int kMaxPages = 10'000;
constexpr qint64 kMaxValues = 10'000'000;

int bytesOfType(int type) {
    switch (type) {
    case 1: // BYTE, ASCII, SBYTE, UNDEFINED
    case 2:
    case 6:
    case 7:
        return 1;
    case 3: // SHORT, SSHORT
    case 8:
        return 2;
    case 4: // LONG, SLONG, FLOAT, IFD
    case 9:
    case 11:
    case 13:
        return 4;
    case 5: // RATIONAL, SRATIONAL, DOUBLE, LONG8, SLONG8, IFD8
    case 10:
    case 12:
    case 16:
    case 17:
    case 18:
        return 8;
    default:
        return 0;
    }
}

} // namespace

const TiffStructure::Entry* TiffStructure::Directory::find(int tag) const {
    const auto found =
        std::find_if(entries.begin(), entries.end(), [tag](const Entry& e) { return e.tag == tag; });
    return found == entries.end() ? nullptr : &*found;
}

TiffStructure::TiffStructure(QByteArray file) : m_bytes(std::move(file)) {
    m_bigEndian = m_bytes.startsWith("MM");
    if (!m_bigEndian && !m_bytes.startsWith("II"))
        return;
    constexpr int kClassic = 42, kBig = 43;
    const quint64 version = number(2, 2);
    m_offsetBytes = version == kClassic ? 4 : version == kBig ? 8 : 0;
}

quint64 TiffStructure::number(qint64 at, int size) const {
    if (at < 0 || at > m_bytes.size() - size)
        return 0;
    quint64 value = 0;
    for (int i = 0; i < size; ++i)
        value = value << 8U | uchar(m_bytes[at + (m_bigEndian ? i : size - 1 - i)]);
    return value;
}

void TiffStructure::setNumber(qint64 at, int size, quint64 value) {
    if (at < 0 || at > m_bytes.size() - size)
        return;
    char* const bytes = m_bytes.data() + at;
    for (int i = 0; i < size; ++i)
        bytes[m_bigEndian ? size - 1 - i : i] = char(value >> (8 * i) & 0xFFU);
}

void TiffStructure::erase(qint64 from, qint64 size) {
    if (from <= 0 || from >= m_bytes.size() || size <= 0)
        return;
    std::memset(m_bytes.data() + from, 0, size_t(std::min(size, m_bytes.size() - from)));
}

TiffStructure::Directory TiffStructure::directory(qint64 at) const {
    const int countBytes = m_offsetBytes == 8 ? 8 : 2;
    const int entryBytes = m_offsetBytes == 8 ? 20 : 12;
    Directory found;
    found.at = at;
    const qint64 count = qint64(number(at, countBytes));
    if (at <= 0 || count <= 0 || count > (m_bytes.size() - at) / entryBytes)
        return found;
    for (qint64 i = 0; i < count; ++i) {
        Entry entry;
        entry.at = at + countBytes + i * entryBytes;
        entry.tag = int(number(entry.at, 2));
        entry.type = int(number(entry.at + 2, 2));
        entry.count = qint64(number(entry.at + 4, m_offsetBytes));
        const int each = bytesOfType(entry.type);
        const qint64 valueAt = entry.at + 4 + m_offsetBytes;
        if (each > 0 && entry.count >= 0 && entry.count <= m_bytes.size() / each) {
            const qint64 size = entry.count * each;
            entry.dataAt = size <= m_offsetBytes ? valueAt : qint64(number(valueAt, m_offsetBytes));
            if (entry.dataAt > 0 && entry.dataAt <= m_bytes.size() - size)
                entry.dataBytes = size;
        }
        found.entries.push_back(entry);
    }
    found.linkAt = at + countBytes + count * entryBytes;
    return found;
}

QList<qint64> TiffStructure::values(const Entry& entry) const {
    QList<qint64> all;
    const int each = bytesOfType(entry.type);
    for (qint64 i = 0; each > 0 && i < std::min(entry.dataBytes / each, kMaxValues); ++i)
        all += qint64(number(entry.dataAt + i * each, each));
    return all;
}

std::vector<TiffStructure::Directory> TiffStructure::pages() const {
    std::vector<Directory> all;
    QSet<qint64> seen;
    qint64 at = isValid() ? qint64(number(m_offsetBytes == 8 ? 8 : 4, m_offsetBytes)) : 0;
    while (at > 0 && !seen.contains(at) && seen.size() < kMaxPages) {
        seen += at;
        Directory page = directory(at);
        if (page.entries.empty())
            break;
        at = qint64(number(page.linkAt, m_offsetBytes));
        all.push_back(std::move(page));
    }
    return all;
}

bool TiffStructure::isReduced(const Directory& page) const {
    const Entry* type = page.find(kNewSubfileType);
    const QList<qint64> value = type ? values(*type) : QList<qint64>();
    return !value.isEmpty() && (value.first() & 1) != 0;
}

QList<std::pair<qint64, qint64>> TiffStructure::samples(const Directory& page) const {
    QList<std::pair<qint64, qint64>> all;
    for (const auto& [offsets, sizes] :
         {std::pair(kStripOffsets, kStripBytes), std::pair(kTileOffsets, kTileBytes),
          std::pair(kJpegOffset, kJpegBytes)}) {
        const Entry *from = page.find(offsets), *size = page.find(sizes);
        if (!from || !size)
            continue;
        const QList<qint64> at = values(*from), bytes = values(*size);
        for (qsizetype i = 0; i < std::min(at.size(), bytes.size()); ++i)
            all += {at[i], bytes[i]};
    }
    return all;
}

void TiffStructure::eraseSamples(const Directory& page) {
    for (const auto& [from, size] : samples(page))
        erase(from, size);
}

void TiffStructure::remove(qint64 directoryAt, int tag) {
    const Directory page = directory(directoryAt);
    const Entry* entry = page.find(tag);
    if (!entry)
        return;
    erase(entry->dataAt, entry->dataBytes);
    const int countBytes = m_offsetBytes == 8 ? 8 : 2, entryBytes = m_offsetBytes == 8 ? 20 : 12;
    // What stands behind it, the link included, moves up.
    const qint64 next = entry->at + entryBytes, end = page.linkAt + m_offsetBytes;
    if (end > m_bytes.size())
        return;
    char* const bytes = m_bytes.data();
    std::memmove(bytes + entry->at, bytes + next, size_t(end - next));
    erase(end - entryBytes, entryBytes);
    setNumber(directoryAt, countBytes, page.entries.size() - 1);
}

void TiffStructure::replaceData(qint64 directoryAt, int tag, const QByteArray& data) {
    const Directory page = directory(directoryAt);
    const Entry* entry = page.find(tag);
    if (!entry || entry->dataBytes == 0)
        return;
    if (data.isEmpty() || data.size() > entry->dataBytes || bytesOfType(entry->type) != 1 ||
        data.size() <= m_offsetBytes) {
        remove(directoryAt, tag);
        return;
    }
    erase(entry->dataAt, entry->dataBytes);
    std::memcpy(m_bytes.data() + entry->dataAt, data.constData(), size_t(data.size()));
    setNumber(entry->at + 4, m_offsetBytes, quint64(data.size()));
}

void TiffStructure::removeSubDirectories() {
    const Directory first = pages().front();
    const Entry* entry = first.find(kSubDirectories);
    if (!entry)
        return;
    const QList<qint64> offsets = values(*entry);
    for (const qint64 at : offsets)
        eraseSamples(directory(at));
    remove(first.at, kSubDirectories);
}

void TiffStructure::unlinkReduced() {
    const std::vector<Directory> all = pages();
    qint64 linkAt = all.front().linkAt;
    for (size_t i = 1; i < all.size(); ++i) {
        if (!isReduced(all[i])) {
            linkAt = all[i].linkAt;
            continue;
        }
        eraseSamples(all[i]);
        setNumber(linkAt, m_offsetBytes, number(all[i].linkAt, m_offsetBytes));
    }
}

QByteArray TiffStructure::numbers(int size, const QList<quint64>& values) const {
    QByteArray data;
    for (const quint64 value : values)
        for (int i = 0; i < size; ++i)
            data += char(value >> (8 * (m_bigEndian ? size - 1 - i : i)) & 0xFFU);
    return data;
}

qint64 TiffStructure::append(const QByteArray& data) {
    if (m_bytes.size() % 2 != 0)
        m_bytes += '\0'; // offsets are even
    const qint64 at = m_bytes.size();
    m_bytes += data;
    return at;
}

// The entry as its directory holds it; data that does not fit goes to the end of the file.
QByteArray TiffStructure::packed(const NewEntry& entry) {
    QByteArray value = entry.data;
    if (value.size() > m_offsetBytes)
        value = numbers(m_offsetBytes, {quint64(append(value))});
    value.append(m_offsetBytes - value.size(), '\0');
    return numbers(2, {quint64(entry.tag), quint64(entry.type)}) +
           numbers(m_offsetBytes, {quint64(entry.count)}) + value;
}

void TiffStructure::replaceFirstPage(const std::vector<NewEntry>& added, const QList<int>& dropped) {
    const std::vector<Directory> all = pages();
    if (all.empty())
        return;
    const Directory& old = all.front();
    eraseSamples(old);
    std::map<int, QByteArray> entries; // by tag, as directories are sorted
    const qint64 entryBytes = m_offsetBytes == 8 ? 20 : 12;
    for (const Entry& entry : old.entries)
        if (!dropped.contains(entry.tag))
            entries[entry.tag] = m_bytes.mid(entry.at, entryBytes);
    for (const NewEntry& entry : added)
        entries[entry.tag] = packed(entry);
    QByteArray directory = numbers(m_offsetBytes == 8 ? 8 : 2, {quint64(entries.size())});
    for (const auto& [tag, bytes] : entries)
        directory += bytes;
    directory += numbers(m_offsetBytes, {number(old.linkAt, m_offsetBytes)});
    setNumber(m_offsetBytes == 8 ? 8 : 4, m_offsetBytes, quint64(append(directory)));
}

void TiffStructure::removePreviews() {
    if (pages().empty())
        return;
    unlinkReduced();
    removeSubDirectories();
    const qint64 at = pages().front().at;
    remove(at, kLayers);
    const auto dataOf = [this](qint64 directoryAt, int tag) {
        const Directory page = directory(directoryAt);
        const Entry* entry = page.find(tag);
        return entry ? m_bytes.mid(entry->dataAt, entry->dataBytes) : QByteArray();
    };
    if (const QByteArray xmp = dataOf(at, kXmp); image::keptXmp(xmp) != xmp)
        replaceData(at, kXmp, image::keptXmp(xmp));
    if (const QByteArray resources = dataOf(at, kPhotoshop); image::keptResources(resources) != resources)
        replaceData(at, kPhotoshop, image::keptResources(resources));
    const Directory first = directory(at);
    const Entry* exif = first.find(kExifDirectory);
    const QList<qint64> exifAt = exif ? values(*exif) : QList<qint64>();
    if (!exifAt.isEmpty() && image::mayHoldPicture(dataOf(exifAt.first(), kMakerNote)))
        remove(exifAt.first(), kMakerNote);
}

} // namespace nb::desktop
