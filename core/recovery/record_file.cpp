#include "core/recovery/record_file.h"

#include <QFile>
#include <QtEndian>
#include <cerrno>
#include <unistd.h>
#include <utility>
#include <zlib.h>

namespace nb::recovery {
namespace {

constexpr quint32 kMagic = 0x3152424e; // "NBR1"
constexpr qsizetype kHeaderBytes = 4 + 4 + 8 + 4;

struct Header {
    quint32 kind = 0;
    quint64 length = 0;
    quint32 checksum = 0;
};

// Of everything but the magic number and itself.
quint32 checksumOf(quint32 kind, QByteArrayView payload) {
    std::array<uchar, 12> head{};
    qToLittleEndian(kind, head.data());
    qToLittleEndian(quint64(payload.size()), head.data() + 4);
    const uLong sum = crc32_z(0, head.data(), head.size());
    // Empty may be null, of which zlib says 0 instead of going on.
    if (payload.isEmpty())
        return quint32(sum);
    return quint32(crc32_z(sum, reinterpret_cast<const Bytef*>(payload.data()), size_t(payload.size())));
}

QByteArray packed(const Header& header) {
    QByteArray bytes(kHeaderBytes, Qt::Uninitialized);
    qToLittleEndian(kMagic, bytes.data());
    qToLittleEndian(header.kind, bytes.data() + 4);
    qToLittleEndian(header.length, bytes.data() + 8);
    qToLittleEndian(header.checksum, bytes.data() + 16);
    return bytes;
}

// With sanitizers g++ 12 takes the bytes for an empty QByteArray's, though the size is looked at first.
#if defined(__GNUC__) && !defined(__clang__)
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Warray-bounds"
#endif
bool unpack(const QByteArray& bytes, Header& header) {
    if (bytes.size() != kHeaderBytes || qFromLittleEndian<quint32>(bytes.constData()) != kMagic)
        return false;
    header.kind = qFromLittleEndian<quint32>(bytes.constData() + 4);
    header.length = qFromLittleEndian<quint64>(bytes.constData() + 8);
    header.checksum = qFromLittleEndian<quint32>(bytes.constData() + 16);
    return true;
}
#if defined(__GNUC__) && !defined(__clang__)
#pragma GCC diagnostic pop
#endif

Error unwritable(const QFile& file) {
    return {ErrorCode::FileUnwritable,
            QStringLiteral("Cannot write %1: %2").arg(file.fileName(), file.errorString())};
}

Result<std::unique_ptr<QFile>> opened(const QString& path, QIODevice::OpenMode mode) {
    auto file = std::make_unique<QFile>(path);
    if (!file->open(mode | QIODevice::WriteOnly | QIODevice::Unbuffered,
                    QFileDevice::ReadOwner | QFileDevice::WriteOwner))
        return unwritable(*file);
    return file;
}

} // namespace

RecordFile::RecordFile(std::unique_ptr<QFile> file, qint64 bytes) : m_file(std::move(file)), m_bytes(bytes) {}
RecordFile::~RecordFile() = default;

Result<std::unique_ptr<RecordFile>> RecordFile::create(const QString& path) {
    auto file = opened(path, QIODevice::NewOnly);
    if (!file)
        return file.error();
    return std::unique_ptr<RecordFile>(new RecordFile(std::move(*file), 0));
}

Result<std::unique_ptr<RecordFile>> RecordFile::resume(const QString& path, qint64 validBytes) {
    auto file = opened(path, QIODevice::ExistingOnly | QIODevice::ReadOnly);
    if (!file)
        return file.error();
    if (!(*file)->resize(validBytes) || !(*file)->seek(validBytes))
        return unwritable(**file);
    return std::unique_ptr<RecordFile>(new RecordFile(std::move(*file), validBytes));
}

Result<> RecordFile::append(quint32 kind, QByteArrayView payload) {
    const QByteArray header = packed({kind, quint64(payload.size()), checksumOf(kind, payload)});
    if (m_file->write(header) == header.size() &&
        m_file->write(payload.data(), payload.size()) == payload.size()) {
        m_bytes += header.size() + payload.size();
        return {};
    }
    const Error error = unwritable(*m_file);
    // What stands behind half a record would never be read.
    m_file->resize(m_bytes);
    m_file->seek(m_bytes);
    return error;
}

Result<> RecordFile::sync() {
    if (::fdatasync(m_file->handle()) == 0)
        return {};
    return Error{ErrorCode::FileUnwritable,
                 QStringLiteral("Cannot write %1: %2").arg(m_file->fileName(), qt_error_string(errno))};
}

Result<qint64> readRecords(const QString& path, const RecordReader& reader) {
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return Error{ErrorCode::FileUnreadable,
                     QStringLiteral("Cannot read %1: %2").arg(path, file.errorString())};
    const qint64 end = file.size();
    qint64 valid = 0;
    Header header;
    while (unpack(file.read(kHeaderBytes), header)) {
        const qint64 left = end - valid - kHeaderBytes; // negative in a file that has grown since
        if (left < 0 || header.length > quint64(left))
            break;
        const bool wanted = !reader.wants || reader.wants(header.kind);
        QByteArray payload;
        if (wanted)
            payload = file.read(qint64(header.length));
        const qint64 next = valid + kHeaderBytes + qint64(header.length);
        if (wanted ? quint64(payload.size()) != header.length ||
                         checksumOf(header.kind, payload) != header.checksum
                   : !file.seek(next))
            break;
        if (reader.record(header.kind, payload) == NextRecord::Stop)
            break;
        valid = next;
    }
    return valid;
}

} // namespace nb::recovery
