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
void inBands(const QRect& rect, Draw draw) {
    constexpr int kBandRows = 64;
    constexpr int kSmall = 200 * 200; // pixels; below it, waking another thread costs more than it saves
    if (rect.isEmpty())
        return;
    if (rect.width() * rect.height() < kSmall) {
        draw(rect.top(), rect.bottom() + 1);
        return;
    }
    const int bands = (rect.height() + kBandRows - 1) / kBandRows;
    cv::parallel_for_(cv::Range(0, bands), [&](const cv::Range& range) {
        draw(rect.top() + range.start * kBandRows,
             std::min(rect.top() + range.end * kBandRows, rect.bottom() + 1));
    });
}

} // namespace nb::desktop
