#pragma once
// A picture cut into squares: blocks, from which levels are built, and tiles of display colours. Plain
// arithmetic; a square is known by its index, row by row.

#include <QRect>
#include <QSize>

namespace nb::desktop {

inline constexpr int kTilePx = 256; // side of a tile of display colours
inline constexpr int kApron = 1;    // samples around it that interpolation looks at

inline qint64 area(const QRect& rect) {
    return qint64(rect.width()) * rect.height();
}

// Calls `f` with the index of every cell of `cells` in a grid of `columns`.
template <class F>
void forEachCell(const QRect& cells, int columns, F f) {
    for (int row = cells.top(); row <= cells.bottom(); ++row)
        for (int column = cells.left(); column <= cells.right(); ++column)
            f(row * columns + column);
}

template <class P>
bool everyCell(const QRect& cells, int columns, P holds) {
    bool all = true;
    forEachCell(cells, columns, [&](int index) { all = all && holds(index); });
    return all;
}

inline QRect cellsOf(const QRect& rect, int side) {
    if (rect.isEmpty())
        return {};
    return {QPoint(rect.left() / side, rect.top() / side), QPoint(rect.right() / side, rect.bottom() / side)};
}

inline int columnsOf(QSize size, int side) {
    return (size.width() + side - 1) / side;
}

} // namespace nb::desktop
