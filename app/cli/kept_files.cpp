#include "app/cli/kept_files.h"

#include "app/cli/output_names.h"
#include "core/storage/durable_file.h"
#include <QStringList>

namespace nb::app {
namespace {

using storage::FilePath;

constexpr size_t kMaxStemBytes = 150; // leaves room for what is appended

std::string shortened(std::string stem) {
    if (stem.size() <= kMaxStemBytes)
        return stem;
    const bool wasUtf8 = storage::isUtf8(FilePath(stem));
    stem.resize(kMaxStemBytes);
    while (wasUtf8 && !storage::isUtf8(FilePath(stem)))
        stem.pop_back();
    return stem;
}

Result<FilePath> keepIn(const FilePath& folder, const std::string& name, const QByteArray& bytes) {
    const FilePath path = freeName(folder / name);
    const Result<> written = storage::replaceDurably(path, bytes);
    return written ? Result<FilePath>(path) : Result<FilePath>(written.error());
}

} // namespace

Result<std::vector<FilePath>> keepFiles(const std::vector<QByteArray>& files, const FilePath& folder,
                                        const FilePath& wanted, const std::string& suffix,
                                        const std::string& extension) {
    const std::string name = shortened(wanted.stem().native()) + suffix + extension;
    std::vector<FilePath> kept;
    for (const QByteArray& bytes : files) {
        Result<FilePath> path = keepIn(folder, name, bytes);
        std::error_code error;
        if (const FilePath temporary = std::filesystem::temp_directory_path(error); !path && !error)
            if (Result<FilePath> second = keepIn(temporary, name, bytes))
                path = std::move(second);
        if (!path)
            return path.error();
        kept.push_back(*path);
    }
    return kept;
}

QString shownList(const std::vector<FilePath>& files) {
    QStringList names;
    for (const FilePath& file : files)
        names += storage::shown(file);
    return names.join(QStringLiteral(", "));
}

} // namespace nb::app
