#include "app/cli/output_names.h"

#include <algorithm>

namespace nb::app {
namespace {

using storage::FilePath;

std::string lowerExtension(const FilePath& path) {
    std::string extension = path.extension().native();
    std::ranges::transform(extension, extension.begin(),
                           [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c; });
    return extension;
}

FilePath withSuffix(const FilePath& path, const std::string& suffix) {
    return path.parent_path() / (path.stem().native() + suffix + path.extension().native());
}

bool isTaken(const FilePath& path, int variants) {
    std::error_code error;
    for (int i = 0; i < variants; ++i)
        if (std::filesystem::exists(std::filesystem::symlink_status(variantName(path, i, variants), error)))
            return true;
    return false;
}

} // namespace

bool isJpegName(const FilePath& path) {
    const std::string extension = lowerExtension(path);
    return extension == ".jpg" || extension == ".jpeg";
}

bool isOutputName(const FilePath& path) {
    return isJpegName(path) || lowerExtension(path) == ".png";
}

FilePath variantName(const FilePath& output, int index, int variants) {
    return variants == 1 ? output : withSuffix(output, '-' + std::to_string(index + 1));
}

FilePath freeName(const FilePath& path, int variants) {
    FilePath free = path;
    for (int i = 2; isTaken(free, variants); ++i)
        free = withSuffix(path, '-' + std::to_string(i));
    return free;
}

FilePath defaultOutput(const FilePath& image, int variants) {
    const std::string extension = isOutputName(image) ? image.extension().native() : ".png";
    return freeName(image.parent_path() / (image.stem().native() + "-edited" + extension), variants);
}

} // namespace nb::app
