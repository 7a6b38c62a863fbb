#include "core/server/api/upload_limits.h"

namespace nb::server {

image::Limits pictureLimits(const config::ImageSettings& settings) {
    return {settings.maxSizeMb * kBytesPerMb, settings.minDimension, settings.maxDimension, 0};
}

qint64 largestBody(const config::ImageSettings& settings) {
    return (2 * settings.maxSizeMb + 1) * kBytesPerMb;
}

} // namespace nb::server
