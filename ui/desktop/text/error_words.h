#pragma once
// What the studio says about an error in the user's language: the one place that turns error codes into
// sentences. The core's own messages are English.

#include "core/base/error.h"

namespace nb::desktop {

// A sentence for the code, and the error's message, which is exact but may be English, in a second line. In
// English it is the message alone, with a final stop. `advice`: what a person may do about it, said before
// the second line; empty = nothing.
[[nodiscard]] QString errorWords(const Error& error, const QString& advice = {});

} // namespace nb::desktop
