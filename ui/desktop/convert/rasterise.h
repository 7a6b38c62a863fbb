#pragma once
// Rasterises outlines: how much of each pixel lies inside a path. Safe from any thread.

#include "core/mask/coverage.h"
#include <QPainterPath>
#include <QRect>
#include <opencv2/core/mat.hpp>

namespace nb::desktop {

// CV_8UC1 of the size of `rect`: 255 = inside, 0 = outside, anti-aliased. `path` is in the coordinates of
// `rect`; its fill rule counts.
[[nodiscard]] cv::Mat rasterised(const QPainterPath& path, const QRect& rect);

// The inside of `path`, in picture pixels; its bounds are cut to `picture`.
[[nodiscard]] mask::Coverage coverageOf(const QPainterPath& path, const QRect& picture);

} // namespace nb::desktop
