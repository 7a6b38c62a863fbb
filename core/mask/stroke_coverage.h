#pragma once
// How strongly one stroke covers each pixel: the maximum of its dabs, so that a stroke that crosses itself is
// not stronger there and the opacity applies to the stroke as a whole. It keeps only the tiles that the
// stroke has touched. It does not change a mask; addCoverage() and subtractCoverage() in core/mask/coverage.h
// do.

#include "core/mask/tiles.h"
#include <QPoint>
#include <functional>
#include <opencv2/core/mat.hpp>
#include <unordered_map>
#include <vector>

namespace nb::mask {

class StrokeCoverage {
public:
    StrokeCoverage() = default;
    explicit StrokeCoverage(const QSize& picture) : m_picture(picture), m_grid(picture) {}

    // topLeft: picture pixels. `samples` is CV_8UC1 and may reach beyond the picture; `strength`, 0 to 1,
    // scales it.
    void add(const QPoint& topLeft, const cv::Mat& samples, double strength = 1);

    // Calls `visit` for what has changed since the last call: rectangles within one tile each, and their
    // coverage.
    void visitChanged(const std::function<void(const QRect& rect, const cv::Mat& coverage)>& visit);

private:
    struct Tile {
        cv::Mat samples; // CV_8UC1, kTilePx wide and high
        QRect changed;   // picture pixels
    };

    QSize m_picture;
    TileGrid m_grid;
    std::unordered_map<int, Tile> m_tiles; // by index
    std::vector<int> m_changed;            // indices
};

} // namespace nb::mask
