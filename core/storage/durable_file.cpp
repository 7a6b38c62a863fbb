#include "core/storage/durable_file.h"

#include "core/storage/file_identity.h"
#include <QFile>
#include <QFileInfo>
#include <QUuid>
#include <cerrno>
#include <cstdio>
#include <fcntl.h>
#include <optional>
#include <sys/stat.h>
#include <unistd.h>

namespace nb::storage {
namespace {

Error unwritable(const QString& path, const QString& reason) {
    return {ErrorCode::FileUnwritable, QStringLiteral("Cannot write %1: %2").arg(path, reason)};
}

QString systemReason() {
    return qt_error_string(errno);
}

Result<> writeAndSync(const QString& path, const QString& temporary, const WriteFile& write) {
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

Result<> writeAndRename(const QString& path, const QString& temporary, const WriteFile& write) {
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

WriteFile writing(const QString& path, const QByteArray& bytes) {
    return [&path, &bytes](QFile& file) {
        return file.write(bytes) == bytes.size() ? Result<>() : unwritable(path, file.errorString());
    };
}

// A file to be written at a path, with the folder in which that happens. Everything goes through the folder's
// descriptor: the temporary name may be longer than the path has room for.
class Replacement {
public:
    explicit Replacement(const FilePath& path) : m_path(path), m_target(withoutDanglingLink(path)) {
        struct stat old {};
        m_statError = ::stat(m_target.c_str(), &old) == 0 ? 0 : errno;
        if (m_statError == 0)
            m_old = old;
        std::error_code error;
        if (m_old && std::filesystem::is_symlink(m_target, error))
            if (const FilePath real = std::filesystem::canonical(m_target, error); !error)
                m_target = real;
        const FilePath folder = m_target.has_parent_path() ? m_target.parent_path() : FilePath(".");
        m_folder = ::open(folder.c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC);
        m_folderError = m_folder < 0 ? errno : 0;
    }
    ~Replacement() {
        if (m_folder >= 0)
            ::close(m_folder);
    }
    Replacement(const Replacement&) = delete;
    Replacement& operator=(const Replacement&) = delete;

    Result<> with(const WriteFile& write) {
        if (Result<> possible = checkPlace(); !possible)
            return possible;
        const Result<QByteArray> temporary = writeTemporary([&](QFile& file) {
            Result<> written = write(file);
            if (written && ::fsync(file.handle()) != 0)
                written = cannot(systemReason());
            return written;
        });
        if (!temporary)
            return temporary.error();
        if (::renameat(m_folder, temporary->constData(), m_folder, m_target.filename().c_str()) != 0) {
            const Error error = cannot(systemReason());
            ::unlinkat(m_folder, temporary->constData(), 0);
            return error;
        }
        return syncOpenFolder();
    }

    Result<> check() {
        if (Result<> possible = checkPlace(); !possible)
            return possible;
        // Only making a file tells of quotas, immutable folders and the like.
        const Result<QByteArray> temporary = writeTemporary([](QFile&) { return Result<>(); });
        if (!temporary)
            return temporary.error();
        ::unlinkat(m_folder, temporary->constData(), 0);
        return {};
    }

private:
    [[nodiscard]] Error cannot(const QString& reason) const { return unwritable(shown(m_path), reason); }

    [[nodiscard]] Result<> checkPlace() const {
        if (m_folder < 0)
            return cannot(folderReason());
        if (!m_target.has_filename())
            return cannot(QStringLiteral("it is a folder"));
        if (m_statError != 0 && m_statError != ENOENT)
            return cannot(qt_error_string(m_statError));
        const long longest = ::pathconf(folderName().c_str(), _PC_NAME_MAX);
        if (longest > 0 && m_target.filename().native().size() > static_cast<size_t>(longest))
            return cannot(qt_error_string(ENAMETOOLONG));
        return m_old ? checkOld(*m_old) : Result<>();
    }

    [[nodiscard]] FilePath folderName() const {
        return m_target.has_parent_path() ? m_target.parent_path() : FilePath(".");
    }

    [[nodiscard]] QString folderReason() const {
        const QString folder = shown(folderName());
        if (m_folderError == ENOENT)
            return QStringLiteral("there is no folder %1").arg(folder);
        if (m_folderError == ENOTDIR)
            return QStringLiteral("%1 is not a folder").arg(folder);
        return qt_error_string(m_folderError);
    }

    [[nodiscard]] Result<> checkOld(const struct stat& old) const {
        if (S_ISDIR(old.st_mode))
            return cannot(QStringLiteral("it is a folder"));
        if (!S_ISREG(old.st_mode))
            return cannot(QStringLiteral("it is no regular file"));
        // A rename would do it; but who protects a file means it.
        if (::faccessat(AT_FDCWD, m_target.c_str(), W_OK, AT_EACCESS) != 0)
            return cannot(systemReason());
        struct stat folder {};
        if (::fstat(m_folder, &folder) != 0)
            return cannot(systemReason());
        const uid_t user = ::geteuid();
        if ((folder.st_mode & S_ISVTX) != 0 && user != 0 && user != old.st_uid && user != folder.st_uid)
            return cannot(qt_error_string(EPERM)); // such a folder lets only owners replace files
        return {};
    }

    // The name of a new file in the folder, with what `write` writes to it.
    [[nodiscard]] Result<QByteArray> writeTemporary(const WriteFile& write) const {
        const QByteArray name = ".nanobanana-" + QUuid::createUuid().toByteArray(QUuid::Id128) + ".part";
        const int fd = ::openat(m_folder, name.constData(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
        if (fd < 0)
            return cannot(systemReason());
        if (m_old)
            (void)!::fchmod(fd, m_old->st_mode & 07777);
        QFile file;
        // Read as well: who writes an archive looks back at it.
        const Result<> written =
            file.open(fd, QIODevice::ReadWrite | QIODevice::Unbuffered, QFileDevice::AutoCloseHandle)
                ? write(file)
                : cannot(file.errorString());
        file.close();
        if (written)
            return name;
        ::unlinkat(m_folder, name.constData(), 0);
        return written.error();
    }

    [[nodiscard]] Result<> syncOpenFolder() const {
        const int fd = ::openat(m_folder, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
        if (fd < 0)
            return {}; // a folder that may be written to, but not read
        // Some file systems know no sync of a folder and say EINVAL; they have nothing to lose there.
        const bool synced = ::fsync(fd) == 0 || errno == EINVAL;
        const int reason = errno;
        ::close(fd);
        return synced ? Result<>() : cannot(qt_error_string(reason));
    }

    FilePath m_path;                  // as it was asked for
    FilePath m_target;                // links followed
    std::optional<struct stat> m_old; // of the file that is there
    int m_statError = 0;
    int m_folder = -1;
    int m_folderError = 0;
};

} // namespace

Result<> writeDurably(const QString& path, const QString& temporary, const QByteArray& bytes) {
    return writeAndRename(path, temporary, writing(path, bytes));
}

Result<> replaceDurably(const FilePath& path, const WriteFile& write) {
    return Replacement(path).with(write);
}

Result<> replaceDurably(const FilePath& path, const QByteArray& bytes) {
    return replaceDurably(path, [&](QFile& file) {
        return file.write(bytes) == bytes.size() ? Result<>() : unwritable(shown(path), file.errorString());
    });
}

Result<> replaceDurably(const QString& path, const WriteFile& write) {
    return replaceDurably(toPath(path), write);
}

Result<> replaceDurably(const QString& path, const QByteArray& bytes) {
    return replaceDurably(toPath(path), bytes);
}

Result<> checkReplaceable(const FilePath& path) {
    return Replacement(path).check();
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
