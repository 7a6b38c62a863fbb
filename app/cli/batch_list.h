#pragma once
// What a batch consists of: from a folder or a CSV file to a list of edits. Nothing is read but names and the
// CSV.

#include "app/cli/file_edit.h"
#include <vector>

namespace nb::app {

struct FolderBatch {
    QString input = {}; // folder with PNG and JPEG pictures; not searched below it
    QString masks =
        {}; // folder with a PNG of each picture's stem; empty = "photo-mask.png" beside "photo.jpg"
    QString mask = {};   // one PNG for all; wins over `masks`
    QString output = {}; // folder for the results, which keep the pictures' names
};

// In the order of the names. Errors: FileUnreadable (no such folder), InvalidArgument (no pictures; a picture
// without a mask, all such pictures named at once).
Result<std::vector<FileEdit>> editsOfFolder(const FolderBatch& batch, const FileEdit& defaults);

// The columns image, mask, prompt and, optionally, output and seed: in this order, or in any order under a
// first row that names them. Relative paths start at the CSV's own folder; an empty prompt or seed means that
// of `defaults`. Without an output column the results keep the pictures' names in `outputFolder`, with "-2",
// "-3", … for repetitions. Errors: FileUnreadable, InvalidArgument with the row's number.
Result<std::vector<FileEdit>> editsOfCsv(const QString& csvFile, const QString& outputFolder,
                                         const FileEdit& defaults);

} // namespace nb::app
