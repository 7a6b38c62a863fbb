#pragma once
// Between the open document and files: what was opened goes in, what is to be saved comes out. It decides
// nothing about names and dialogs; that is the window's.

#include "core/project/open_raster.h"
#include "ui/desktop/files/open_picture.h"
#include <memory>

namespace nb::desktop {

class StudioDocument;

// The document as it was at one moment, to be saved elsewhere while work goes on.
struct Snapshot {
    project::Project project;
    std::shared_ptr<const mask::Mask> mask; // as long as it is held, project.mask does not change
};

// Both on the thread of the user interface. Take no snapshot while a MaskEdit is open: half a stroke would be
// in it.
void openIn(StudioDocument& document, Opened opened);
[[nodiscard]] Snapshot snapshotOf(StudioDocument& document); // copies no samples

} // namespace nb::desktop
