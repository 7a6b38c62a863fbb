#include "app/cli/folder_list.h"

#include "app/cli/output_names.h"
#include <algorithm>
#include <map>

namespace nb::app {
namespace {

namespace fs = std::filesystem;
using storage::FilePath;
using storage::shown;

const std::string kMaskSuffix = "-mask";

Error unreadable(const FilePath& path, const std::error_code& error) {
    return {ErrorCode::FileUnreadable,
            QStringLiteral("Cannot read %1: %2").arg(shown(path), QString::fromStdString(error.message()))};
}

Result<std::vector<FilePath>> namesIn(const FilePath& folder) {
    std::error_code error;
    std::vector<FilePath> names;
    fs::directory_iterator entry(folder, error);
    for (; !error && entry != fs::directory_iterator(); entry.increment(error))
        names.push_back(entry->path().filename());
    if (error == std::errc::no_such_file_or_directory)
        return Error{ErrorCode::FileUnreadable, QStringLiteral("There is no folder %1").arg(shown(folder))};
    if (error)
        return unreadable(folder, error);
    std::ranges::sort(names, {}, [](const FilePath& name) { return name.native(); });
    return names;
}

bool isSame(const FilePath& a, const FilePath& b) {
    std::error_code error;
    return fs::equivalent(a, b, error) && !error;
}

bool isThere(const FilePath& path) {
    std::error_code error;
    return fs::exists(path, error);
}

// Sorts the entries of one folder.
class Sorting {
public:
    Sorting(const FolderBatch& batch, const FileEdit& defaults, std::vector<FilePath> names)
        : m_batch(batch), m_defaults(defaults), m_names(std::move(names)) {
        m_masksAreBeside = batch.mask.empty() && (batch.masks.empty() || isSame(batch.masks, batch.input));
        for (const FilePath& name : m_names)
            if (isOutputName(name) && m_masksAreBeside)
                m_pictureOfMask[maskFor(name).filename().native()].push_back(name);
    }

    FolderList sorted() {
        for (const FilePath& name : m_names)
            sort(name);
        return std::move(m_list);
    }

private:
    [[nodiscard]] FilePath maskFor(const FilePath& name) const {
        if (!m_batch.mask.empty())
            return m_batch.mask;
        const std::string stem = name.stem().native();
        return m_batch.masks.empty() ? m_batch.input / (stem + kMaskSuffix + ".png")
                                     : m_batch.masks / (stem + ".png");
    }

    // Whether it is the mask of a picture, which is no mask itself, beside it.
    [[nodiscard]] bool isMaskHere(const FilePath& name) const {
        const auto pictures = m_pictureOfMask.find(name.native());
        return pictures != m_pictureOfMask.end() &&
               std::ranges::any_of(pictures->second, [&](const FilePath& picture) {
                   return picture != name && !isMaskHere(picture);
               });
    }

    // Where the masks are elsewhere: whether it is called as a mask of a picture beside it would be. A batch
    // that is given its masks must not pay for edits of such a file.
    [[nodiscard]] FilePath pictureByName(const FilePath& name) const {
        const std::string stem = name.stem().native();
        if (m_masksAreBeside || name.extension() != ".png" || !stem.ends_with(kMaskSuffix))
            return {};
        if (m_batch.mask.empty() && isThere(maskFor(name)))
            return {}; // it has a mask of its own
        const std::string wanted = stem.substr(0, stem.size() - kMaskSuffix.size());
        const auto picture = std::ranges::find_if(m_names, [&](const FilePath& other) {
            return isOutputName(other) && other.stem().native() == wanted;
        });
        return picture == m_names.end() ? FilePath() : *picture;
    }

    void sort(const FilePath& name) {
        const FilePath path = m_batch.input / name;
        std::error_code error;
        const fs::file_status status = fs::status(path, error);
        if (status.type() == fs::file_type::directory)
            sortFolder(path);
        else if (name.native().starts_with('.'))
            leaveOut(path, QStringLiteral("it is a hidden file"));
        else if (!isOutputName(name))
            leaveOut(path, QStringLiteral("its name does not end in .png, .jpg or .jpeg"));
        else if (status.type() == fs::file_type::not_found)
            leaveOut(path, QStringLiteral("it is a link to a file that is not there"), LeftOut::Why::Failed);
        else if (!fs::status_known(status))
            leaveOut(path, QString::fromStdString(error.message()), LeftOut::Why::Failed);
        else if (status.type() != fs::file_type::regular)
            leaveOut(path, QStringLiteral("it is no regular file"));
        else if (!isMaskHere(name) && !isSame(path, m_batch.mask))
            sortPicture(name, path);
    }

    void sortFolder(const FilePath& path) {
        if (!isSame(path, m_batch.output) && !isSame(path, m_batch.masks))
            leaveOut(path, QStringLiteral("it is a folder; what is in it is not edited"));
    }

    void sortPicture(const FilePath& name, const FilePath& path) {
        const FilePath mask = maskFor(name);
        if (const FilePath picture = pictureByName(name); !picture.empty())
            leaveOut(path, QStringLiteral("it is named as the mask of %1").arg(shown(picture)));
        else if (!isThere(mask))
            leaveOut(path, QStringLiteral("there is no mask %1").arg(shown(mask)), LeftOut::Why::Failed);
        else if (isSame(mask, path))
            leaveOut(path, QStringLiteral("its mask would be the picture itself"), LeftOut::Why::Failed);
        else {
            FileEdit edit = m_defaults;
            edit.image = path;
            edit.mask = mask;
            edit.output = m_batch.output / name;
            m_list.edits.push_back(std::move(edit));
        }
    }

    void leaveOut(const FilePath& path, const QString& reason, LeftOut::Why why = LeftOut::Why::Skipped) {
        m_list.leftOut.push_back({path, why, reason});
    }

    const FolderBatch& m_batch;
    const FileEdit& m_defaults;
    std::vector<FilePath> m_names;
    bool m_masksAreBeside;
    std::map<std::string, std::vector<FilePath>> m_pictureOfMask;
    FolderList m_list;
};

QString listed(const std::vector<LeftOut>& leftOut) {
    QStringList files;
    for (const LeftOut& file : leftOut)
        files += QStringLiteral("%1 (%2)").arg(shown(file.file.filename()), file.reason);
    return files.isEmpty() ? QString() : QStringLiteral(": ") + files.join(QStringLiteral(", "));
}

} // namespace

Result<FolderList> editsOfFolder(const FolderBatch& batch, const FileEdit& defaults) {
    Result<std::vector<FilePath>> names = namesIn(batch.input);
    if (!names)
        return names.error();
    std::error_code error;
    if (!batch.mask.empty() && !fs::exists(batch.mask, error))
        return unreadable(batch.mask, std::make_error_code(std::errc::no_such_file_or_directory));
    FolderList list = Sorting(batch, defaults, std::move(*names)).sorted();
    const bool hasPictures =
        !list.edits.empty() || std::ranges::any_of(list.leftOut, [](const LeftOut& file) {
            return file.why == LeftOut::Why::Failed;
        });
    if (!hasPictures)
        return Error{ErrorCode::InvalidArgument,
                     QStringLiteral("There are no PNG or JPEG pictures to edit in %1%2")
                         .arg(shown(batch.input), listed(list.leftOut))};
    return list;
}

} // namespace nb::app
