#include "core/mask/tile_set.h"

#include "core/mask/delta.h"

namespace nb::mask {

TileSet::TileSet(const QSize& mask) : m_mask(mask), m_columns((mask.width() + kTilePx - 1) / kTilePx) {
    const int rows = (mask.height() + kTilePx - 1) / kTilePx;
    m_tiles.resize(mask.isEmpty() ? 0 : size_t(m_columns) * size_t(rows));
}

void TileSet::add(const QRect& rect) {
    const QRect inside = rect & QRect({}, m_mask);
    if (inside.isEmpty())
        return;
    for (int row = inside.top() / kTilePx; row <= inside.bottom() / kTilePx; ++row)
        for (int column = inside.left() / kTilePx; column <= inside.right() / kTilePx; ++column) {
            const auto tile = m_tiles.begin() + (qsizetype(row) * m_columns + column);
            m_count += *tile ? 0 : 1;
            *tile = true;
        }
}

std::vector<QRect> TileSet::rects() const {
    std::vector<QRect> rects;
    rects.reserve(size_t(m_count));
    for (size_t i = 0; i < m_tiles.size(); ++i)
        if (m_tiles[i]) {
            const QPoint at(int(i % size_t(m_columns)), int(i / size_t(m_columns)));
            rects.push_back(QRect(at * kTilePx, QSize(kTilePx, kTilePx)) & QRect({}, m_mask));
        }
    return rects;
}

} // namespace nb::mask
