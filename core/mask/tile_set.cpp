#include "core/mask/tile_set.h"

namespace nb::mask {

TileSet::TileSet(const QSize& mask) : m_grid(mask), m_tiles(m_grid.count()) {}

void TileSet::add(const QRect& rect) {
    m_grid.forEachIn(rect, [this](int index) {
        const auto tile = m_tiles.begin() + index;
        m_count += *tile ? 0 : 1;
        *tile = true;
    });
}

std::vector<QRect> TileSet::rects() const {
    std::vector<QRect> rects;
    rects.reserve(size_t(m_count));
    for (size_t i = 0; i < m_tiles.size(); ++i)
        if (m_tiles[i])
            rects.push_back(m_grid.rect(int(i)));
    return rects;
}

} // namespace nb::mask
