#pragma once
// A batch from a folder: the list of edits, and every other file of the folder with the reason why it is not
// edited. Nothing is read but names.

#include "app/cli/file_edit.h"
#include <vector>

namespace nb::app {

struct FolderBatch {
    storage::FilePath input = {}; // folder with PNG and JPEG pictures; not searched below it
    storage::FilePath masks =
        {}; // folder with a PNG of each picture's stem; empty = "photo-mask.png" beside "photo.jpg"
    storage::FilePath mask = {};   // one PNG for all; wins over `masks`
    storage::FilePath output = {}; // folder for the results, which keep the pictures' names
};

// What is not edited.
struct LeftOut {
    enum class Why { Failed, Skipped }; // a picture that cannot be edited; anything else
    storage::FilePath file;
    Why why = Why::Skipped;
    QString reason; // "there is no mask a-mask.png"
};

struct FolderList {
    std::vector<FileEdit> edits;
    std::vector<LeftOut> leftOut;
};

// In the order of the names' bytes. Masks that belong to a picture of the folder are in neither list. Errors:
// FileUnreadable (the folder, or the one mask for all), InvalidArgument (no picture at all; names what is
// there).
Result<FolderList> editsOfFolder(const FolderBatch& batch, const FileEdit& defaults);

} // namespace nb::app
