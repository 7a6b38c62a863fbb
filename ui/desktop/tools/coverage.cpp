#include "ui/desktop/tools/coverage.h"

#include "core/image/cv_rect.h"
#include "core/mask/stroke_coverage.h"
#include "ui/desktop/convert/rasterise.h"
#include <algorithm>
#include <cmath>
#include <opencv2/core.hpp>

namespace nb::desktop {

Coverage coverageOf(const QPainterPath& path, const QRect& picture) {
    return {path.boundingRect().toAlignedRect() & picture,
            [path](const QRect& rect) { return rasterised(path, rect); }};
}

Coverage gradientCoverage(const QPointF& from, const QPointF& to, const QRect& picture) {
    const QPointF way = to - from;
    const double squared = std::max(1e-6, QPointF::dotProduct(way, way));
    return {picture, [from, way, squared](const QRect& rect) {
                cv::Mat samples(rect.height(), rect.width(), CV_8UC1);
                for (int y = 0; y < samples.rows; ++y) {
                    const QPointF first(rect.x() + 0.5 - from.x(), rect.y() + y + 0.5 - from.y());
                    const double start = QPointF::dotProduct(first, way) / squared;
                    const double step = way.x() / squared;
                    uchar* out = samples.ptr(y);
                    for (int x = 0; x < samples.cols; ++x)
                        out[x] = uchar(255 * (1 - std::clamp(start + step * x, 0.0, 1.0)) + 0.5);
                }
                return samples;
            }};
}

Result<mask::Delta> laid(const mask::Mask& mask, const Coverage& coverage, Lay lay, double opacity,
                         const std::stop_token& stop) {
    const QRect bounds = coverage.bounds & QRect({}, mask.size());
    mask::Delta delta;
    // Strips end where tiles end: each tile is compressed once.
    for (int top = bounds.top(); !bounds.isEmpty() && top <= bounds.bottom();) {
        if (stop.stop_requested())
            return Error{ErrorCode::Cancelled};
        const int end = std::min((top / mask::kTilePx + 1) * mask::kTilePx, bounds.bottom() + 1);
        const QRect strip(bounds.x(), top, bounds.width(), end - top);
        const cv::Mat before = mask.pixels(cvRect(strip));
        cv::Mat after(before.size(), CV_8UC1);
        if (lay == Lay::Add)
            mask::layOver(before, coverage.samples(strip), opacity, after);
        else
            mask::takeFrom(before, coverage.samples(strip), opacity, after);
        delta.append(mask::Delta::between(mask, strip, after));
        top = end;
    }
    return delta;
}

} // namespace nb::desktop
