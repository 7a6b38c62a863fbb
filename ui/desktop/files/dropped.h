#pragma once
// What was dropped on the window or is on the clipboard: a local file, or the picture itself. Web addresses
// are refused with a reason: fetching them would send requests that the user does not see.

#include "core/base/result.h"
#include <QImage>
#include <QStringList>

class QMimeData;

namespace nb::desktop {

// One of the two is there.
struct Dropped {
    QStringList files; // local paths, in their order
    QImage image;
};

// Cheap, for a drag that moves: whether dropped() would give something, or a reason that helps.
[[nodiscard]] bool mayBeDropped(const QMimeData& data);

// Call it on the thread of the user interface. Files win over samples: they carry profile and name. Errors:
// UnsupportedFormat (an address in the web, or nothing that is a picture), FileUnreadable (a name that is no
// UTF-8), UnreadableImage.
Result<Dropped> dropped(const QMimeData& data);

} // namespace nb::desktop
