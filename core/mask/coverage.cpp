#include "core/mask/coverage.h"

#include "core/image/cv_rect.h"
#include "core/mask/change.h"
#include <algorithm>
#include <cmath>
#include <opencv2/core.hpp>

namespace nb::mask {
namespace {

// x / 255, rounded, for x up to 255 * 255. Sixteen bits are enough for all steps, and the loops vectorise
// better.
quint16 by255(quint16 x) {
    const auto half = quint16(x + 128);
    return quint16(quint16(half + (half >> 8)) >> 8);
}

} // namespace

Coverage gradientCoverage(const QPointF& from, const QPointF& to, const QRect& picture) {
    const QPointF direction = to - from;
    const double squared = std::max(1e-6, QPointF::dotProduct(direction, direction));
    return {picture, [from, direction, squared](const QRect& rect) {
                cv::Mat samples(rect.height(), rect.width(), CV_8UC1);
                for (int y = 0; y < samples.rows; ++y) {
                    const QPointF first(rect.x() + 0.5 - from.x(), rect.y() + y + 0.5 - from.y());
                    const double start = QPointF::dotProduct(first, direction) / squared;
                    const double step = direction.x() / squared;
                    uchar* out = samples.ptr(y);
                    for (int x = 0; x < samples.cols; ++x)
                        out[x] = uchar(255 * (1 - std::clamp(start + step * x, 0.0, 1.0)) + 0.5);
                }
                return samples;
            }};
}

Result<Delta> applyCoverage(const Mask& mask, const Coverage& coverage, CoverageMode mode, double opacity,
                            const std::stop_token& stop) {
    return changeInStrips(mask, coverage.bounds, stop, [&](const QRect& strip, cv::Mat& after) {
        const cv::Mat before = mask.pixels(cvRect(strip));
        if (mode == CoverageMode::Add)
            addCoverage(before, coverage.samples(strip), opacity, after);
        else
            subtractCoverage(before, coverage.samples(strip), opacity, after);
    });
}

void addCoverage(const cv::Mat& mask, const cv::Mat& coverage, double opacity, cv::Mat out) {
    const auto strength = quint16(std::lround(opacity * 255));
    const int width = mask.cols;
    for (int y = 0; y < mask.rows; ++y) {
        const uchar* below = mask.ptr(y);
        const uchar* over = coverage.ptr(y);
        uchar* to = out.ptr(y);
        for (int x = 0; x < width; ++x)
            to[x] = uchar(below[x] + by255(quint16((255 - below[x]) * by255(quint16(over[x] * strength)))));
    }
}

void subtractCoverage(const cv::Mat& mask, const cv::Mat& coverage, double opacity, cv::Mat out) {
    const auto strength = quint16(std::lround(opacity * 255));
    const int width = mask.cols;
    for (int y = 0; y < mask.rows; ++y) {
        const uchar* below = mask.ptr(y);
        const uchar* over = coverage.ptr(y);
        uchar* to = out.ptr(y);
        for (int x = 0; x < width; ++x)
            to[x] = uchar(by255(quint16(below[x] * (255 - by255(quint16(over[x] * strength))))));
    }
}

} // namespace nb::mask
