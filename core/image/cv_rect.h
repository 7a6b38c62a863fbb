#pragma once
// A QRect as OpenCV wants it, to look at a part of a picture or a mask.

#include <QRect>
#include <opencv2/core/types.hpp>

namespace nb {

// `origin`: where the part lies that the rectangle shall be counted from.
[[nodiscard]] inline cv::Rect cvRect(const QRect& rect, const QPoint& origin = {}) {
    return {rect.x() - origin.x(), rect.y() - origin.y(), rect.width(), rect.height()};
}

} // namespace nb
