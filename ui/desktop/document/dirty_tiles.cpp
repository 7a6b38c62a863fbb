#include "ui/desktop/document/dirty_tiles.h"

#include "core/mask/delta.h"
#include <utility>

namespace nb::desktop {

using mask::kTilePx;

void DirtyTiles::reset(QSize picture, State state) {
    m_picture = picture;
    m_across = (picture.width() + kTilePx - 1) / kTilePx;
    const int down = (picture.height() + kTilePx - 1) / kTilePx;
    m_states.assign(size_t(m_across) * size_t(down), state);
    m_count = state == State::Written ? 0 : int(m_states.size());
    m_next = 0;
}

void DirtyTiles::mark(const QRect& rect) {
    for (int row = rect.top() / kTilePx; row <= rect.bottom() / kTilePx; ++row)
        for (int column = rect.left() / kTilePx; column <= rect.right() / kTilePx; ++column) {
            State& state = m_states[size_t(row) * size_t(m_across) + size_t(column)];
            m_count += state == State::Written;
            state = State::Changed;
        }
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
        const QPoint at(index % m_across, index / m_across);
        taken.push_back({QRect(at * kTilePx, QSize(kTilePx, kTilePx)) & QRect({}, m_picture), state});
    }
    return taken;
}

} // namespace nb::desktop
