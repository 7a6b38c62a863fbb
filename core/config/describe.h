#pragma once
// The configuration as people read it: the reference in docs/configuration.md and the effective values.

#include "core/config/loader.h"
#include <QJsonObject>

namespace nb::config {

// docs/configuration.md, whole; made from the option table.
[[nodiscard]] QString configurationMarkdown();

// One line an option: NAME=value and where it comes from. Secrets are "(set)" or "(empty)".
[[nodiscard]] QString effectiveText(const Loaded& loaded);

// {"PORT":{"value":"8000","source":"default"}, …}
[[nodiscard]] QJsonObject effectiveJson(const Loaded& loaded);

} // namespace nb::config
