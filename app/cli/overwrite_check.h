#pragma once
// An input is never an output: checked for a whole command, before anything is sent or written, however the
// files are named. The one place for `edit`, `batch` and `replay`, and with `batch` for the studio. --force
// does not change it.

#include "app/cli/file_edit.h"
#include <vector>

namespace nb::app {

// What a command reads besides the pictures and masks of its edits.
struct OtherInputs {
    std::vector<storage::FilePath> files;   // the list, a configuration file
    std::vector<storage::FilePath> folders; // whose files are all kept: a journal's
};

// The files that a journal keeps, as such inputs.
[[nodiscard]] OtherInputs inputsOfJournal(const storage::FilePath& journal);

// That no output is one of the inputs, and that no two outputs are one file. Blocks on the disk. Error:
// InvalidArgument, which names both.
Result<> checkNothingIsOverwritten(const std::vector<FileEdit>& edits, const OtherInputs& others);

} // namespace nb::app
