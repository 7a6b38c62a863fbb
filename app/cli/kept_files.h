#pragma once
// Saves what has been paid for and cannot go where it was meant to.

#include "core/base/result.h"
#include "core/storage/file_path.h"
#include <QByteArray>
#include <vector>

namespace nb::app {

// Writes each of `files` to `folder` under a free name that begins with that of `wanted` and ends with
// `suffix` and `extension`: "out-kept.png"; where that cannot be, to the system's folder for temporary files.
// Blocks on the disk. Returns where they are. Error: FileUnwritable, of the first that could not be written
// anywhere.
Result<std::vector<storage::FilePath>> keepFiles(const std::vector<QByteArray>& files,
                                                 const storage::FilePath& folder,
                                                 const storage::FilePath& wanted, const std::string& suffix,
                                                 const std::string& extension);

// For messages: "a, b".
[[nodiscard]] QString shownList(const std::vector<storage::FilePath>& files);

} // namespace nb::app
