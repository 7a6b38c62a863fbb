#pragma once
// What the report of a result says, as translated texts: that nothing else was changed, how visible the seam
// is, how far the answer had to be moved. Pure functions of core/project/layer_info.h.

#include "core/project/layer_info.h"
#include <QStringList>

namespace nb::desktop {

// One fact each, the most important first; facts that could not be measured are left out.
[[nodiscard]] QStringList reportTexts(const project::LayerInfo& info);

// What a person should check; empty = the result is aligned.
[[nodiscard]] QString reportWarning(const project::LayerInfo& info);

} // namespace nb::desktop
