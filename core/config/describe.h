#pragma once
// The configuration as text: the reference in docs/configuration.md and the effective values.

#include "core/config/loader.h"
#include <QJsonObject>

namespace nb::config {

// The whole of docs/configuration.md, generated from the option table.
[[nodiscard]] QString configurationMarkdown();

// One line per option: NAME=value and its origin. Secrets are "(set)" or "(empty)".
[[nodiscard]] QString effectiveText(const Loaded& loaded);

// {"PORT":{"value":"8000","source":"default"}, …}
[[nodiscard]] QJsonObject effectiveJson(const Loaded& loaded);

} // namespace nb::config
