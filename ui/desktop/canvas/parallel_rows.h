#pragma once
// Splits work on the rows of the view among the cores, for what has to be finished within a frame. Work on
// whole pictures belongs on a WorkerPool.

#include <QRect>
#include <algorithm>
#include <opencv2/core/utility.hpp>

namespace nb::desktop {

// Calls draw(top, bottom), bottom not included, until all rows of `rect` are done; from several threads at
// once if it is large. Returns when all are done.
template <class Draw>
void drawRowsInParallel(const QRect& rect, Draw draw) {
    constexpr int kRows = 64;
    constexpr int kSmall = 200 * 200; // pixels; below it, waking another thread costs more than it saves
    if (rect.isEmpty())
        return;
    if (rect.width() * rect.height() < kSmall) {
        draw(rect.top(), rect.bottom() + 1);
        return;
    }
    const int parts = (rect.height() + kRows - 1) / kRows;
    cv::parallel_for_(cv::Range(0, parts), [&](const cv::Range& range) {
        draw(rect.top() + range.start * kRows, std::min(rect.top() + range.end * kRows, rect.bottom() + 1));
    });
}

} // namespace nb::desktop
