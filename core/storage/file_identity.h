#pragma once
// Tells whether two paths stand for one file, before both are there: through links, "..", other spellings
// where the file system ignores case, and hard links. It opens no file and changes nothing.

#include "core/storage/file_path.h"
#include <QByteArray>
#include <map>

namespace nb::storage {

// Equal keys, equal files.
struct FileKeys {
    QByteArray node;      // the file itself, whatever it is called; empty = it is not there
    QByteArray name;      // the place: folder and name, links followed
    bool oneName = false; // the file is there and has no other hard link
};

// Remembers what it has learnt about folders: make one for each check. Not thread-safe.
class FileIdentity {
public:
    // Blocks on the disk.
    [[nodiscard]] FileKeys of(const FilePath& path);

    // Whether two files that a command reads, or writes over, are one.
    [[nodiscard]] static bool same(const FileKeys& a, const FileKeys& b) {
        return a.name == b.name || (!a.node.isEmpty() && a.node == b.node);
    }

private:
    [[nodiscard]] bool ignoresCase(const FilePath& folder, const QByteArray& node);

    std::map<QByteArray, bool> m_ignoresCase; // by the folder's node
};

// Whether names that differ in case only stand for one file in this folder, found by looking at what is
// there. False where that cannot be told. Blocks on the disk.
[[nodiscard]] bool ignoresCase(const FilePath& folder);

// Where a link that leads to nothing leads to; other paths as they are.
[[nodiscard]] FilePath withoutDanglingLink(FilePath path);

} // namespace nb::storage
