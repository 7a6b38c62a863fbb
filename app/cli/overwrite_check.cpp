#include "app/cli/overwrite_check.h"

#include "core/storage/file_identity.h"
#include <map>

namespace nb::app {
namespace {

using storage::FileIdentity;
using storage::FileKeys;
using storage::FilePath;
using storage::shown;

// Finds files again by either of their keys.
class Files {
public:
    // `what` is said of it in messages.
    void add(const FileKeys& keys, const QString& what) {
        m_byName.try_emplace(keys.name, what);
        if (!keys.node.isEmpty())
            m_byNode.try_emplace(keys.node, what);
    }

    // Empty = it is not among them.
    [[nodiscard]] QString find(const FileKeys& keys) const {
        if (const auto found = m_byName.find(keys.name); found != m_byName.end())
            return found->second;
        const auto found = keys.node.isEmpty() ? m_byNode.end() : m_byNode.find(keys.node);
        return found == m_byNode.end() ? QString() : found->second;
    }

private:
    std::map<QByteArray, QString> m_byName;
    std::map<QByteArray, QString> m_byNode;
};

Error refused(const FileEdit& edit, const QString& why) {
    const QString where = edit.origin.isEmpty() ? QString() : edit.origin + QStringLiteral(": ");
    return {ErrorCode::InvalidArgument,
            QStringLiteral("%1the output %2 %3; choose another name, so that nothing is lost")
                .arg(where, shown(edit.output), why)};
}

FilePath folderOf(const FilePath& file) {
    return file.has_parent_path() ? file.parent_path() : FilePath(".");
}

} // namespace

OtherInputs inputsOfJournal(const FilePath& journal) {
    OtherInputs inputs;
    for (const char* folder : {"pictures", "masks", "results", "sessions"})
        inputs.folders.push_back(journal / folder);
    return inputs;
}

Result<> checkNothingIsOverwritten(const std::vector<FileEdit>& edits, const OtherInputs& others) {
    FileIdentity identity;
    Files inputs;
    for (const FileEdit& edit : edits) {
        inputs.add(identity.of(edit.image),
                   QStringLiteral("is an input, the picture %1").arg(shown(edit.image)));
        inputs.add(identity.of(edit.mask), QStringLiteral("is an input, the mask %1").arg(shown(edit.mask)));
    }
    for (const FilePath& file : others.files)
        inputs.add(identity.of(file), QStringLiteral("is an input, %1").arg(shown(file)));
    Files folders;
    for (const FilePath& folder : others.folders)
        folders.add(identity.of(folder),
                    QStringLiteral("lies in the journal's folder %1").arg(shown(folder)));
    Files outputs;
    for (const FileEdit& edit : edits) {
        FileKeys keys = identity.of(edit.output);
        for (const QString& why : {inputs.find(keys), folders.find(identity.of(folderOf(edit.output)))})
            if (!why.isEmpty())
                return refused(edit, why);
        // An output replaces one name of a file, so that hard links of one old result stay two outputs.
        if (!keys.oneName)
            keys.node.clear();
        if (const QString why = outputs.find(keys); !why.isEmpty())
            return refused(edit, why);
        outputs.add(keys, QStringLiteral("is also that of %1")
                              .arg(edit.origin.isEmpty() ? shown(edit.image) : edit.origin));
    }
    return {};
}

} // namespace nb::app
