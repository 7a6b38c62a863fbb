#include "core/storage/durable_file.h"

#include <QFile>
#include <QFileInfo>
#include <QUuid>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <fcntl.h>
#include <unistd.h>

namespace nb::storage {
namespace {

Error unwritable(const QString& path, const QString& reason) {
    return {ErrorCode::FileUnwritable, QStringLiteral("Cannot write %1: %2").arg(path, reason)};
}

QString systemReason() {
    return QString::fromLocal8Bit(std::strerror(errno));
}

using Write = std::function<Result<>(QFile&)>;

Result<> writeAndSync(const QString& path, const QString& temporary, const Write& write) {
    QFile file(temporary);
    // Read as well: who writes an archive looks back at it.
    if (!file.open(QIODevice::ReadWrite | QIODevice::Truncate | QIODevice::Unbuffered))
        return unwritable(path, file.errorString());
    if (Result<> written = write(file); !written)
        return written;
    if (::fsync(file.handle()) != 0)
        return unwritable(path, systemReason());
    return {};
}

Result<> writeAndRename(const QString& path, const QString& temporary, const Write& write) {
    if (Result<> written = writeAndSync(path, temporary, write); !written) {
        QFile::remove(temporary);
        return written;
    }
    // Not QFile::rename, which refuses to replace a file.
    if (std::rename(QFile::encodeName(temporary).constData(), QFile::encodeName(path).constData()) != 0) {
        const Error error = unwritable(path, systemReason());
        QFile::remove(temporary);
        return error;
    }
    return syncFolder(QFileInfo(path).path());
}

Write writing(const QString& path, const QByteArray& bytes) {
    return [&path, &bytes](QFile& file) {
        return file.write(bytes) == bytes.size() ? Result<>() : unwritable(path, file.errorString());
    };
}

} // namespace

Result<> writeDurably(const QString& path, const QString& temporary, const QByteArray& bytes) {
    return writeAndRename(path, temporary, writing(path, bytes));
}

Result<> replaceDurably(const QString& path, const std::function<Result<>(QFile&)>& write) {
    const QFileInfo old(path);
    const bool existed = old.exists();
    const QFile::Permissions permissions = old.permissions();
    const QString target = existed ? old.canonicalFilePath() : old.absoluteFilePath();
    const QFileInfo place(target);
    const QString temporary =
        QStringLiteral("%1/.%2.%3.part")
            .arg(place.path(), place.fileName().left(100), QUuid::createUuid().toString(QUuid::Id128));
    if (Result<> written = writeAndRename(target, temporary, write); !written)
        return written;
    if (existed)
        QFile::setPermissions(target, permissions);
    return {};
}

Result<> replaceDurably(const QString& path, const QByteArray& bytes) {
    return replaceDurably(path, writing(path, bytes));
}

Result<> syncFolder(const QString& folder) {
    const int fd = ::open(QFile::encodeName(folder).constData(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0)
        return unwritable(folder, systemReason());
    // Some file systems know no sync of a folder and say EINVAL; they have nothing to lose there.
    const bool synced = ::fsync(fd) == 0 || errno == EINVAL;
    const int reason = errno;
    ::close(fd);
    errno = reason;
    return synced ? Result<>() : unwritable(folder, systemReason());
}

} // namespace nb::storage
