#pragma once
// A picture cut into squares of one size, known by their index, row by row: blocks, from which levels are
// built, and tiles of display colours. Plain arithmetic.

#include <QRect>
#include <QSize>

namespace nb::desktop {

inline qint64 area(const QRect& rect) {
    return qint64(rect.width()) * rect.height();
}

// A plain value. Squares at the right and lower edge are cut to the picture; rectangles that are passed in
// may reach outside of it.
class Grid {
public:
    Grid() = default;
    Grid(QSize picture, int side) : m_picture(picture), m_side(side) {}

    [[nodiscard]] QRect picture() const { return {{}, m_picture}; }
    [[nodiscard]] int columns() const { return (m_picture.width() + m_side - 1) / m_side; }
    [[nodiscard]] int count() const { return columns() * ((m_picture.height() + m_side - 1) / m_side); }
    [[nodiscard]] QRect rect(int index) const {
        const QPoint corner(index % columns() * m_side, index / columns() * m_side);
        return QRect(corner, QSize(m_side, m_side)) & picture();
    }
    // The same with `margin` pixels around it, within the picture.
    [[nodiscard]] QRect rectWithMargin(int index, int margin) const {
        return rect(index).adjusted(-margin, -margin, margin, margin) & picture();
    }

    // Calls `f` with the index of every square that `rect` touches.
    template <class F>
    void forEach(const QRect& rect, F f) const {
        const QRect inside = rect & picture();
        if (inside.isEmpty())
            return;
        for (int row = inside.top() / m_side; row <= inside.bottom() / m_side; ++row)
            for (int column = inside.left() / m_side; column <= inside.right() / m_side; ++column)
                f(row * columns() + column);
    }
    // Whether `holds` is true for each of them.
    template <class P>
    [[nodiscard]] bool every(const QRect& rect, P holds) const {
        bool all = true;
        forEach(rect, [&](int index) { all = all && holds(index); });
        return all;
    }

private:
    QSize m_picture{0, 0};
    int m_side = 1;
};

} // namespace nb::desktop
