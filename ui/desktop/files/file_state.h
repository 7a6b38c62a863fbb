#pragma once
// Tells whether a file is still the one that was opened: another program may have changed, replaced or
// removed it. It compares; what follows from it is decided elsewhere.

#include <QByteArray>
#include <QDateTime>
#include <QString>
#include <optional>

namespace nb::desktop {

struct FileState {
    qint64 bytes = 0;
    qint64 changedNs = 0; // since 1970, by the file system
    quint64 device = 0, inode = 0;
    QByteArray hash; // of the content; empty = too large to look at each time

    [[nodiscard]] QDateTime changed() const { return QDateTime::fromMSecsSinceEpoch(changedNs / 1'000'000); }
};

enum class FileChange { None, Changed, Gone };

// Of the file that a link leads to; nullopt if there is none that can be read. Blocking: it reads files of up
// to kMaxHashedBytes.
inline constexpr qint64 kMaxHashedBytes = 256 * 1024 * 1024;
[[nodiscard]] std::optional<FileState> stateOf(const QString& path);
// The same for a file that has just been read or written whole: `content` is not read again.
[[nodiscard]] std::optional<FileState> stateOf(const QString& path, const QByteArray& content);

// A file with the same content is the same one, whatever its date says; of one that is too large for that,
// size, date and inode count. Blocking.
[[nodiscard]] FileChange changeSince(const FileState& before, const std::optional<FileState>& now);

} // namespace nb::desktop
