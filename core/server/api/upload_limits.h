#pragma once
// How large what a client uploads may be, from the settings: the one place that turns them into bytes. The
// validation of an edit, the guard and /api/limits all ask here.

#include "core/config/settings.h"
#include "core/image/decode.h"

namespace nb::server {

inline constexpr qint64 kBytesPerMb = 1024 * 1024;

// Of the picture; of the mask the bytes.
[[nodiscard]] image::Limits pictureLimits(const config::ImageSettings& settings);

// Bytes of the largest request body that is taken: room for two files of the largest size and the form around
// them.
[[nodiscard]] qint64 largestBody(const config::ImageSettings& settings);

} // namespace nb::server
