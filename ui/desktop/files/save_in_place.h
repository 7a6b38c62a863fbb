#pragma once
// Ctrl+S: saves a document into the file that it came from. The file keeps its kind, and the pixels that were
// not changed keep their samples (ui/desktop/files/rewrite.h); what cannot be kept, and what another program
// has done to the file, is said before anything is written. It asks nobody; that is the controller's.

#include "core/project/project.h"
#include "ui/desktop/files/source_file.h"

namespace nb::desktop {

// Something that saving would lose.
struct Difference {
    QString key;   // for SourceFile::accepted
    QString words; // a sentence for the user, without its full stop
};

struct InPlace {
    QString path;
    std::shared_ptr<const SourceFile> source; // null = not known, after a recovery: the file is looked at now
    SaveOptions options;                      // for a file whose kind cannot be kept
    QStringList accepted;                     // keys that were accepted just now
};

struct SavedInPlace {
    std::vector<Difference> differences; // not empty: nothing was written, and these are to be asked about
    QStringList notices;                 // sentences for the user
    std::shared_ptr<const SourceFile> source; // for the next time
};

// Both block; call them on the pool. The file is as it was if there is an error: FileUnwritable, Cancelled,
// OutOfMemory, and those of savePicture().
Result<SavedInPlace> saveInPlace(const image::Picture& picture, const InPlace& request, const Watch& watch);
Result<SavedInPlace> saveProjectInPlace(const project::Project& project, const InPlace& request,
                                        const Watch& watch);

// Save As: a copy under another name, which has what else the source file has if that is of the same format.
// source: null = nothing is known. Errors as savePicture().
Result<Saved> saveCopy(const image::Picture& picture, const QString& path, const SaveOptions& options,
                       const std::shared_ptr<const SourceFile>& source, const Watch& watch);

} // namespace nb::desktop
