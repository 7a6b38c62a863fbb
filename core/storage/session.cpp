#include "core/storage/session.h"

#include <QFile>
#include <QUuid>
#include <cerrno>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>
#include <utility>

namespace nb::storage {
namespace {

QByteArray lockFile(const QString& folder, const QString& id) {
    return QFile::encodeName(folder + QLatin1Char('/') + id + QStringLiteral(".lock"));
}

bool isLinked(int fd) {
    struct stat status;
    return ::fstat(fd, &status) == 0 && status.st_nlink > 0;
}

QString systemText(int reason) {
    return qt_error_string(reason);
}

} // namespace

Session::Session(QString folder, QString id, int fd)
    : m_folder(std::move(folder)), m_id(std::move(id)), m_fd(fd) {}

Result<std::unique_ptr<Session>> Session::begin(const QString& folder) {
    for (;;) {
        const QString id = QUuid::createUuid().toString(QUuid::WithoutBraces);
        const QByteArray path = lockFile(folder, id);
        const int fd = ::open(path.constData(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
        if (fd < 0)
            return Error{ErrorCode::FileUnwritable,
                         QStringLiteral("Cannot write to %1: %2").arg(folder, systemText(errno))};
        const bool locked = ::flock(fd, LOCK_EX | LOCK_NB) == 0;
        const int reason = errno;
        // Another process may have taken the new file for that of a dead session and have removed it.
        if (locked && isLinked(fd))
            return std::unique_ptr<Session>(new Session(folder, id, fd));
        ::close(fd);
        if (!locked && reason != EWOULDBLOCK)
            return Error{ErrorCode::FileUnwritable,
                         QStringLiteral("Cannot lock a file in %1: %2").arg(folder, systemText(reason))};
    }
}

Session::~Session() {
    ::unlink(lockFile(m_folder, m_id).constData());
    ::close(m_fd);
}

bool Session::isHeld(const QString& folder, const QString& id) {
    const QByteArray path = lockFile(folder, id);
    const int fd = ::open(path.constData(), O_RDWR | O_CLOEXEC);
    if (fd < 0)
        // Unreadable is not gone: another user's session counts as held.
        return errno != ENOENT;
    const bool held = ::flock(fd, LOCK_EX | LOCK_NB) != 0;
    if (!held)
        ::unlink(path.constData());
    ::close(fd);
    return held;
}

Result<std::unique_ptr<FolderLock>> FolderLock::acquire(const QString& folder, Hold hold) {
    const int fd = ::open(QFile::encodeName(folder).constData(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    std::unique_ptr<FolderLock> lock(new FolderLock(fd));
    int result = fd;
    if (fd >= 0)
        do
            result = ::flock(fd, hold == Hold::Alone ? LOCK_EX : LOCK_SH);
        while (result != 0 && errno == EINTR);
    if (result < 0)
        return Error{ErrorCode::FileUnwritable,
                     QStringLiteral("Cannot lock %1: %2").arg(folder, systemText(errno))};
    return lock;
}

FolderLock::~FolderLock() {
    if (m_fd >= 0)
        ::close(m_fd);
}

} // namespace nb::storage
