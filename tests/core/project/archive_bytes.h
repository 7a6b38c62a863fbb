#pragma once
// What the tests of archives share: ZIP archives made by hand, and a file to read them from.

#include "core/project/archive.h"
#include "tests/support/bytes.h"
#include <QFile>
#include <QTemporaryDir>
#include <optional>

namespace nb::test {

// A ZIP archive by hand, after PKWARE's APPNOTE 6.3.
struct Entry {
    QByteArray name;
    QByteArray data; // as it stands in the archive
    quint16 method = 0;
    quint16 flags = 0;
    quint32 crc = 0;
    quint32 packed = 0;
    quint32 size = 0;
    QByteArray extra = {};              // of the table of contents
    std::optional<quint32> offset = {}; // another than the real one
};

inline Entry stored(const QByteArray& name, const QByteArray& bytes) {
    return {name, bytes, 0, 0, crc32(bytes), quint32(bytes.size()), quint32(bytes.size())};
}

inline Entry deflated(const QByteArray& name, const QByteArray& bytes) {
    // Without the length of Qt and the head and the checksum of zlib. Of nothing Qt makes no stream: an empty
    // block after RFC 1951.
    const QByteArray data =
        bytes.isEmpty() ? QByteArray("\x03\x00", 2) : qCompress(bytes).sliced(4 + 2).chopped(4);
    return {name, data, 8, 0, crc32(bytes), quint32(data.size()), quint32(bytes.size())};
}

inline QByteArray fields(const Entry& entry) {
    constexpr quint16 kVersion = 20, kTime = 0, kDate = 0x21;
    return little(kVersion) + little(entry.flags) + little(entry.method) + little(kTime) + little(kDate) +
           little(entry.crc) + little(entry.packed) + little(entry.size) + little(quint16(entry.name.size()));
}

inline QByteArray end(quint16 count, quint32 size, quint32 offset, const QByteArray& comment = {}) {
    return "PK\x05\x06" + little(quint32(0)) + little(count) + little(count) + little(size) + little(offset) +
           little(quint16(comment.size())) + comment;
}

inline QByteArray archive(const QList<Entry>& entries, const QByteArray& comment = {},
                          std::optional<quint16> count = {}) {
    QByteArray bytes, contents;
    for (const Entry& entry : entries) {
        contents += "PK\x01\x02" + little(quint16(20)) + fields(entry) + little(quint16(entry.extra.size())) +
                    QByteArray(2 + 2 + 2 + 4, '\0') + little(entry.offset.value_or(quint32(bytes.size()))) +
                    entry.name + entry.extra;
        bytes += "PK\x03\x04" + fields(entry) + little(quint16(0)) + entry.name + entry.data;
    }
    return bytes + contents +
           end(count.value_or(quint16(entries.size())), quint32(contents.size()), quint32(bytes.size()),
               comment);
}

// ZIP64's extra field: the real sizes.
inline QByteArray sizes64(quint64 size, quint64 packed) {
    return little(quint16(1)) + little(quint16(16)) + little(size) + little(packed);
}

// Archives in a file of their own. Aborts the test where the file cannot be written.
class ArchiveFile {
public:
    [[nodiscard]] QString folder() const { return m_folder.path(); }
    [[nodiscard]] QString path() const { return m_folder.filePath(QStringLiteral("a.zip")); }

    [[nodiscard]] Result<std::unique_ptr<project::ArchiveReader>> opened(const QByteArray& bytes) const {
        QFile::remove(path()); // to write over it waits for the disk
        QFile file(path());
        if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size())
            qFatal("cannot write");
        file.close();
        return project::ArchiveReader::open(path());
    }
    [[nodiscard]] Result<QByteArray> read(const QByteArray& bytes, const QString& name,
                                          qint64 maxBytes) const {
        auto reader = opened(bytes);
        if (!reader)
            return reader.error();
        return (*reader)->read(name, maxBytes);
    }

private:
    QTemporaryDir m_folder;
};

} // namespace nb::test
