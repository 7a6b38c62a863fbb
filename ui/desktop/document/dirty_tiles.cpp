#include "ui/desktop/document/dirty_tiles.h"

#include <utility>

namespace nb::desktop {

void DirtyTiles::reset(QSize picture, State state) {
    m_grid = mask::TileGrid(picture);
    m_states.assign(m_grid.count(), state);
    m_count = state == State::Written ? 0 : int(m_states.size());
    m_next = 0;
}

void DirtyTiles::mark(const QRect& rect) {
    m_grid.forEachIn(rect, [this](int index) {
        State& state = m_states[size_t(index)];
        m_count += state == State::Written;
        state = State::Changed;
    });
}

std::vector<DirtyTiles::Tile> DirtyTiles::takeBatch(int maxCount) {
    std::vector<Tile> taken;
    while (m_count > 0 && int(taken.size()) < maxCount) {
        const int index = int(m_next);
        m_next = (m_next + 1) % m_states.size();
        const State state = std::exchange(m_states[size_t(index)], State::Written);
        if (state == State::Written)
            continue;
        --m_count;
        taken.push_back({m_grid.rect(index), state});
    }
    return taken;
}

} // namespace nb::desktop
