#pragma once
// The part of the option table (core/config/options.h) that says where edits are written down.

#include "core/config/options.h"

namespace nb::config {

// In the order of the documentation.
[[nodiscard]] QList<Option> requestLogOptions();

} // namespace nb::config
