#pragma once
// Remembers which tiles of a mask have changed since they were written somewhere, for Autosave. It knows
// places, no samples.

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

    // At most `most` of them, which are Written then. In turn, so that none waits for ever.
    std::vector<Tile> take(int most);

private:
    mask::TileGrid m_grid;
    std::vector<State> m_states; // by index
    int m_count = 0;             // that are not Written
    size_t m_next = 0;
};

} // namespace nb::desktop
