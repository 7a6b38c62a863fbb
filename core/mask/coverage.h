#pragma once
// How strongly a shape covers each pixel, and the change that adding it to a mask, or subtracting it, makes.
// The shape is computed strip by strip, so that one over 100 megapixels needs no second mask. The coverage of
// a brush stroke, which grows while it is painted, is core/mask/stroke_coverage.h.

#include "core/base/result.h"
#include "core/mask/delta.h"
#include <QPointF>
#include <functional>
#include <stop_token>

namespace nb::mask {

struct Coverage {
    QRect bounds; // picture pixels; nothing outside is covered
    // The samples within a rectangle inside `bounds`: CV_8UC1 of its size, 255 = covered. Safe from any
    // thread.
    std::function<cv::Mat(const QRect& rect)> samples;
};

enum class CoverageMode { Add, Subtract };

// Full before `from`, none beyond `to`, linear between; over the whole of `picture`.
[[nodiscard]] Coverage gradientCoverage(const QPointF& from, const QPointF& to, const QRect& picture);

// The change that adding or subtracting the coverage makes to `mask`. opacity: 0 to 1. Error: Cancelled once
// asked to stop. Safe from any thread.
[[nodiscard]] Result<Delta> applyCoverage(const Mask& mask, const Coverage& coverage, CoverageMode mode,
                                          double opacity, const std::stop_token& stop = {});

// Write into `out` the mask with the coverage added: mask + (255 - mask) * coverage * opacity, or subtracted:
// mask
// * (1 - coverage * opacity). All are CV_8UC1 of one size; opacity: 0 to 1. Where the coverage is full and
// the opacity 1, the result is exactly 255 or 0.
void addCoverage(const cv::Mat& mask, const cv::Mat& coverage, double opacity, cv::Mat out);
void subtractCoverage(const cv::Mat& mask, const cv::Mat& coverage, double opacity, cv::Mat out);

} // namespace nb::mask
