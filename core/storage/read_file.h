#pragma once
// Reads a file of a user's by the bytes of its name.

#include "core/base/result.h"
#include "core/storage/file_path.h"
#include <QByteArray>

namespace nb::storage {

// The whole file; a pipe is read to its end. Blocking; safe from any thread. Errors, with the path as
// shown(): FileUnreadable; ImageTooLarge if there are over maxBytes, which is positive.
Result<QByteArray> readFile(const FilePath& path, qint64 maxBytes);

} // namespace nb::storage
