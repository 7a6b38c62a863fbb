#pragma once
// The dab of a round brush as samples, rendered once for each size, hardness and sub-pixel position and kept
// while it is used again. It lays nothing into a mask; core/mask/stroke_coverage.h does.

#include <QPoint>
#include <QPointF>
#include <cstddef>
#include <map>
#include <opencv2/core/mat.hpp>
#include <tuple>

namespace nb::mask {

// Full within `hardness` times the radius, from there a smooth fall to nothing at the radius; the edge of a
// hard dab is one pixel wide. CV_8UC1.
struct BrushStamp {
    QPoint topLeft; // picture pixels of its first sample
    cv::Mat samples;
};

class BrushStamps {
public:
    // centre in picture pixels, kept to an eighth of a pixel; radiusPx above 0, kept to 0.4 %;
    // hardness 0 to 1. The samples are shared: do not write to them.
    [[nodiscard]] BrushStamp at(const QPointF& centre, double radiusPx, double hardness);

private:
    using Key = std::tuple<int, int, int, int>; // radius, hardness, position within a pixel: x, y
    std::map<Key, cv::Mat> m_rendered;
    size_t m_bytes = 0;
};

} // namespace nb::mask
