#pragma once
// The samples of a dab of a round brush, rendered once for each size, hardness and sub-pixel position and
// cached. They do not change a mask; core/mask/stroke_coverage.h collects them.

#include <QPoint>
#include <QPointF>
#include <cstddef>
#include <map>
#include <opencv2/core/mat.hpp>
#include <tuple>

namespace nb::mask {

// 255 within `hardness` times the radius, from there a smooth fall to 0 at the radius; the edge of a hard dab
// is one pixel wide.
struct BrushStamp {
    QPoint topLeft;  // picture pixel of its first sample
    cv::Mat samples; // CV_8UC1
};

// Renders stamps and caches up to 32 MB of them. Not safe from several threads.
class BrushStamps {
public:
    // centre: picture pixels, rounded to the quarter pixel; radiusPx: above 0, rounded to 1/16 pixel or 0.4
    // %; hardness: 0 to 1. The samples are shared: do not write to them.
    [[nodiscard]] BrushStamp at(const QPointF& centre, double radiusPx, double hardness);

private:
    using Key = std::tuple<int, int, int, int>; // radius, hardness, position within a pixel: x, y
    std::map<Key, cv::Mat> m_rendered;
    size_t m_bytes = 0;
};

} // namespace nb::mask
