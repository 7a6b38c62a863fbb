#pragma once
// A file of records that only grows, for data that must outlive a crash: what is whole in it can be read
// whatever happened to the end. Each record has a kind, a length and a checksum. It knows nothing of what the
// records mean.

#include "core/base/result.h"
#include <QByteArrayView>
#include <functional>
#include <memory>

class QFile;

namespace nb::recovery {

// Not safe from several threads at once. All functions block on the disk.
class RecordFile {
public:
    // A new file that only its owner may read. Error: FileUnwritable (it is there already, for example).
    static Result<std::unique_ptr<RecordFile>> create(const QString& path);
    // Cuts the file to `validBytes`, which readRecords() told, and goes on behind. Error: FileUnwritable.
    static Result<std::unique_ptr<RecordFile>> resume(const QString& path, qint64 validBytes);
    ~RecordFile();
    RecordFile(const RecordFile&) = delete;
    RecordFile& operator=(const RecordFile&) = delete;

    // After it a crash of the process loses nothing, after sync() not even one of the machine. Error:
    // FileUnwritable (a full disk); the file is then as it was.
    Result<> append(quint32 kind, QByteArrayView payload);
    Result<> sync();

    [[nodiscard]] qint64 bytes() const { return m_bytes; }

private:
    RecordFile(std::unique_ptr<QFile> file, qint64 bytes);

    std::unique_ptr<QFile> m_file;
    qint64 m_bytes = 0;
};

enum class NextRecord { Read, Stop };

// What a reader wants of a file.
struct RecordReader {
    // Whether the payload is needed; what is not is passed over unread and unchecked. Empty = all are.
    std::function<bool(quint32 kind)> wants;
    // Once for each record in order; `payload` is empty where it is not wanted. Stop: this record and all
    // that follow do not count.
    std::function<NextRecord(quint32 kind, const QByteArray& payload)> record;
};

// Reads to the end, to the first record that is cut or damaged, or until told to stop. Returns the length of
// what counts, in bytes. Error: FileUnreadable.
Result<qint64> readRecords(const QString& path, const RecordReader& reader);

} // namespace nb::recovery
