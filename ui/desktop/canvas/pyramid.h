#pragma once
// Makes a picture, a patch or a mask drawable at every scale: keeps its levels, has them built on a worker
// pool from copies of blocks (BlockTable says which), and has what is seen at full size converted to display
// colours (TileCache). It keeps no reference to the samples themselves, so that their owner may write to them
// in place. It draws nothing (ui/desktop/canvas/sampler.h does).

#include "core/base/worker_pool.h"
#include "ui/desktop/canvas/block_table.h"
#include "ui/desktop/canvas/levels.h"
#include "ui/desktop/canvas/sampler.h"
#include "ui/desktop/canvas/tile_cache.h"
#include "ui/desktop/convert/display_colour.h"
#include <QObject>
#include <functional>
#include <memory>

namespace nb::desktop {

// Lives on the thread of the user interface; each call there takes far less than a frame. Until the levels
// are built, a coarse one is drawn in their place. A job that ends very quickly may be finished within the
// call that started it.
class Pyramid : public QObject {
    Q_OBJECT

public:
    using Source = std::function<cv::Mat()>; // the samples as they are now
    using Colour = std::shared_ptr<const DisplayColour>;

    // `pool` outlives it.
    explicit Pyramid(WorkerPool& pool, QObject* parent = nullptr);

    // Forgets what it had and begins to build. `source` always answers with the same size and type.
    void open(Source source, Colour colour);
    void close();

    [[nodiscard]] QSize size() const { return m_size; } // source pixels; empty = nothing is open
    // Samples within `rect` have changed. Small changes are visible on return, others as soon as they are
    // built.
    void update(const QRect& rect);

    // What is in view: built first, and at full size converted.
    void setVisible(const QRect& rect, double zoom);

    // What is to be drawn for `rect` (source pixels) at `zoom`, the best there is by now, in drawing order.
    [[nodiscard]] std::vector<Piece> pieces(const QRect& rect, double zoom) const;
    // True if pieces() will not become better.
    [[nodiscard]] bool isSharp(const QRect& rect, double zoom) const;
    // The part of `rect` outside of which all is zero; only for one channel.
    [[nodiscard]] QRect filledPart(const QRect& rect) const;

    [[nodiscard]] bool isDrawable() const { return m_drawable; } // pieces() covers all of it

Q_SIGNALS:
    void changed(const QRect& rect); // source pixels that are to be drawn again
    void drawable();

private:
    struct Job { // what a worker gets: copies
        cv::Mat samples;
        Colour colour;
        int levels = 0;
    };
    struct Built {
        std::vector<cv::Mat> levels;
        bool blank = false;
    };
    static Built build(const Job& job);

    [[nodiscard]] QRect all() const { return {{}, m_size}; }
    [[nodiscard]] bool needsTiles() const; // for what is visible

    // ---- jobs
    void startJobs(); // as many as the pool should have
    void startCoarse();
    void startBlock(int index);
    void finishBlock(int index, const Built& built);
    void startTile(int index);
    void requestTiles();
    void becomeDrawable();

    void updateNow(const QRect& rect);
    void addLevelPieces(std::vector<Piece>& pieces, int level, const QRect& rect) const;

    WorkerPool& m_pool;
    Source m_source;
    Colour m_colour;
    QSize m_size{0, 0};
    int m_generation = 0; // counts open(); the results of an earlier one are dropped
    int m_running = 0;    // jobs on the pool, of any generation
    bool m_drawable = false;

    Levels m_levels;
    BlockTable m_blocks;
    TileCache m_tiles;
    cv::Mat m_coarse; // display colours; empty once all blocks are built
    int m_coarseLevel = 0;

    QRect m_visible;
    double m_zoom = 0;
};

} // namespace nb::desktop
