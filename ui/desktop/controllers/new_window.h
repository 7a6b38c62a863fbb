#pragma once
// Opens a picture in a second studio, as a process of its own: a crash of one does not end the other.

#include "core/base/result.h"
#include "core/image/picture.h"
#include <QFuture>

namespace nb {
class WorkerPool;
}

namespace nb::desktop {

// name: shown as its title. The picture goes through a temporary file, which the new process removes. Error:
// FileUnwritable, Internal (the program could not be started).
[[nodiscard]] QFuture<Result<>> openInNewWindow(const image::Picture& picture, const QString& name,
                                                WorkerPool& pool);

} // namespace nb::desktop
