#pragma once
// The directories of a TIFF (classic and BigTIFF) as bytes: what must go after an edit is found, zeroed and
// taken out of its directory in place. No samples are decoded. The bytes are untrusted; every offset is
// checked.

#include <QByteArray>
#include <QList>
#include <vector>

namespace nb::desktop {

class TiffStructure {
public:
    struct Entry {
        qint64 at = 0; // of the entry itself
        int tag = 0, type = 0;
        qint64 count = 0;
        qint64 dataAt = 0, dataBytes = 0; // 0 bytes if it lies outside of the file
    };
    struct Directory {
        qint64 at = 0;     // its count
        qint64 linkAt = 0; // the offset of the next one
        std::vector<Entry> entries;
        [[nodiscard]] const Entry* find(int tag) const;
    };

    explicit TiffStructure(QByteArray file);

    [[nodiscard]] const QByteArray& bytes() const { return m_bytes; }
    [[nodiscard]] bool isValid() const { return m_offsetBytes > 0; }
    [[nodiscard]] bool isBigEndian() const { return m_bigEndian; }
    [[nodiscard]] int offsetBytes() const { return m_offsetBytes; } // 4, or 8 in a BigTIFF
    [[nodiscard]] std::vector<Directory> pages() const;             // the chain, in its order
    [[nodiscard]] bool isReduced(const Directory& directory) const; // a smaller copy of another page
    // Where strips and tiles lie: offset and size of each.
    [[nodiscard]] QList<std::pair<qint64, qint64>> samples(const Directory& directory) const;

    struct NewEntry {
        int tag = 0, type = 0;
        qint64 count = 0;
        QByteArray data; // in the file's byte order, as numbers() makes it
    };
    [[nodiscard]] QByteArray numbers(int size, const QList<quint64>& values) const;
    qint64 append(const QByteArray& data); // where it is then
    // A new directory at the end takes the first one's place: its entries but `dropped`, and `added`. The
    // samples of the old one are zeroed.
    void replaceFirstPage(const std::vector<NewEntry>& added, const QList<int>& dropped);

    // Of the first page: takes previews, layers and maker notes with a picture out, XMP and Photoshop's
    // resources lose theirs; reduced copies leave the chain.
    void removePreviews();
    void erase(qint64 from, qint64 size); // with zeros

private:
    [[nodiscard]] quint64 number(qint64 at, int size) const; // 0 if outside
    void setNumber(qint64 at, int size, quint64 value);
    [[nodiscard]] Directory directory(qint64 at) const;
    [[nodiscard]] QList<qint64> values(const Entry& entry) const;
    void eraseSamples(const Directory& directory);
    void remove(qint64 directoryAt, int tag); // the entry, and the data of it
    void replaceData(qint64 directoryAt, int tag, const QByteArray& data);
    void removeSubDirectories();
    [[nodiscard]] QByteArray packed(const NewEntry& entry);
    void unlinkReduced();

    QByteArray m_bytes;
    bool m_bigEndian = false;
    int m_offsetBytes = 0; // 4 or 8; 0 = no TIFF
};

} // namespace nb::desktop
