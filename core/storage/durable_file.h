#pragma once
// Writes files that survive a crash and a power cut: a file is whole and on the disk when the call returns,
// or it is not there under its name. QSaveFile does not do that: it leaves the folder's own entry unsynced.

#include "core/base/result.h"
#include "core/storage/file_path.h"
#include <functional>

class QByteArray;
class QFile;

namespace nb::storage {

// Writes to `temporary`, syncs, renames to `path`, syncs the folder. Both must be in the same folder and no
// other writer may use `temporary`. Blocking; safe from any thread. Error: FileUnwritable; `path` is then as
// it was and `temporary` gone.
Result<> writeDurably(const QString& path, const QString& temporary, const QByteArray& bytes);

using WriteFile = std::function<Result<>(QFile&)>;

// For files that users save: writes into a hidden file beside `path`, syncs, and renames it to `path`.
// `write` gets the open file, seekable, and may report an error of its own, which is returned. A link is
// followed, and a file that was there keeps its permissions. Blocking; safe from any thread. Error:
// FileUnwritable, and those of `write`; `path` is then as it was.
Result<> replaceDurably(const FilePath& path, const WriteFile& write);
Result<> replaceDurably(const FilePath& path, const QByteArray& bytes);
Result<> replaceDurably(const QString& path, const WriteFile& write);
Result<> replaceDurably(const QString& path, const QByteArray& bytes);

// Whether replaceDurably() would work now, as far as can be known without writing: the folder is there and
// takes new files, the name is not too long, and what is there is a file that may be replaced. Makes a file
// in the folder and removes it. Blocking; safe from any thread. Error: FileUnwritable, which names the file
// and, if it is at fault, the folder.
Result<> checkReplaceable(const FilePath& path);

// Makes new names in the folder survive a power cut. Blocking. Error: FileUnwritable.
Result<> syncFolder(const QString& folder);

} // namespace nb::storage
