#pragma once
// The studio's icons: drawings in one colour, which they take from the palette of the moment, so that they
// are seen on light and on dark.

#include <QIcon>

namespace nb::desktop {

// name: a file below resources/icons, without ".svg". Sharp at every size; follows the colour theme by
// itself.
[[nodiscard]] QIcon icon(const char* name);

// The program's own, in its colours.
[[nodiscard]] QIcon applicationIcon();

} // namespace nb::desktop
