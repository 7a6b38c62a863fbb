#pragma once
// What the studio says about an error in the user's language: the one place that turns error codes into
// sentences. The core's own messages are English.

#include "core/base/error.h"
#include <QStringList>

namespace nb::desktop {

// A sentence for the code, and the error's message, which is exact but may be English, in a second line. In
// English it is the message alone, with a full stop. `advice`: what a person can do about it, put before
// the second line; empty = nothing.
[[nodiscard]] QString errorText(const Error& error, const QString& advice = {});

// What the studio says at its start of options in the environment or in files that it cannot use. `faults`:
// those of config::usable(), at least one.
[[nodiscard]] QString unusedSettingsText(const QStringList& faults);

} // namespace nb::desktop
