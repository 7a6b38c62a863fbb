#include "ui/desktop/canvas/tile_cache.h"

#include "core/image/cv_rect.h"
#include <algorithm>
#include <opencv2/core.hpp>

namespace nb::desktop {
namespace {

constexpr qsizetype kMinBytes = 48 << 20; // more only if more are in view

QRect withMargin(const QRect& rect) {
    constexpr int kMargin = TileCache::kMarginPx;
    return rect.adjusted(-kMargin, -kMargin, kMargin, kMargin);
}

} // namespace

void TileCache::reset(QSize picture) {
    m_grid = Grid(picture, kSidePx);
    m_tiles.clear();
    m_stale.clear();
    m_running.clear();
    m_requested.clear();
}

void TileCache::request(const QRect& visible, int channels) {
    m_requested.clear();
    qsizetype inView = 0;
    m_grid.forEach(visible, [&](int index) {
        ++inView;
        if ((!m_tiles.contains(index) || m_stale.contains(index)) && !m_running.contains(index))
            m_requested.push_back(index);
    });
    constexpr qsizetype kSide = kSidePx + 2 * kMarginPx;
    m_tiles.setMaxCost(std::max(kMinBytes, kSide * kSide * channels * inView * 3 / 2));
}

std::optional<int> TileCache::begin() {
    if (m_requested.empty())
        return {};
    const int index = m_requested.back();
    m_requested.pop_back();
    m_running.insert(index);
    m_stale.remove(index);
    return index;
}

bool TileCache::end(int index, const cv::Mat& tile) {
    m_running.remove(index);
    if (!tile.empty())
        m_tiles.insert(index, new cv::Mat(tile), qsizetype(tile.total() * tile.elemSize()));
    return !m_stale.contains(index);
}

void TileCache::invalidate(const QRect& rect) {
    m_grid.forEach(withMargin(rect), [this](int index) { m_stale.insert(index); });
}

void TileCache::update(const QRect& rect, const cv::Mat& colours) {
    m_grid.forEach(withMargin(rect), [&](int index) {
        if (m_running.contains(index))
            m_stale.insert(index); // it is being converted from older samples
        cv::Mat* tile = m_tiles.object(index);
        if (tile == nullptr)
            return;
        const QRect covered = source(index);
        const QRect common = covered & rect;
        colours(cvRect(common.translated(-rect.topLeft())))
            .copyTo((*tile)(cvRect(common.translated(-covered.topLeft()))));
    });
}

bool TileCache::contains(const QRect& rect) const {
    return m_grid.every(rect, [this](int index) { return m_tiles.contains(index); });
}

bool TileCache::isCurrent(const QRect& rect) const {
    return m_grid.every(rect, [this](int index) {
        return m_tiles.contains(index) && !m_stale.contains(index) && !m_running.contains(index);
    });
}

void TileCache::addPieces(const QRect& rect, std::vector<Piece>& pieces) const {
    m_grid.forEach(rect, [&](int index) {
        if (const cv::Mat* tile = m_tiles.object(index))
            pieces.push_back({*tile, source(index).topLeft(), 0, m_grid.rect(index)});
    });
}

} // namespace nb::desktop
