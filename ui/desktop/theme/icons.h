#pragma once
// The studio's icons: drawings in one colour, taken from the current palette, so that they are
// visible on light and on dark.

#include <QIcon>

namespace nb::desktop {

// name: a file below resources/icons, without ".svg". Sharp at every size; follows the colour theme by
// itself.
[[nodiscard]] QIcon icon(const char* name);

// The program's own, in its colours.
[[nodiscard]] QIcon applicationIcon();

} // namespace nb::desktop
