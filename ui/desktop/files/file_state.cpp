#include "ui/desktop/files/file_identity.h"

#include <QCryptographicHash>
#include <QFile>
#include <sys/stat.h>

namespace nb::desktop {

namespace {

constexpr auto kHash = QCryptographicHash::Sha1; // nobody forges a file to have it overwritten

std::optional<FileIdentity> withoutHash(const QString& path) {
    constexpr qint64 kNsInSecond = 1'000'000'000;
    struct stat found {};
    if (::stat(QFile::encodeName(path).constData(), &found) != 0 || !S_ISREG(found.st_mode))
        return std::nullopt;
    FileIdentity identity;
    identity.bytes = found.st_size;
    identity.changedNs = found.st_mtim.tv_sec * kNsInSecond + found.st_mtim.tv_nsec;
    identity.device = found.st_dev;
    identity.inode = found.st_ino;
    return identity;
}

} // namespace

std::optional<FileIdentity> identityOf(const QString& path) {
    std::optional<FileIdentity> identity = withoutHash(path);
    if (!identity || identity->bytes > kMaxHashedBytes)
        return identity;
    QFile file(path);
    QCryptographicHash hash(kHash);
    if (!file.open(QIODevice::ReadOnly) || !hash.addData(&file))
        return std::nullopt;
    identity->hash = hash.result();
    return identity;
}

std::optional<FileIdentity> identityOf(const QString& path, const QByteArray& content) {
    std::optional<FileIdentity> identity = withoutHash(path);
    if (identity && content.size() <= kMaxHashedBytes)
        identity->hash = QCryptographicHash::hash(content, kHash);
    return identity;
}

FileChange changeSince(const FileIdentity& before, const std::optional<FileIdentity>& now) {
    if (!now)
        return FileChange::Gone;
    if (!before.hash.isEmpty() || !now->hash.isEmpty())
        return before.hash == now->hash ? FileChange::None : FileChange::Changed;
    const bool same = before.bytes == now->bytes && before.changedNs == now->changedNs &&
                      before.device == now->device && before.inode == now->inode;
    return same ? FileChange::None : FileChange::Changed;
}

} // namespace nb::desktop
