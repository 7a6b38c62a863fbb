#pragma once
// A soft shape and how it is laid into a mask: what every tool does that selects an area at once. The shape
// is asked for strip by strip, so that a shape over 100 megapixels needs no second mask.

#include "core/base/result.h"
#include "core/mask/delta.h"
#include <QPainterPath>
#include <functional>
#include <stop_token>

namespace nb::desktop {

struct Coverage {
    QRect bounds; // picture pixels; outside it nothing is covered
    // The samples within a rectangle inside `bounds`: CV_8UC1 of its size, 255 = covered. Safe from any
    // thread.
    std::function<cv::Mat(const QRect& rect)> samples;
};

enum class Lay { Add, Subtract };

// The inside of `path`, anti-aliased.
[[nodiscard]] Coverage coverageOf(const QPainterPath& path, const QRect& picture);

// Full before `from`, none beyond `to`, linear between; the whole of `picture`.
[[nodiscard]] Coverage gradientCoverage(const QPointF& from, const QPointF& to, const QRect& picture);

// What laying it over, or taking it away, changes; opacity 0 to 1. ErrorCode::Cancelled once asked to stop.
[[nodiscard]] Result<mask::Delta> laid(const mask::Mask& mask, const Coverage& coverage, Lay lay,
                                       double opacity, const std::stop_token& stop);

} // namespace nb::desktop
