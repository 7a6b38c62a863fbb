#pragma once
// Converts rectangles between Qt and OpenCV, and widens a rectangle by a margin.

#include <QRect>
#include <opencv2/core/types.hpp>

namespace nb {

// origin: the point that becomes (0, 0), for a view of a part.
[[nodiscard]] inline cv::Rect cvRect(const QRect& rect, const QPoint& origin = {}) {
    return {rect.x() - origin.x(), rect.y() - origin.y(), rect.width(), rect.height()};
}

// `box` with `marginPx` more on each side, as far as `bounds` reaches.
[[nodiscard]] inline QRect withMargin(const QRect& box, int marginPx, const QRect& bounds) {
    return box.adjusted(-marginPx, -marginPx, marginPx, marginPx) & bounds;
}
[[nodiscard]] inline cv::Rect withMargin(const cv::Rect& box, int marginPx, const cv::Rect& bounds) {
    return cv::Rect(box.x - marginPx, box.y - marginPx, box.width + 2 * marginPx, box.height + 2 * marginPx) &
           bounds;
}

} // namespace nb
