#pragma once
// Remembers which tiles of a mask have changed since they were written somewhere, for Autosave. It holds
// rectangles, no samples.

#include "core/mask/tiles.h"
#include <vector>

namespace nb::desktop {

class DirtyTiles {
public:
    // Written: all are known elsewhere. Unknown: none is, but most may hold nothing.
    enum class State : unsigned char { Written, Changed, Unknown };

    struct Tile {
        QRect rect; // pixels, cut to the picture
        State state = State::Changed;
    };

    void reset(QSize picture, State state);
    void mark(const QRect& rect); // pixels, inside the picture: Changed
    [[nodiscard]] bool isEmpty() const { return m_count == 0; }

    // At most `maxCount` of them, which are Written then. Round robin: a tile that changes
    // all the time does not keep the others from being written.
    std::vector<Tile> takeBatch(int maxCount);

private:
    mask::TileGrid m_grid;
    std::vector<State> m_states; // by index
    int m_count = 0;             // that are not Written
    size_t m_next = 0;
};

} // namespace nb::desktop
