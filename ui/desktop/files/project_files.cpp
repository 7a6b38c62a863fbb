#include "ui/desktop/files/project_files.h"

#include "core/base/worker_pool.h"
#include "ui/desktop/models/studio_document.h"
#include <utility>

namespace nb::desktop {

void openIn(StudioDocument& document, Opened opened) {
    document::Project& project = opened.project;
    if (project.mask.pixels.empty())
        document.open(std::move(project.picture), opened.name, opened.path);
    else
        document.open(std::move(project.picture), std::move(project.mask), std::move(project.results),
                      opened.name, opened.path);
}

document::Project projectOf(const StudioDocument& document) {
    return {document.picture(), {document.mask().pixels.clone()}, document.results()};
}

QFuture<Result<>> saveProjectLater(const document::Project& project, const QString& path,
                                   const document::Watch& watch, WorkerPool& pool) {
    return pool.run([project, path, watch] { return document::saveOpenRaster(project, path, watch); });
}

} // namespace nb::desktop
