#pragma once
// Writes files that survive a crash and a power cut: a file is whole and on the disk when the call returns,
// or it is not there under its name. QSaveFile does not do that: it leaves the folder's own entry unsynced.

#include "core/base/result.h"
#include <functional>

class QByteArray;
class QFile;

namespace nb::storage {

// Writes to `temporary`, syncs, renames to `path`, syncs the folder. Both must be in the same folder and no
// other writer may use `temporary`. Blocking; safe from any thread. Error: FileUnwritable; `path` is then as
// it was and `temporary` gone.
Result<> writeDurably(const QString& path, const QString& temporary, const QByteArray& bytes);

// For files that users save: writes into a hidden file beside `path`, syncs, and renames it to `path`.
// `write` gets the open file, seekable, and may report an error of its own, which is returned. A link is
// followed, and a file that was there keeps its permissions. Blocking; safe from any thread. Error:
// FileUnwritable, and those of `write`; `path` is then as it was.
Result<> replaceDurably(const QString& path, const std::function<Result<>(QFile&)>& write);
Result<> replaceDurably(const QString& path, const QByteArray& bytes);

// Makes new names in the folder survive a power cut. Blocking. Error: FileUnwritable.
Result<> syncFolder(const QString& folder);

} // namespace nb::storage
