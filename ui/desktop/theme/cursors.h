#pragma once
// Pointer shapes that the system lacks, drawn by us: dark with a light rim, visible on every picture.

#include <QCursor>

namespace nb::desktop {

enum class ZoomCursor { In, Out };

// A magnifying glass with plus or minus. Made once; only on the thread of the user interface.
[[nodiscard]] QCursor zoomCursor(ZoomCursor kind);

} // namespace nb::desktop
