#include "core/config/settings.h"

namespace nb::config {

bool Settings::demoMode() const {
    return provider.key.isEmpty() || provider.key == QStringLiteral("demo_key_placeholder");
}

} // namespace nb::config
