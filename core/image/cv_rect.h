#pragma once
// Converts a QRect for OpenCV, for views of a part of a picture or a mask.

#include <QRect>
#include <opencv2/core/types.hpp>

namespace nb {

// origin: the point that becomes (0, 0), for a view of a part.
[[nodiscard]] inline cv::Rect cvRect(const QRect& rect, const QPoint& origin = {}) {
    return {rect.x() - origin.x(), rect.y() - origin.y(), rect.width(), rect.height()};
}

} // namespace nb
