#pragma once
// Display colours of a picture at full size, in tiles that are dropped when others are needed: what is there,
// what is to be converted next, what is being converted. It converts nothing and starts no work (Pyramid
// does).

#include "ui/desktop/canvas/grid.h"
#include "ui/desktop/canvas/sampler.h"
#include <QCache>
#include <QSet>
#include <optional>
#include <vector>

namespace nb::desktop {

// Indices are those of grid().
class TileCache {
public:
    static constexpr int kSidePx = 256;
    static constexpr int kMarginPx = 1; // samples around a tile that interpolation looks at

    void reset(QSize picture); // no tile is there; {0, 0} = nothing is open

    // Requests the tiles of `visible` that are missing or out of date, in place of earlier requests. The
    // cache grows to hold them. channels: of the display colours.
    void request(const QRect& visible, int channels);
    void clearRequests() { m_requested.clear(); }
    // One of the requested tiles, whose conversion begins now; nullopt = there is none.
    [[nodiscard]] std::optional<int> begin();
    // What a tile is converted from: with its margin.
    [[nodiscard]] QRect source(int index) const { return m_grid.rectWithMargin(index, kMarginPx); }
    // Its conversion has ended; empty = it failed. False if its samples have changed meanwhile: request it
    // again.
    bool end(int index, const cv::Mat& tile);
    [[nodiscard]] QRect rect(int index) const { return m_grid.rect(index); }

    // The samples within `rect` have changed.
    void invalidate(const QRect& rect);
    // They have, to these display colours; tiles that are there take them over.
    void update(const QRect& rect, const cv::Mat& colours);

    [[nodiscard]] bool contains(const QRect& rect) const;
    [[nodiscard]] bool isCurrent(const QRect& rect) const; // there, and of the present samples
    void addPieces(const QRect& rect, std::vector<Piece>& pieces) const;

private:
    Grid m_grid;
    QCache<int, cv::Mat> m_tiles;
    QSet<int> m_stale;
    QSet<int> m_running;
    std::vector<int> m_requested;
};

} // namespace nb::desktop
