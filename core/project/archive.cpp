#include "core/project/archive.h"

#include <QFile>
#include <QFileInfo>
#include <QtEndian>
#include <quazip/quazip.h>
#include <quazip/quazipfile.h>
#include <quazip/quazipnewinfo.h>
#include <utility>

namespace nb::project {
namespace {

constexpr int kMaxEntries = 10'000;
// Deflate cannot compress more than this: an entry that claims more has a wrong size.
constexpr qint64 kMaxDeflateRatio = 1040;
constexpr qint64 kPieceBytes = 16 * 1024 * 1024;

Error unwritable(const QIODevice* file, int zipError) {
    return {ErrorCode::FileUnwritable,
            QStringLiteral("The archive cannot be written: %1")
                .arg(file ? file->errorString() : QStringLiteral("unknown reason")),
            QStringLiteral("zip error %1").arg(zipError)};
}

Error damaged(const QString& detail) {
    return {ErrorCode::UnreadableImage, QStringLiteral("The project file is damaged or incomplete"), detail};
}

bool pointsOutside(const QString& name) {
    if (name.isEmpty() || name.startsWith(QLatin1Char('/')) || name.contains(QLatin1Char('\\')) ||
        name.contains(QChar::Null) || name.contains(QLatin1Char(':')))
        return true;
    return name.split(QLatin1Char('/')).contains(QLatin1String(".."));
}

// minizip accepts a file that lacks its last bytes; here it counts as cut.
bool hasEnd(const QString& path) {
    constexpr qsizetype kRecord = 22;    // without the comment
    constexpr qsizetype kCommentAt = 20; // two bytes: its length
    constexpr qint64 kMaxComment = 0xffff;
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly) || !file.seek(qMax(qint64(0), file.size() - kRecord - kMaxComment)))
        return false;
    const QByteArray tail = file.readAll();
    for (qsizetype at = tail.size() - kRecord; at >= 0; --at)
        if (QByteArrayView(tail).sliced(at).startsWith("PK\x05\x06") &&
            at + kRecord + qFromLittleEndian<quint16>(tail.constData() + at + kCommentAt) == tail.size())
            return true;
    return false;
}

Result<> checkSize(const QuaZipFileInfo64& info, qint64 maxBytes) {
    const qint64 unpacked = qint64(info.uncompressedSize), packed = qint64(info.compressedSize);
    if (unpacked < 0 || packed < 0 || packed < unpacked / kMaxDeflateRatio - 64)
        return damaged(QStringLiteral("impossible size of %1").arg(info.name));
    if (unpacked > maxBytes)
        return Error{
            ErrorCode::ImageTooLarge,
            QStringLiteral("The part %1 of the project has %2 bytes, which exceed the %3 that it may have")
                .arg(info.name, QString::number(unpacked), QString::number(maxBytes))};
    if (info.isEncrypted())
        return Error{ErrorCode::UnreadableImage,
                     QStringLiteral("The project file is encrypted, which cannot be opened here")};
    return {};
}

} // namespace

ArchiveWriter::ArchiveWriter(std::unique_ptr<QuaZip> zip) : m_zip(std::move(zip)) {}
ArchiveWriter::~ArchiveWriter() = default;

Result<std::unique_ptr<ArchiveWriter>> ArchiveWriter::begin(QIODevice& file, Size size) {
    auto zip = std::make_unique<QuaZip>(&file);
    zip->setAutoClose(false);
    // Sizes stand in front of the data: programs that look at the first bytes tell the type by them.
    zip->setDataDescriptorWritingEnabled(false);
    zip->setZip64Enabled(size == Size::Huge);
    zip->setUtf8Enabled(true);
    if (!zip->open(QuaZip::mdCreate))
        return unwritable(&file, zip->getZipError());
    return std::unique_ptr<ArchiveWriter>(new ArchiveWriter(std::move(zip)));
}

