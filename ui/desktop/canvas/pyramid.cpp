#include "ui/desktop/canvas/pyramid.h"

#include "core/image/cv_rect.h"
#include <opencv2/core.hpp>
#include <utility>

namespace nb::desktop {
namespace {

// What is done at once, in pixels of the source, rather than on the pool.
constexpr qint64 kCoarsePx = 128 * 1024;    // gathered when something is opened
constexpr qint64 kOpenNowPx = 1024 * 1024;  // levels of a source whose colours need no conversion
constexpr qint64 kUpdateNowPx = 512 * 512;  // a change of such a source
constexpr qint64 kConvertNowPx = 128 * 128; // a change of one whose colours are converted

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
    m_blocks = BlockTable(m_size);
    m_tiles.reset(m_size);
    if (m_colour->isIdentity() && area(all()) <= kOpenNowPx) {
        for (int i = 0; i < m_blocks.grid().count(); ++i)
            if (m_blocks.end(i, m_blocks.begin(i)))
                finishBlock(i, build({samples(cvRect(m_blocks.grid().rect(i))), m_colour, m_levels.count()}));
        return;
    }
    startCoarse();
    startJobs();
}

void Pyramid::close() {
    ++m_generation;
    m_source = nullptr;
    m_size = {0, 0};
    m_drawable = false;
    m_levels = {};
    m_blocks = {};
    m_tiles.reset({0, 0});
    m_coarse.release();
}

void Pyramid::becomeDrawable() {
    if (!std::exchange(m_drawable, true))
        Q_EMIT drawable();
}

bool Pyramid::needsTiles() const {
    return !m_visible.isEmpty() && !m_size.isEmpty() && !m_colour->isIdentity() &&
           levelFor(m_zoom, m_levels.count()) == 0;
}

void Pyramid::setVisible(const QRect& rect, double zoom) {
    m_visible = rect & all();
    m_zoom = zoom;
    requestTiles();
    startJobs();
}

// ---- jobs

void Pyramid::requestTiles() {
    if (needsTiles())
        m_tiles.request(m_visible, m_levels.at(1).channels());
    else
        m_tiles.clearRequests();
}

void Pyramid::startJobs() {
    if (m_size.isEmpty())
        return;
    const int most = 2 * m_pool.threads();
    while (m_running < most) {
        if (const std::optional<int> tile = m_tiles.begin())
            startTile(*tile);
        else if (m_blocks.isAnyWaiting())
            startBlock(m_blocks.next(m_visible));
        else
            return;
    }
}

void Pyramid::startCoarse() {
    m_coarseLevel = 0;
    while ((area(all()) >> (2 * m_coarseLevel)) > kCoarsePx)
        ++m_coarseLevel;
    ++m_running;
    m_pool
        .run([samples = everyNth(m_source(), m_coarseLevel), colour = m_colour]() -> Result<cv::Mat> {
            return colour->toDisplay(samples);
        })
        .then(this, [this, generation = m_generation](const Result<cv::Mat>& coarse) {
            --m_running;
            if (generation == m_generation && !m_blocks.areAllBuilt() && coarse) {
                m_coarse = *coarse;
                becomeDrawable();
                Q_EMIT changed(all());
            }
            startJobs();
        });
}

Pyramid::Built Pyramid::build(const Job& job) {
    Built built;
    if (job.samples.channels() == 1)
        built.blank = cv::countNonZero(job.samples) == 0;
    if (job.samples.channels() == 4) {
        // The mean of premultiplied samples is right, that of straight ones is not.
        built.levels = levelsAbove(job.colour->toDisplay(job.samples), job.levels);
    } else { // a quarter of the samples is a quarter of the work
        const cv::Mat first = job.colour->toDisplay(halved(job.samples));
        built.levels = levelsAbove(first, job.levels - 1);
        built.levels.insert(built.levels.begin(), first);
    }
    return built;
}

void Pyramid::startBlock(int index) {
    const int version = m_blocks.begin(index);
    ++m_running;
    Job job{m_source()(cvRect(m_blocks.grid().rect(index))).clone(), m_colour, m_levels.count()};
    m_pool.run([job = std::move(job)]() -> Result<Built> { return build(job); })
        .then(this, [this, index, version, generation = m_generation](const Result<Built>& built) {
            --m_running;
            if (generation == m_generation && m_blocks.end(index, version) && built)
                finishBlock(index, *built);
            startJobs();
        });
}

void Pyramid::finishBlock(int index, const Built& built) {
    const QRect rect = m_blocks.grid().rect(index);
    if (m_blocks.isBuilt(index) || !built.blank) // all levels begin with zeros
        m_levels.put(rect.topLeft(), built.levels);
    m_blocks.setBuilt(index, built.blank);
    if (!m_blocks.areAllBuilt()) {
        Q_EMIT changed(rect);
        return;
    }
    const bool first = !m_coarse.empty() || !m_drawable;
    m_coarse.release();
    becomeDrawable();
    // The first time also what lies between the blocks, which were drawn without their neighbours.
    Q_EMIT changed(first ? all() : rect);
}

void Pyramid::startTile(int index) {
    ++m_running;
    m_pool
        .run([samples = m_source()(cvRect(m_tiles.source(index))).clone(),
              colour = m_colour]() -> Result<cv::Mat> { return colour->toDisplay(samples); })
        .then(this, [this, index, generation = m_generation](const Result<cv::Mat>& tile) {
            --m_running;
            if (generation == m_generation) {
                if (!m_tiles.end(index, tile ? *tile : cv::Mat()))
                    requestTiles();
                if (tile)
                    Q_EMIT changed(m_tiles.rect(index));
            }
            startJobs();
        });
}

// ---- changes

void Pyramid::update(const QRect& rect) {
    const QRect inside = rect & all();
    if (inside.isEmpty())
        return;
    if (m_blocks.isCurrent(inside) &&
        area(inside) <= (m_colour->isIdentity() ? kUpdateNowPx : kConvertNowPx)) {
        updateNow(inside);
    } else {
        m_blocks.invalidate(inside);
        m_tiles.invalidate(inside);
        requestTiles();
        startJobs();
    }
    Q_EMIT changed(inside);
}

void Pyramid::updateNow(const QRect& rect) {
    const QRect even = evenRect(rect, m_size);
    const cv::Mat samples = m_source()(cvRect(even));
    const cv::Mat colours = m_colour->toDisplay(samples);
    m_levels.update(even, colours);
    if (!m_colour->isIdentity())
        m_tiles.update(even, colours);
    if (samples.channels() == 1 && cv::countNonZero(samples) != 0)
        m_blocks.setFilled(rect);
}

// ---- drawing

void Pyramid::addLevelPieces(std::vector<Piece>& pieces, int level, const QRect& rect) const {
    if (m_coarse.empty() || m_blocks.isBuilt(rect)) {
        if (m_drawable)
            pieces.push_back({m_levels.at(level), {}, level, all()});
        return;
    }
    pieces.push_back({m_coarse, {}, m_coarseLevel, all()});
    m_blocks.grid().forEach(rect, [&](int index) {
        if (!m_blocks.isBuilt(index))
            return;
        const QRect block = m_blocks.grid().rect(index);
        const int up = (1 << level) - 1;
        const QRect part(block.left() >> level, block.top() >> level, (block.width() + up) >> level,
                         (block.height() + up) >> level);
        pieces.push_back({m_levels.at(level)(cvRect(part)), part.topLeft(), level, block});
    });
}

std::vector<Piece> Pyramid::pieces(const QRect& rect, double zoom) const {
    std::vector<Piece> pieces;
    const QRect inside = rect & all();
    if (inside.isEmpty())
        return pieces;
    const int level = levelFor(zoom, m_levels.count());
    if (level > 0) {
        addLevelPieces(pieces, level, inside);
    } else if (m_colour->isIdentity()) {
        pieces.push_back({m_source(), {}, 0, all()});
    } else {
        if (!m_tiles.contains(inside))
            addLevelPieces(pieces, 1, inside);
        m_tiles.addPieces(inside, pieces);
    }
    return pieces;
}

bool Pyramid::isSharp(const QRect& rect, double zoom) const {
    const QRect inside = rect & all();
    if (inside.isEmpty())
        return true;
    if (levelFor(zoom, m_levels.count()) > 0)
        return m_blocks.isCurrent(inside);
    return m_colour->isIdentity() || m_tiles.isCurrent(inside);
}

QRect Pyramid::filledPart(const QRect& rect) const {
    return m_blocks.filledPart(rect);
}

} // namespace nb::desktop
