#pragma once
// How strongly one stroke covers each pixel: dabs add up as their maximum, so that a stroke that crosses
// itself is not stronger there and the opacity belongs to the stroke. It keeps only the tiles that the stroke
// has touched. What the coverage does to a mask is laid() and taken().

#include <QPoint>
#include <QRect>
#include <QSize>
#include <functional>
#include <opencv2/core/mat.hpp>
#include <unordered_map>
#include <vector>

namespace nb::mask {

class StrokeCoverage {
public:
    StrokeCoverage() = default;
    explicit StrokeCoverage(const QSize& picture) : m_picture(picture) {}

    // `samples` is CV_8UC1 and may reach beyond the picture; `strength` 0 to 1 scales it.
    void add(const QPoint& topLeft, const cv::Mat& samples, double strength = 1);

    // Visits what changed since the last visit: a rectangle within one tile, and its coverage.
    void visitChanged(const std::function<void(const QRect& rect, const cv::Mat& coverage)>& visit);

private:
    struct Tile {
        cv::Mat samples;
        QRect changed;
    };

    QSize m_picture;
    std::unordered_map<int, Tile> m_tiles; // by index, row by row
    std::vector<int> m_changed;
};

// `mask` with `coverage` laid over it, or taken from it: both CV_8UC1 of one size, opacity 0 to 1. Where the
// coverage is full and the opacity 1, the result is 255 or 0, exactly.
void layOver(const cv::Mat& mask, const cv::Mat& coverage, double opacity, cv::Mat out);
void takeFrom(const cv::Mat& mask, const cv::Mat& coverage, double opacity, cv::Mat out);

} // namespace nb::mask
