#pragma once
// How a mask is divided into square tiles, numbered row by row. Deltas, coverages and sets of tiles share it,
// so that what one of them touches is a whole number of tiles of the others. It knows places, not samples.

#include <QRect>
#include <algorithm>
#include <cstddef>

namespace nb::mask {

inline constexpr int kTilePx = 128; // side of a tile

// A value. The tiles begin at the origin; those in the last row and column may be smaller.
class TileGrid {
public:
    TileGrid() = default;
    explicit TileGrid(const QSize& mask) // pixels
        : m_mask(mask), m_columns((std::max(0, mask.width()) + kTilePx - 1) / kTilePx),
          m_rows((std::max(0, mask.height()) + kTilePx - 1) / kTilePx) {}

    [[nodiscard]] size_t count() const { return size_t(m_columns) * size_t(m_rows); }

    // Pixels, cut to the mask. index: below count().
    [[nodiscard]] QRect rect(int index) const {
        const QPoint at(index % m_columns, index / m_columns);
        return QRect(at * kTilePx, QSize(kTilePx, kTilePx)) & QRect({}, m_mask);
    }

    // Calls f(index) for every tile that holds a part of `rect` (pixels), row by row; parts outside the mask
    // are ignored.
    template <class F>
    void forEachIn(const QRect& rect, F f) const {
        const QRect inside = rect & QRect({}, m_mask);
        if (inside.isEmpty())
            return;
        for (int row = inside.top() / kTilePx; row <= inside.bottom() / kTilePx; ++row)
            for (int column = inside.left() / kTilePx; column <= inside.right() / kTilePx; ++column)
                f(row * m_columns + column);
    }

private:
    QSize m_mask;
    int m_columns = 0;
    int m_rows = 0;
};

} // namespace nb::mask
