#pragma once
// What the studio says about an error in the user's language: the one place that turns error codes into
// sentences. The core's own messages are English.

#include "core/base/error.h"

namespace nb::desktop {

// A sentence for the code, and the error's message, which is exact but may be English, in a second line. In
// English it is the message alone, with a full stop. `advice`: what a person can do about it, put before
// the second line; empty = nothing.
[[nodiscard]] QString errorText(const Error& error, const QString& advice = {});

} // namespace nb::desktop
