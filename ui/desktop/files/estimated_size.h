#pragma once
// How large a file would become, without encoding all of it: nine pieces from all over the picture stand for
// the rest. Good to some twenty percent on photographs, exact for pictures of up to half a megapixel.

#include "core/base/result.h"
#include "ui/desktop/files/save_picture.h"

namespace nb::desktop {

// Bytes. Blocking, tens of milliseconds; safe from any thread. Errors: those of encodePicture().
Result<qint64> estimatedBytes(const image::Picture& picture, const SaveOptions& options);

} // namespace nb::desktop
