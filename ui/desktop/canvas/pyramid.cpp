#include "ui/desktop/canvas/pyramid.h"

#include "core/image/cv_rect.h"
#include "ui/desktop/canvas/cells.h"
#include <algorithm>
#include <opencv2/core.hpp>
#include <utility>

namespace nb::desktop {
namespace {

constexpr qint64 kCoarsePx = 128 * 1024;    // gathered at once when something is opened
constexpr qint64 kOpenNowPx = 1024 * 1024;  // up to here the levels are built at once, if colours stay
constexpr qint64 kUpdateNowPx = 512 * 512;  // up to here a change is, if colours stay
constexpr qint64 kConvertNowPx = 128 * 128; // and up to here if they must be converted

} // namespace

Pyramid::Pyramid(WorkerPool& pool, QObject* parent) : QObject(parent), m_pool(pool) {}

void Pyramid::open(Source source, Colour colour) {
    close();
    const cv::Mat samples = source();
    if (samples.empty())
        return;
    m_source = std::move(source);
    m_colour = std::move(colour);
    m_size = {samples.cols, samples.rows};
    m_levels = Levels(m_size, CV_8UC(samples.channels()));
    const int rows = (m_size.height() + kBlockPx - 1) / kBlockPx;
    m_blocks.assign(size_t(columnsOf(m_size, kBlockPx) * rows), {});
    m_waiting = int(m_blocks.size());
    if (m_colour->isIdentity() && area({{}, m_size}) <= kOpenNowPx) {
        for (int i = 0; i < int(m_blocks.size()); ++i) {
            m_blocks[size_t(i)].pending = false;
            --m_waiting;
            finishBlock(i, build({samples(cvRect(blockRect(i))), m_colour, m_levels.count()}));
        }
        return;
    }
    openCoarse();
    pump();
}

void Pyramid::close() {
    ++m_generation;
    m_source = nullptr;
    m_size = {0, 0};
    m_drawable = false;
    m_levels = {};
    m_blocks.clear();
    m_waiting = 0;
    m_coarse.release();
    m_tiles.clear();
    m_staleTiles.clear();
    m_runningTiles.clear();
    m_wantedTiles.clear();
}

void Pyramid::openCoarse() {
    m_coarseLevel = 0;
    while ((area({{}, m_size}) >> (2 * m_coarseLevel)) > kCoarsePx)
        ++m_coarseLevel;
    ++m_running;
    m_pool
        .run([samples = everyNth(m_source(), m_coarseLevel), colour = m_colour]() -> Result<cv::Mat> {
            return colour->toDisplay(samples);
        })
        .then(this, [this, generation = m_generation](const Result<cv::Mat>& coarse) {
            --m_running;
            if (generation == m_generation && m_waiting > 0 && coarse) {
                m_coarse = *coarse;
                becomeDrawable();
                Q_EMIT changed({{}, m_size});
            }
            pump();
        });
}

void Pyramid::becomeDrawable() {
    if (!std::exchange(m_drawable, true))
        Q_EMIT drawable();
}

QRect Pyramid::blockRect(int index) const {
    const int columns = columnsOf(m_size, kBlockPx);
    return QRect(index % columns * kBlockPx, index / columns * kBlockPx, kBlockPx, kBlockPx) &
           QRect({}, m_size);
}

QRect Pyramid::blocksOf(const QRect& rect) const {
    return cellsOf(rect & QRect({}, m_size), kBlockPx);
}

QRect Pyramid::tileRect(int index) const {
    const int columns = columnsOf(m_size, kTilePx);
    return QRect(index % columns * kTilePx, index / columns * kTilePx, kTilePx, kTilePx) & QRect({}, m_size);
}

QRect Pyramid::tilesOf(const QRect& rect) const {
    return cellsOf(rect & QRect({}, m_size), kTilePx);
}

bool Pyramid::needsTiles(double zoom) const {
    return !m_size.isEmpty() && !m_colour->isIdentity() && levelFor(zoom, m_levels.count()) == 0;
}

qint64 Pyramid::bytes() const {
    return m_levels.bytes() + m_tiles.totalCost() + qint64(m_coarse.total() * m_coarse.elemSize());
}

// ---- changes

void Pyramid::update(const QRect& rect) {
    const QRect inside = rect & QRect({}, m_size);
    if (inside.isEmpty())
        return;
    const QRect blocks = blocksOf(inside);
    const int columns = columnsOf(m_size, kBlockPx);
    const bool settled = everyCell(blocks, columns, [&](int i) {
        const Block& block = m_blocks[size_t(i)];
        return block.built && !block.pending && block.running == 0;
    });
    if (settled && area(inside) <= (m_colour->isIdentity() ? kUpdateNowPx : kConvertNowPx)) {
        updateNow(inside);
    } else {
        forEachCell(blocks, columns, [&](int i) {
            Block& block = m_blocks[size_t(i)];
            ++block.version;
            block.blank = false;
            if (!std::exchange(block.pending, true))
                ++m_waiting;
        });
        forEachCell(tilesOf(inside.adjusted(-kApron, -kApron, kApron, kApron)), columnsOf(m_size, kTilePx),
                    [&](int i) { m_staleTiles.insert(i); });
        requestTiles();
        pump();
    }
    Q_EMIT changed(inside);
}

void Pyramid::updateNow(const QRect& rect) {
    const QRect even = evenRect(rect, m_size);
    const cv::Mat samples = m_source()(cvRect(even));
    const cv::Mat shown = m_colour->toDisplay(samples);
    m_levels.update(even, shown);
    if (!m_colour->isIdentity())
        updateTilesNow(even, shown);
    if (samples.channels() != 1)
        return;
    const bool blank = cv::countNonZero(samples) == 0;
    forEachCell(blocksOf(rect), columnsOf(m_size, kBlockPx),
                [&](int i) { m_blocks[size_t(i)].blank = m_blocks[size_t(i)].blank && blank; });
}

void Pyramid::updateTilesNow(const QRect& rect, const cv::Mat& shown) {
    forEachCell(
        tilesOf(rect.adjusted(-kApron, -kApron, kApron, kApron)), columnsOf(m_size, kTilePx), [&](int i) {
            if (m_runningTiles.contains(i))
                m_staleTiles.insert(i); // what runs has older samples
            cv::Mat* tile = m_tiles.object(i);
            if (tile == nullptr)
                return;
            const QRect covered = tileRect(i).adjusted(-kApron, -kApron, kApron, kApron) & QRect({}, m_size);
            const QRect common = covered & rect;
            shown(cvRect(common.translated(-rect.topLeft())))
                .copyTo((*tile)(cvRect(common.translated(-covered.topLeft()))));
        });
}

// ---- drawing

void Pyramid::addLevelPieces(std::vector<Piece>& pieces, int level, const QRect& rect) const {
    const QRect blocks = blocksOf(rect);
    const int columns = columnsOf(m_size, kBlockPx);
    if (m_coarse.empty() || everyCell(blocks, columns, [&](int i) { return m_blocks[size_t(i)].built; })) {
        if (m_drawable)
            pieces.push_back({m_levels.at(level), {}, level, {{}, m_size}});
        return;
    }
    pieces.push_back({m_coarse, {}, m_coarseLevel, {{}, m_size}});
    forEachCell(blocks, columns, [&](int i) {
        if (!m_blocks[size_t(i)].built)
            return;
        const QRect block = blockRect(i);
        const int up = (1 << level) - 1;
        const QRect part(block.left() >> level, block.top() >> level, (block.width() + up) >> level,
                         (block.height() + up) >> level);
        pieces.push_back({m_levels.at(level)(cvRect(part)), part.topLeft(), level, block});
    });
}

std::vector<Piece> Pyramid::pieces(const QRect& rect, double zoom) const {
    std::vector<Piece> pieces;
    const QRect inside = rect & QRect({}, m_size);
    if (inside.isEmpty())
        return pieces;
    const int level = levelFor(zoom, m_levels.count());
    if (level > 0) {
        addLevelPieces(pieces, level, inside);
    } else if (m_colour->isIdentity()) {
        pieces.push_back({m_source(), {}, 0, {{}, m_size}});
    } else {
        const QRect tiles = tilesOf(inside);
        const int columns = columnsOf(m_size, kTilePx);
        if (!everyCell(tiles, columns, [&](int i) { return m_tiles.contains(i); }))
            addLevelPieces(pieces, 1, inside);
        forEachCell(tiles, columns, [&](int i) {
            if (const cv::Mat* tile = m_tiles.object(i))
                pieces.push_back({*tile,
                                  tileRect(i).topLeft() -
                                      QPoint(i % columns > 0 ? kApron : 0, i / columns > 0 ? kApron : 0),
                                  0, tileRect(i)});
        });
    }
    return pieces;
}

bool Pyramid::isSharp(const QRect& rect, double zoom) const {
    const QRect inside = rect & QRect({}, m_size);
    if (inside.isEmpty())
        return true;
    const bool built = everyCell(blocksOf(inside), columnsOf(m_size, kBlockPx), [&](int i) {
        const Block& block = m_blocks[size_t(i)];
        return block.built && !block.pending && block.running == 0;
    });
    if (levelFor(zoom, m_levels.count()) > 0)
        return built;
    return m_colour->isIdentity() || everyCell(tilesOf(inside), columnsOf(m_size, kTilePx), [&](int i) {
               return m_tiles.contains(i) && !m_staleTiles.contains(i) && !m_runningTiles.contains(i);
           });
}

QRect Pyramid::notBlank(const QRect& rect) const {
    const QRect inside = rect & QRect({}, m_size);
    QRect filled;
    forEachCell(blocksOf(inside), columnsOf(m_size, kBlockPx), [&](int i) {
        const Block& block = m_blocks[size_t(i)];
        if (!block.built || block.pending || !block.blank)
            filled |= blockRect(i);
    });
    return filled & inside;
}

} // namespace nb::desktop
