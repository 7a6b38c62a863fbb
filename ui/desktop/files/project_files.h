#pragma once
// Between the open document and files: what was opened goes in, what is to be saved comes out. It decides
// nothing about names and dialogs; that is the window's.

#include "core/document/open_raster.h"
#include "ui/desktop/files/open_picture.h"
#include <QFuture>

namespace nb {
class WorkerPool;
}

namespace nb::desktop {

class StudioDocument;

// Both on the thread of the user interface.
void openIn(StudioDocument& document, Opened opened);
// The document as it is now, to be saved elsewhere while work goes on. Copies the mask's samples, shares the
// rest. Not while a MaskEdit is open: half a stroke would be in it.
[[nodiscard]] document::Project projectOf(const StudioDocument& document);

// saveOpenRaster() on the pool. Call StudioDocument::setSavedAs() when it has succeeded.
[[nodiscard]] QFuture<Result<>> saveProjectLater(const document::Project& project, const QString& path,
                                                 const document::Watch& watch, WorkerPool& pool);

} // namespace nb::desktop
