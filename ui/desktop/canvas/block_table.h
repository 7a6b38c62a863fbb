#pragma once
// Which blocks of a picture have their levels, which wait to be built and which are being built: the
// bookkeeping of a Pyramid. It holds no samples and starts no work.

#include "ui/desktop/canvas/grid.h"
#include <vector>

namespace nb::desktop {

// A plain value; indices are the grid's.
class BlockTable {
public:
    BlockTable() = default;
    explicit BlockTable(QSize picture); // all blocks wait

    [[nodiscard]] const Grid& grid() const { return m_grid; }
    [[nodiscard]] bool isAnyWaiting() const { return m_waiting > 0; }
    // A block that waits, one that touches `preferred` if there is such; -1 = none.
    [[nodiscard]] int next(const QRect& preferred) const;

    // A block's work begins on a copy of its samples. Returns the version to be passed to end().
    int begin(int index);
    // Its work has ended. False if the samples have changed since: the result is to be dropped.
    [[nodiscard]] bool end(int index, int version);
    // Its levels are there. blank: one channel, all zeros.
    void setBuilt(int index, bool blank);
    // The samples within `rect` have changed: its blocks wait again.
    void invalidate(const QRect& rect);
    // The samples within `rect` have changed, and the levels with them.
    void setFilled(const QRect& rect);

    // Its levels have been built at least once, maybe of samples that have changed since.
    [[nodiscard]] bool isBuilt(int index) const { return m_blocks[size_t(index)].built; }
    [[nodiscard]] bool isBlank(int index) const { return m_blocks[size_t(index)].blank; }
    [[nodiscard]] bool isBuilt(const QRect& rect) const;
    [[nodiscard]] bool areAllBuilt() const;
    // True if all its levels are those of the present samples.
    [[nodiscard]] bool isCurrent(const QRect& rect) const;
    // The part of `rect` outside of which all is zero.
    [[nodiscard]] QRect filledPart(const QRect& rect) const;

private:
    struct Block {
        bool built = false;
        bool waiting = true;
        bool blank = false;
        int running = 0; // jobs for it, also for earlier versions
        int version = 0; // counts changes of its samples
    };

    Grid m_grid;
    std::vector<Block> m_blocks;
    int m_waiting = 0;
};

} // namespace nb::desktop
