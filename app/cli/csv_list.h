#pragma once
// A batch from a CSV file: the list of edits that its rows ask for. Nothing is read but the CSV.

#include "app/cli/file_edit.h"
#include <vector>

namespace nb::app {

// The columns image, mask, prompt and, optionally, output and seed: in this order, or in any order under a
// first row that names them; separated by comma, semicolon, tab or bar, whichever reads the list, or by what
// a first line "sep=…" says. Relative paths start at the CSV's own folder; an empty prompt or seed means that
// of `defaults`. Without an output column the results keep the pictures' names in `outputFolder`, with "-2",
// "-3", … for repetitions. Errors: FileUnreadable, InvalidArgument with the line's number.
Result<std::vector<FileEdit>> editsOfCsv(const storage::FilePath& csvFile,
                                         const storage::FilePath& outputFolder, const FileEdit& defaults);

} // namespace nb::app
