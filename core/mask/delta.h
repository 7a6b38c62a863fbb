#pragma once
// What a stroke changed, so that it can be undone: the touched tiles of the mask before it and, once undone,
// after it, compressed. A document with hundreds of strokes on 100 megapixels keeps a few megabytes of them.

#include "core/mask/mask.h"
#include <QByteArray>
#include <QRect>
#include <unordered_map>
#include <vector>

namespace nb::mask {

inline constexpr int kTilePx = 128; // side of a tile

// A value. Applied only to a mask of the size that it was recorded on, and only in turns: undo() to the mask
// as it was after the change, redo() to the mask as it was before.
class Delta {
public:
    Delta() = default;

    [[nodiscard]] bool isEmpty() const { return m_tiles.empty(); }
    [[nodiscard]] size_t count() const { return m_tiles.size(); } // of tiles
    [[nodiscard]] QRect bounds() const;                           // all touched tiles, cut to the mask
    [[nodiscard]] std::vector<QRect> tiles() const;
    [[nodiscard]] qsizetype bytes() const; // memory of the compressed tiles

    // What turns `before` into a mask that holds `after` within `rect` and is the same elsewhere. `after` has
    // the size of `rect`, which lies inside the mask. Reads only, so that it may run on a worker thread.
    [[nodiscard]] static Delta between(const Mask& before, const QRect& rect, const cv::Mat& after);

    // Adds a change of other tiles, one that touches none of those that are here.
    void append(Delta other);

    // Writes the tiles as they were before, or after, into `mask`. What a recorder has not kept, for the end
    // of a stroke is no moment to compress, is kept by the first undo().
    void undo(Mask& mask);
    void redo(Mask& mask) const;
    // The same for one tile, below count(): a large change may be made in several goes, each tile once.
    // Answers where it lies.
    QRect undoTile(size_t index, Mask& mask);
    QRect redoTile(size_t index, Mask& mask) const;

private:
    friend class DeltaRecorder;
    struct Tile {
        QRect rect;
        QByteArray before; // qCompress; a tile of one value is kept as that one byte
        QByteArray after;  // null = the mask still has it
    };
    std::vector<Tile> m_tiles;
};

// Records one change while it is made. Owns copies of the touched tiles only. Not copyable in use: one lives
// as long as the stroke.
class DeltaRecorder {
public:
    // `mask` outlives the recorder.
    explicit DeltaRecorder(Mask& mask) : m_mask(mask) {}

    // Call it before writing into `rect`; parts outside the mask are ignored. Costs only what was not touched
    // before.
    void willWrite(const QRect& rect);
    [[nodiscard]] QRect touched() const { return m_touched; } // all tiles so far, cut to the mask

    // The samples as they were before the recording began; `rect` may be touched or not.
    [[nodiscard]] cv::Mat before(const QRect& rect) const;

    void rollBack();              // the mask is as it was; recording starts anew
    [[nodiscard]] Delta finish(); // tiles that did not change are left out; recording starts anew

private:
    Mask& m_mask;
    QRect m_touched;
    std::unordered_map<int, cv::Mat> m_before; // by tile index
};

} // namespace nb::mask
