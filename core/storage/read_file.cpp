#include "core/storage/read_file.h"

#include <QFile>
#include <cerrno>
#include <fcntl.h>

namespace nb::storage {

Result<QByteArray> readFile(const FilePath& path, qint64 maxBytes) {
    const auto unreadable = [&](const QString& reason) {
        return Error{ErrorCode::FileUnreadable,
                     QStringLiteral("Cannot read %1: %2").arg(shown(path), reason)};
    };
    const int fd = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return unreadable(qt_error_string(errno));
    QFile file;
    if (!file.open(fd, QIODevice::ReadOnly, QFileDevice::AutoCloseHandle))
        return unreadable(file.errorString()); // a folder
    const auto fits = [&](qint64 size) {
        return size <= maxBytes ? Result<>()
                                : Error{ErrorCode::ImageTooLarge,
                                        QStringLiteral("%1 exceeds %2 MB")
                                            .arg(shown(path), QString::number(maxBytes / 1'000'000))};
    };
    if (const Result<> sized = fits(file.size()); !sized)
        return sized.error();
    QByteArray bytes = file.readAll();
    if (file.error() != QFileDevice::NoError)
        return unreadable(file.errorString());
    if (const Result<> sized = fits(bytes.size()); !sized) // a pipe has no size before
        return sized.error();
    return bytes;
}

} // namespace nb::storage
