#pragma once
// Which tiles of a mask have been written since it was made empty, so that a copy of the mask need not read
// the others: a page of an empty mask that was never written costs no memory, but on some systems it does as
// soon as it is read. It knows places, not samples.

#include "core/mask/tiles.h"
#include <vector>

namespace nb::mask {

// A value.
class TileSet {
public:
    TileSet() = default;
    explicit TileSet(const QSize& mask); // pixels; no tile is in the set

    // Adds every tile that holds a part of `rect` (pixels); parts outside the mask are ignored.
    void add(const QRect& rect);
    [[nodiscard]] bool isEmpty() const { return m_count == 0; }
    // Pixels, cut to the mask, from the top down.
    [[nodiscard]] std::vector<QRect> rects() const;

private:
    TileGrid m_grid;
    std::vector<bool> m_tiles; // by index
    int m_count = 0;
};

} // namespace nb::mask
