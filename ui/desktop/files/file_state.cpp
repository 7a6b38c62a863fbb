#include "ui/desktop/files/file_state.h"

#include <QCryptographicHash>
#include <QFile>
#include <sys/stat.h>

namespace nb::desktop {

namespace {

constexpr auto kHash = QCryptographicHash::Sha1; // nobody forges a file to have it overwritten

std::optional<FileState> withoutHash(const QString& path) {
    constexpr qint64 kNsInSecond = 1'000'000'000;
    struct stat found {};
    if (::stat(QFile::encodeName(path).constData(), &found) != 0 || !S_ISREG(found.st_mode))
        return std::nullopt;
    FileState state;
    state.bytes = found.st_size;
    state.changedNs = found.st_mtim.tv_sec * kNsInSecond + found.st_mtim.tv_nsec;
    state.device = found.st_dev;
    state.inode = found.st_ino;
    return state;
}

} // namespace

std::optional<FileState> stateOf(const QString& path) {
    std::optional<FileState> state = withoutHash(path);
    if (!state || state->bytes > kMaxHashedBytes)
        return state;
    QFile file(path);
    QCryptographicHash hash(kHash);
    if (!file.open(QIODevice::ReadOnly) || !hash.addData(&file))
        return std::nullopt;
    state->hash = hash.result();
    return state;
}

std::optional<FileState> stateOf(const QString& path, const QByteArray& content) {
    std::optional<FileState> state = withoutHash(path);
    if (state && content.size() <= kMaxHashedBytes)
        state->hash = QCryptographicHash::hash(content, kHash);
    return state;
}

FileChange changeSince(const FileState& before, const std::optional<FileState>& now) {
    if (!now)
        return FileChange::Gone;
    if (!before.hash.isEmpty() || !now->hash.isEmpty())
        return before.hash == now->hash ? FileChange::None : FileChange::Changed;
    const bool same = before.bytes == now->bytes && before.changedNs == now->changedNs &&
                      before.device == now->device && before.inode == now->inode;
    return same ? FileChange::None : FileChange::Changed;
}

} // namespace nb::desktop
