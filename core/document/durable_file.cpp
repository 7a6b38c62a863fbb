#include "core/document/durable_file.h"

#include <QFile>
#include <QFileInfo>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <fcntl.h>
#include <unistd.h>

namespace nb::document {
namespace {

Error unwritable(const QString& path, const QString& reason) {
    return {ErrorCode::FileUnwritable, QStringLiteral("Cannot write %1: %2").arg(path, reason)};
}

QString systemReason() {
    return QString::fromLocal8Bit(std::strerror(errno));
}

Result<> writeAndSync(const QString& path, const QString& temporary, const QByteArray& bytes) {
    QFile file(temporary);
    if (!file.open(QIODevice::WriteOnly | QIODevice::Unbuffered))
        return unwritable(path, file.errorString());
    if (file.write(bytes) != bytes.size())
        return unwritable(path, file.errorString());
    if (::fsync(file.handle()) != 0)
        return unwritable(path, systemReason());
    return {};
}

} // namespace

Result<> writeDurably(const QString& path, const QString& temporary, const QByteArray& bytes) {
    if (Result<> written = writeAndSync(path, temporary, bytes); !written) {
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

} // namespace nb::document
