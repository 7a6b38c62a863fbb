#include "core/image/kept_metadata.h"

#include "core/image/exif.h"
#include <QRegularExpression>
#include <QtEndian>

namespace nb::image {
namespace {

constexpr quint16 kOrientationTag = 0x0112;
constexpr quint16 kLongType = 4;
constexpr qsizetype kEntryBytes = 12;
constexpr quint16 kThumbnailBgr = 0x0409; // of Photoshop 4
constexpr quint16 kThumbnail = 0x040C;

template <class T>
T read(QByteArrayView bytes, qsizetype at, bool bigEndian) {
    return bigEndian ? qFromBigEndian<T>(bytes.data() + at) : qFromLittleEndian<T>(bytes.data() + at);
}

// Where the value of the first directory's orientation stands; -1 = nowhere.
qsizetype orientationAt(QByteArrayView block, bool bigEndian) {
    if (block.size() < 10)
        return -1;
    const qsizetype directory = read<quint32>(block, 4, bigEndian);
    if (directory > block.size() - 2)
        return -1;
    const int count = read<quint16>(block, directory, bigEndian);
    for (int i = 0; i < count; ++i) {
        const qsizetype entry = directory + 2 + i * kEntryBytes;
        if (entry + kEntryBytes > block.size())
            return -1;
        if (read<quint16>(block, entry, bigEndian) != kOrientationTag)
            continue;
        // A long number in big-endian order has its last byte elsewhere.
        const bool isLong = read<quint16>(block, entry + 2, bigEndian) == kLongType;
        return entry + 8 + (isLong && bigEndian ? 2 : 0);
    }
    return -1;
}

// A block with that field and nothing else.
QByteArray orientationAlone(int orientation) {
    return QByteArray::fromHex("4d4d002a000000080001"
                               "0112000300000001") +
           '\0' + char(orientation) + QByteArray(6, '\0');
}

} // namespace

bool mayHoldPicture(QByteArrayView bytes) {
    return bytes.contains(QByteArrayView("\xff\xd8\xff", 3)) ||
           bytes.contains(QByteArrayView("\x89PNG\r\n", 6)) || bytes.contains(QByteArrayView("/9j/")) ||
           bytes.contains(QByteArrayView("iVBORw0KGgo"));
}

QByteArray keptExif(const QByteArray& block) {
    QByteArray kept = exifForEdited(block);
    const int orientation = exifOrientation(block);
    const bool bigEndian = kept.startsWith("MM");
    if (const qsizetype at = orientationAt(kept, bigEndian); orientation != 1 && at > 0) {
        if (bigEndian)
            qToBigEndian(quint16(orientation), kept.data() + at);
        else
            qToLittleEndian(quint16(orientation), kept.data() + at);
    }
    // Read although the rest is malformed: the samples stay turned, so that this has to stay.
    return exifOrientation(kept) == orientation ? kept : orientationAlone(orientation);
}

QByteArray keptXmp(const QByteArray& packet) {
    static const QRegularExpression thumbnails(
        QStringLiteral(R"(<([\w.-]+):Thumbnails\b[^>]*?(?:/>|>.*?</\1:Thumbnails\s*>))"),
        QRegularExpression::DotMatchesEverythingOption);
    // The parts of an extended packet are gone, so nothing refers to them.
    static const QRegularExpression extended(
        QStringLiteral(R"(\s[\w.-]+:HasExtendedXMP\s*=\s*("[^"]*"|'[^']*'))"));
    QString text = QString::fromUtf8(packet);
    text.remove(thumbnails);
    text.remove(extended);
    const QByteArray kept = text.toUtf8();
    return mayHoldPicture(kept) ? QByteArray() : kept;
}

QByteArray uprightXmp(const QByteArray& packet) {
    static const QRegularExpression orientation(
        QStringLiteral(R"((\btiff:Orientation(?:\s*=\s*["']|\s*>\s*))[2-8])"));
    QString text = QString::fromUtf8(keptXmp(packet));
    return text.replace(orientation, QStringLiteral("\\11")).toUtf8();
}

QByteArray keptResources(const QByteArray& resources) {
    constexpr qsizetype kSignatureAndId = 6;
    QByteArray kept;
    for (qsizetype at = 0; resources.size() - at >= kSignatureAndId + 2 + 4;) {
        const QByteArrayView rest = QByteArrayView(resources).sliced(at);
        const quint16 id = qFromBigEndian<quint16>(rest.data() + 4);
        const qsizetype name = (uchar(rest[kSignatureAndId]) + 2) & ~1; // with its length, padded to even
        const qsizetype sizeAt = kSignatureAndId + name;
        if (rest.size() < sizeAt + 4)
            break;
        const qsizetype size = qFromBigEndian<quint32>(rest.data() + sizeAt);
        if (size > rest.size() - sizeAt - 4)
            break;
        const qsizetype end = sizeAt + 4 + size;
        if (id != kThumbnailBgr && id != kThumbnail && !mayHoldPicture(rest.sliced(sizeAt + 4, size))) {
            kept += rest.first(end).toByteArray();
            if (size % 2 != 0)
                kept += '\0';
        }
        at += end + size % 2;
    }
    return kept;
}

} // namespace nb::image
