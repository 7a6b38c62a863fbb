// The other half of Pyramid: what is built on the worker pool, and in which order.

#include "core/image/cv_rect.h"
#include "ui/desktop/canvas/cells.h"
#include "ui/desktop/canvas/pyramid.h"
#include <algorithm>
#include <opencv2/core.hpp>

namespace nb::desktop {
namespace {

constexpr qsizetype kMinTileBytes = 48 << 20; // of display colours; more only if more are in view

} // namespace

void Pyramid::setVisible(const QRect& rect, double zoom) {
    m_visible = rect & QRect({}, m_size);
    m_zoom = zoom;
    requestTiles();
    pump();
}

void Pyramid::requestTiles() {
    m_wantedTiles.clear();
    if (!needsTiles(m_zoom) || m_visible.isEmpty())
        return;
    const QRect tiles = tilesOf(m_visible);
    const qsizetype tileBytes = qsizetype(kTilePx + 2) * (kTilePx + 2) * m_levels.at(1).channels();
    m_tiles.setMaxCost(
        std::max<qsizetype>(kMinTileBytes, tileBytes * tiles.width() * tiles.height() * 3 / 2));
    forEachCell(tiles, columnsOf(m_size, kTilePx), [&](int i) {
        if ((!m_tiles.contains(i) || m_staleTiles.contains(i)) && !m_runningTiles.contains(i))
            m_wantedTiles.push_back(i);
    });
}

void Pyramid::pump() {
    if (m_size.isEmpty())
        return;
    const int most = 2 * m_pool.threads();
    while (m_running < most && !m_wantedTiles.empty()) {
        const int index = m_wantedTiles.back();
        m_wantedTiles.pop_back();
        startTile(index);
    }
    while (m_running < most && m_waiting > 0)
        startBlock(nextBlock());
}

int Pyramid::nextBlock() const {
    int any = -1;
    for (int i = 0; i < int(m_blocks.size()); ++i) {
        if (!m_blocks[size_t(i)].pending)
            continue;
        if (blockRect(i).intersects(m_visible))
            return i;
        if (any < 0)
            any = i;
    }
    return any;
}

Pyramid::Built Pyramid::build(const Job& job) {
    Built built;
    if (job.samples.channels() == 1)
        built.blank = cv::countNonZero(job.samples) == 0;
    if (job.samples.channels() ==
        4) { // the mean of premultiplied samples is right, that of straight ones not
        built.levels = levelsAbove(job.colour->toDisplay(job.samples), job.levels);
    } else { // a quarter of the samples is a quarter of the work
        const cv::Mat first = job.colour->toDisplay(halved(job.samples));
        built.levels = levelsAbove(first, job.levels - 1);
        built.levels.insert(built.levels.begin(), first);
    }
    return built;
}

void Pyramid::startBlock(int index) {
    Block& block = m_blocks[size_t(index)];
    block.pending = false;
    --m_waiting;
    ++block.running;
    ++m_running;
    Job job{m_source()(cvRect(blockRect(index))).clone(), m_colour, m_levels.count()};
    m_pool.run([job = std::move(job)]() -> Result<Built> { return build(job); })
        .then(this,
              [this, index, version = block.version, generation = m_generation](const Result<Built>& built) {
                  --m_running;
                  if (generation == m_generation) {
                      --m_blocks[size_t(index)].running;
                      if (version == m_blocks[size_t(index)].version && built)
                          finishBlock(index, *built);
                  }
                  pump();
              });
}

void Pyramid::finishBlock(int index, const Built& built) {
    Block& block = m_blocks[size_t(index)];
    if (block.built || !built.blank) // all levels begin with zeros
        m_levels.put(blockRect(index).topLeft(), built.levels);
    block.built = true;
    block.blank = built.blank;
    const bool all = std::ranges::all_of(m_blocks, &Block::built);
    if (!all) {
        Q_EMIT changed(blockRect(index));
        return;
    }
    const bool first = !m_coarse.empty() || !m_drawable;
    m_coarse.release();
    becomeDrawable();
    // The first time also what lies between the blocks, which were drawn without their neighbours.
    Q_EMIT changed(first ? QRect({}, m_size) : blockRect(index));
}

void Pyramid::startTile(int index) {
    m_runningTiles.insert(index);
    m_staleTiles.remove(index);
    ++m_running;
    const QRect covered = tileRect(index).adjusted(-kApron, -kApron, kApron, kApron) & QRect({}, m_size);
    m_pool
        .run([samples = m_source()(cvRect(covered)).clone(), colour = m_colour]() -> Result<cv::Mat> {
            return colour->toDisplay(samples);
        })
        .then(this, [this, index, generation = m_generation](const Result<cv::Mat>& tile) {
            --m_running;
            if (generation == m_generation) {
                m_runningTiles.remove(index);
                if (tile) {
                    m_tiles.insert(index, new cv::Mat(*tile), qsizetype(tile->total() * tile->elemSize()));
                    Q_EMIT changed(tileRect(index));
                }
                if (m_staleTiles.contains(index))
                    requestTiles();
            }
            pump();
        });
}

} // namespace nb::desktop
