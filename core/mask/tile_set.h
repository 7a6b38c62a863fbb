#pragma once
// Which tiles of a mask have been written since it was made empty, so that whoever copies the mask can leave
// the others alone: a page of an empty mask that nobody wrote costs no memory, but on some systems it does as
// soon as it is read. It knows places, no samples.

#include <QRect>
#include <vector>

namespace nb::mask {

// A value. Tiles are kTilePx wide and high and begin at the origin.
class TileSet {
public:
    TileSet() = default;
    explicit TileSet(const QSize& mask); // pixels; no tile is in the set

    void
    add(const QRect& rect); // pixels; every tile that holds a part of it. Parts outside the mask are ignored
    [[nodiscard]] bool isEmpty() const { return m_count == 0; }
    // Pixels, cut to the mask, from the top down.
    [[nodiscard]] std::vector<QRect> rects() const;

private:
    QSize m_mask;
    int m_columns = 0;
    std::vector<bool> m_tiles;
    int m_count = 0;
};

} // namespace nb::mask
