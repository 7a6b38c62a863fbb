#include "ui/desktop/files/project_files.h"

#include "ui/desktop/document/studio_document.h"
#include <utility>

namespace nb::desktop {

void openIn(StudioDocument& document, Opened opened) {
    project::Project& project = opened.project;
    if (project.mask.pixels.empty())
        document.open(std::move(project.picture), opened.name, opened.path);
    else
        document.open(std::move(project.picture), std::move(project.mask), std::move(project.results),
                      opened.name, opened.path);
}

Snapshot snapshotOf(StudioDocument& document) {
    std::shared_ptr<const mask::Mask> mask = document.maskSnapshot();
    return {{document.picture(), *mask, document.results()}, mask};
}

} // namespace nb::desktop
