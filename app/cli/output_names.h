#pragma once
// How results on the command line are called. Names are bytes.

#include "core/storage/file_path.h"

namespace nb::app {

// True for the extensions that an output may have, .png, .jpg and .jpeg in any case.
[[nodiscard]] bool isOutputName(const storage::FilePath& path);
[[nodiscard]] bool isJpegName(const storage::FilePath& path); // of these, the last two

// The name of one of several results, counted from 0: "out-1.png" for the first. `output` itself if it is the
// only one.
[[nodiscard]] storage::FilePath variantName(const storage::FilePath& output, int index, int variants);

// `path` if it and all its variants are free, else with "-2", "-3", … after its stem. A link that leads
// nowhere is not free. Blocks on the disk.
[[nodiscard]] storage::FilePath freeName(const storage::FilePath& path, int variants = 1);

// Where the results of `variants` edits go by default: "photo-edited.jpg" beside the picture, or what is
// free.
[[nodiscard]] storage::FilePath defaultOutput(const storage::FilePath& image, int variants = 1);

} // namespace nb::app
