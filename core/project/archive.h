#pragma once
// ZIP archives as project files need them: written once from front to back, and read from untrusted files
// without trusting the sizes and names in them. The only place that knows QuaZip. Nothing is ever
// unpacked to a disk.

#include "core/base/result.h"
#include <QHash>
#include <memory>

class QIODevice;
class QuaZip;

namespace nb::project {

// Not safe from several threads at once.
class ArchiveWriter {
public:
    enum class Method { Stored, Deflated };
    enum class Size { Usual, Huge }; // Huge: may pass 4 GB, which old programs cannot read

    // Writes to `file`, which is open, seekable, empty and outlives the writer. Error: FileUnwritable.
    static Result<std::unique_ptr<ArchiveWriter>> begin(QIODevice& file, Size size = Size::Usual);
    ~ArchiveWriter();
    ArchiveWriter(const ArchiveWriter&) = delete;
    ArchiveWriter& operator=(const ArchiveWriter&) = delete;

    // Errors: FileUnwritable. After one the archive is void.
    Result<> add(const QString& name, const QByteArray& bytes, Method method);
    Result<> finish(); // without it the file is no archive

private:
    explicit ArchiveWriter(std::unique_ptr<QuaZip> zip);

    std::unique_ptr<QuaZip> m_zip;
};

// Not safe from several threads at once.
class ArchiveReader {
public:
    // Reads the table of contents only. Errors: FileUnreadable (no such file), UnreadableImage (no archive,
    // damaged, too many entries, names that are doubled or point outside).
    static Result<std::unique_ptr<ArchiveReader>> open(const QString& path);
    ~ArchiveReader();
    ArchiveReader(const ArchiveReader&) = delete;
    ArchiveReader& operator=(const ArchiveReader&) = delete;

    [[nodiscard]] bool contains(const QString& name) const { return m_sizes.contains(name); }

    // The whole entry; nothing is allocated before its size is known to be possible and at most `maxBytes`.
    // Errors: UnreadableImage (missing, damaged, encrypted), ImageTooLarge.
    Result<QByteArray> read(const QString& name, qint64 maxBytes);

private:
    explicit ArchiveReader(std::unique_ptr<QuaZip> zip);
    Result<> readContents();

    std::unique_ptr<QuaZip> m_zip;
    QHash<QString, qint64> m_sizes; // bytes, unpacked, as the archive says
};

} // namespace nb::project
