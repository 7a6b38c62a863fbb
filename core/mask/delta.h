#pragma once
// What a change of the mask changed, so that it can be undone: the touched tiles as they were before it and,
// once undone, after it, compressed. Hundreds of strokes on 100 megapixels take a few megabytes.

#include "core/mask/mask.h"
#include "core/mask/tiles.h"
#include <QByteArray>
#include <QRect>
#include <unordered_map>
#include <vector>

namespace nb::mask {

// A value. To be applied only to a mask of the size that it was recorded on, undo() and redo() in turns:
// undo() to the mask as it was after the change, redo() to the mask as it was before.
class Delta {
public:
    Delta() = default;

    [[nodiscard]] bool isEmpty() const { return m_tiles.empty(); }
    [[nodiscard]] size_t count() const { return m_tiles.size(); } // of tiles
    [[nodiscard]] QRect bounds() const;                           // all touched tiles, cut to the mask
    [[nodiscard]] std::vector<QRect> tiles() const;
    [[nodiscard]] qsizetype bytes() const; // memory of the compressed tiles

    // The change that turns `before` into a mask that holds `after` within `rect` and is the same elsewhere.
    // `after` has the size of `rect`, which lies inside the mask. Only reads, so that it may run on a worker
    // thread.
    [[nodiscard]] static Delta between(const Mask& before, const QRect& rect, const cv::Mat& after);

    // Adds a change of other tiles; it must not touch any tile that is in this one.
    void append(Delta other);

    // Writes the tiles as they were before, or after, into `mask`. The first undo() of a recorded change
    // compresses the tiles as they were after it: at the end of a stroke that would take too long.
    void undo(Mask& mask);
    void redo(Mask& mask) const;
    // The same for one tile: a large change may be applied in several steps, each tile once. index: below
    // count(). Returns the tile's rectangle.
    QRect undoTile(size_t index, Mask& mask);
    QRect redoTile(size_t index, Mask& mask) const;

private:
    friend class DeltaRecorder;
    struct Tile {
        QRect rect;
        QByteArray before; // compressed; a tile of one value is kept as that one byte
        QByteArray after;  // null = not compressed yet, the mask holds it
    };
    std::vector<Tile> m_tiles;
};

// Records one change while it is made. Owns copies of the touched tiles only.
class DeltaRecorder {
public:
    // `mask` outlives the recorder.
    explicit DeltaRecorder(Mask& mask) : m_mask(mask) {}

    // To be called before writing into `rect`; parts outside the mask are ignored. Copies only tiles that
    // have not been touched before.
    void willWrite(const QRect& rect);
    [[nodiscard]] QRect touched() const { return m_touched; } // all tiles so far, cut to the mask

    // The samples as they were before the recording began; `rect` may be touched or not.
    [[nodiscard]] cv::Mat before(const QRect& rect) const;

    // Both end the recording; the next willWrite() begins another one.
    void rollBack();              // restores the mask as it was before
    [[nodiscard]] Delta finish(); // tiles that did not change are left out

private:
    [[nodiscard]] TileGrid grid() const { return TileGrid(m_mask.size()); }

    Mask& m_mask;
    QRect m_touched;
    std::unordered_map<int, cv::Mat> m_before; // by tile index
};

} // namespace nb::mask
