#pragma once
// Makes a picture, a patch or a mask drawable at every scale: keeps its smaller levels, builds them on a
// worker pool from copies of blocks, and converts what is seen at full size to display colours, in tiles that
// are dropped when others are needed. It never holds on to the samples themselves, so that their owner may
// write to them in place. It draws nothing (ui/desktop/canvas/sampler.h does).

#include "core/base/worker_pool.h"
#include "ui/desktop/canvas/levels.h"
#include "ui/desktop/canvas/sampler.h"
#include "ui/desktop/convert/display_colour.h"
#include <QCache>
#include <QObject>
#include <QSet>
#include <functional>
#include <memory>

namespace nb::desktop {

// Lives on the thread of the user interface; each call there takes far less than a frame, except pieces() of
// nothing. Until the levels are built, a coarse one stands in.
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
    [[nodiscard]] QRect notBlank(const QRect& rect) const;

    [[nodiscard]] bool isDrawable() const { return m_drawable; } // pieces() covers all of it
    [[nodiscard]] qint64 bytes() const;                          // memory that it holds

Q_SIGNALS:
    void changed(const QRect& rect); // source pixels that are to be drawn anew
    void drawable();

private:
    struct Block {
        bool built = false;  // its levels are there, maybe of samples that have changed since
        bool pending = true; // waits to be built
        bool blank = false;  // one channel, all zeros
        int running = 0;     // jobs for it
        int version = 0;     // a result for another version is dropped
    };
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

    [[nodiscard]] QRect blockRect(int index) const;
    [[nodiscard]] QRect blocksOf(const QRect& rect) const; // columns and rows
    [[nodiscard]] QRect tileRect(int index) const;
    [[nodiscard]] QRect tilesOf(const QRect& rect) const;
    [[nodiscard]] bool needsTiles(double zoom) const;

    void openCoarse();
    void updateNow(const QRect& rect);
    void updateTilesNow(const QRect& rect, const cv::Mat& shown);
    void requestTiles();
    void pump();
    [[nodiscard]] int nextBlock() const; // -1 = none waits
    void startBlock(int index);
    void finishBlock(int index, const Built& built);
    void startTile(int index);
    void becomeDrawable();
    void addLevelPieces(std::vector<Piece>& pieces, int level, const QRect& rect) const;

    WorkerPool& m_pool;
    Source m_source;
    Colour m_colour;
    QSize m_size{0, 0};
    int m_generation = 0; // counts open()
    int m_running = 0;    // jobs on the pool, of any generation
    bool m_drawable = false;

    Levels m_levels;
    std::vector<Block> m_blocks;
    int m_waiting = 0; // blocks that are pending
    cv::Mat m_coarse;  // display colours; empty once all blocks are built
    int m_coarseLevel = 0;

    QRect m_visible;
    double m_zoom = 0;
    QCache<int, cv::Mat> m_tiles; // full size, display colours, with one sample around for interpolation
    QSet<int> m_staleTiles;
    QSet<int> m_runningTiles;
    std::vector<int> m_wantedTiles;
};

} // namespace nb::desktop
