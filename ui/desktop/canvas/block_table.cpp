#include "ui/desktop/canvas/block_table.h"

#include "ui/desktop/canvas/levels.h"
#include <algorithm>
#include <utility>

namespace nb::desktop {

BlockTable::BlockTable(QSize picture)
    : m_grid(picture, kBlockPx), m_blocks(size_t(m_grid.count())), m_waiting(m_grid.count()) {}

int BlockTable::next(const QRect& preferred) const {
    int any = -1;
    for (int i = 0; i < int(m_blocks.size()); ++i) {
        if (!m_blocks[size_t(i)].waiting)
            continue;
        if (m_grid.rect(i).intersects(preferred))
            return i;
        if (any < 0)
            any = i;
    }
    return any;
}

int BlockTable::begin(int index) {
    Block& block = m_blocks[size_t(index)];
    if (std::exchange(block.waiting, false))
        --m_waiting;
    ++block.running;
    return block.version;
}

bool BlockTable::end(int index, int version) {
    Block& block = m_blocks[size_t(index)];
    --block.running;
    return version == block.version;
}

void BlockTable::setBuilt(int index, bool blank) {
    Block& block = m_blocks[size_t(index)];
    block.built = true;
    block.blank = blank;
}

void BlockTable::invalidate(const QRect& rect) {
    m_grid.forEach(rect, [this](int index) {
        Block& block = m_blocks[size_t(index)];
        ++block.version;
        block.blank = false;
        if (!std::exchange(block.waiting, true))
            ++m_waiting;
    });
}

void BlockTable::setFilled(const QRect& rect) {
    m_grid.forEach(rect, [this](int index) { m_blocks[size_t(index)].blank = false; });
}

bool BlockTable::isBuilt(const QRect& rect) const {
    return m_grid.every(rect, [this](int index) { return isBuilt(index); });
}

bool BlockTable::areAllBuilt() const {
    return std::ranges::all_of(m_blocks, &Block::built);
}

bool BlockTable::isCurrent(const QRect& rect) const {
    return m_grid.every(rect, [this](int index) {
        const Block& block = m_blocks[size_t(index)];
        return block.built && !block.waiting && block.running == 0;
    });
}

QRect BlockTable::filledPart(const QRect& rect) const {
    QRect filled;
    m_grid.forEach(rect, [&](int index) {
        const Block& block = m_blocks[size_t(index)];
        if (!block.built || block.waiting || !block.blank)
            filled |= m_grid.rect(index);
    });
    return filled & rect & m_grid.picture();
}

} // namespace nb::desktop
