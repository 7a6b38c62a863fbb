#pragma once
// A picture in a window of its own: a studio process of its own, so that neither can take the other along.

#include "core/base/result.h"
#include "core/image/picture.h"
#include <QFuture>

namespace nb {
class WorkerPool;
}

namespace nb::desktop {

// name: for its title. The picture goes through a temporary file, which the new process removes. Error:
// FileUnwritable, Internal (the program could not be started).
[[nodiscard]] QFuture<Result<>> openInNewWindow(const image::Picture& picture, const QString& name,
                                                WorkerPool& pool);

} // namespace nb::desktop