Result<> ArchiveWriter::add(const QString& name, const QByteArray& bytes, Method method) {
    QuaZipFile entry(m_zip.get());
    QuaZipNewInfo info(name);
    info.setPermissions(QFileDevice::ReadOwner | QFileDevice::WriteOwner | QFileDevice::ReadGroup |
                        QFileDevice::ReadOther);
    const bool stored = method == Method::Stored;
    if (!entry.open(QIODevice::WriteOnly, info, nullptr, 0, stored ? 0 : Z_DEFLATED,
                    stored ? 0 : Z_DEFAULT_COMPRESSION))
        return unwritable(m_zip->getIoDevice(), entry.getZipError());
    // In pieces: minizip counts in 32 bits.
    for (qint64 at = 0; at < bytes.size(); at += kPieceBytes) {
        const qint64 length = qMin(kPieceBytes, bytes.size() - at);
        if (entry.write(bytes.constData() + at, length) != length)
            return unwritable(m_zip->getIoDevice(), entry.getZipError());
    }
    entry.close();
    if (entry.getZipError() != ZIP_OK)
        return unwritable(m_zip->getIoDevice(), entry.getZipError());
    return {};
}

Result<> ArchiveWriter::finish() {
    m_zip->close();
    if (m_zip->getZipError() != ZIP_OK)
        return unwritable(m_zip->getIoDevice(), m_zip->getZipError());
    return {};
}

ArchiveReader::ArchiveReader(std::unique_ptr<QuaZip> zip) : m_zip(std::move(zip)) {}
ArchiveReader::~ArchiveReader() = default;

Result<std::unique_ptr<ArchiveReader>> ArchiveReader::open(const QString& path) {
    const QFileInfo file(path);
    if (!file.isFile() || !file.isReadable())
        return Error{ErrorCode::FileUnreadable, QStringLiteral("Cannot read %1").arg(path)};
    if (!hasEnd(path))
        return damaged(QStringLiteral("no end of an archive"));
    auto zip = std::make_unique<QuaZip>(path);
    if (!zip->open(QuaZip::mdUnzip))
        return damaged(QStringLiteral("zip error %1").arg(zip->getZipError()));
    std::unique_ptr<ArchiveReader> reader(new ArchiveReader(std::move(zip)));
    if (const Result<> read = reader->readContents(); !read)
        return read.error();
    return reader;
}

Result<> ArchiveReader::readContents() {
    const int count = m_zip->getEntriesCount();
    if (count <= 0 || count > kMaxEntries)
        return damaged(QStringLiteral("%1 entries").arg(count));
    const QList<QuaZipFileInfo64> all = m_zip->getFileInfoList64();
    if (all.size() != count)
        return damaged(QStringLiteral("the table of contents is cut"));
    for (const QuaZipFileInfo64& info : all) {
        if (pointsOutside(info.name))
            return damaged(QStringLiteral("forbidden name %1").arg(info.name));
        if (m_sizes.contains(info.name))
            return damaged(QStringLiteral("%1 is there twice").arg(info.name));
        m_sizes.insert(info.name, qint64(info.uncompressedSize));
    }
    return {};
}

Result<QByteArray> ArchiveReader::read(const QString& name, qint64 maxBytes) {
    QuaZipFileInfo64 info;
    if (!contains(name) || !m_zip->setCurrentFile(name, QuaZip::csSensitive) ||
        !m_zip->getCurrentFileInfo(&info))
        return damaged(QStringLiteral("%1 is missing").arg(name));
    if (const Result<> possible = checkSize(info, maxBytes); !possible)
        return possible.error();
    QuaZipFile entry(m_zip.get());
    if (!entry.open(QIODevice::ReadOnly))
        return damaged(QStringLiteral("%1: zip error %2").arg(name, QString::number(entry.getZipError())));
    QByteArray bytes(qsizetype(info.uncompressedSize), Qt::Uninitialized);
    qint64 at = 0;
    while (at < bytes.size()) {
        const qint64 length = entry.read(bytes.data() + at, qMin(kPieceBytes, bytes.size() - at));
        if (length <= 0)
            return damaged(QStringLiteral("%1 ends too early").arg(name));
        at += length;
    }
    char more = 0;
    if (entry.read(&more, 1) > 0)
        return damaged(QStringLiteral("%1 is longer than the archive says").arg(name));
    entry.close(); // compares the checksum
    if (entry.getZipError() != UNZ_OK)
        return damaged(QStringLiteral("%1: zip error %2").arg(name, QString::number(entry.getZipError())));
    return bytes;
}

} // namespace nb::project
