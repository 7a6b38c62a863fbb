#include "core/mask/stroke_coverage.h"

#include "core/image/cv_rect.h"
#include <opencv2/core.hpp>

namespace nb::mask {
namespace {

// Raises each sample to at least that of `from`. False if nothing changes.
bool raise(cv::Mat to, const cv::Mat& from) {
    const int width = to.cols; // a local copy: the compiler cannot exclude that writing bytes changes to.cols
    uchar changed = 0;
    for (int y = 0; y < to.rows; ++y) {
        uchar* at = to.ptr(y);
        const uchar* other = from.ptr(y);
        for (int x = 0; x < width; ++x) {
            const uchar before = at[x];
            const uchar higher = other[x] > before ? other[x] : before;
            changed |= uchar(higher ^ before);
            at[x] = higher;
        }
    }
    return changed != 0;
}

} // namespace

void StrokeCoverage::add(const QPoint& topLeft, const cv::Mat& samples, double strength) {
    const QRect inside = QRect(topLeft, QSize(samples.cols, samples.rows)) & QRect({}, m_picture);
    if (inside.isEmpty())
        return;
    cv::Mat scaled = samples;
    if (strength < 1)
        samples.convertTo(scaled, CV_8U, strength);
    m_grid.forEachIn(inside, [&](int index) {
        const QRect at = m_grid.rect(index), both = at & inside;
        Tile& tile = m_tiles[index];
        if (tile.samples.empty())
            tile.samples = cv::Mat::zeros(kTilePx, kTilePx, CV_8UC1);
        const cv::Mat part = tile.samples(cvRect(both, at.topLeft()));
        if (!raise(part, scaled(cvRect(both, topLeft))))
            return; // most of a dab overlaps the one before
        if (tile.changed.isEmpty())
            m_changed.push_back(index);
        tile.changed |= both;
    });
}

void StrokeCoverage::visitChanged(const std::function<void(const QRect&, const cv::Mat&)>& visit) {
    for (const int index : m_changed) {
        Tile& tile = m_tiles[index];
        const QRect rect = std::exchange(tile.changed, {});
        visit(rect, tile.samples(cvRect(rect, m_grid.rect(index).topLeft())));
    }
    m_changed.clear();
}

} // namespace nb::mask
