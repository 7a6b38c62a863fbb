#include "core/mask/delta.h"

#include "core/image/cv_rect.h"
#include <algorithm>
#include <cstring>
#include <iterator>
#include <opencv2/core/utility.hpp>

namespace nb::mask {
namespace {

cv::Mat view(const Mask& mask, const QRect& rect) {
    return mask.pixels(cvRect(rect));
}

bool isUniform(const QByteArray& bytes) {
    return std::ranges::all_of(bytes, [first = bytes.front()](char c) { return c == first; });
}

// Replaces each sample by its difference from the plane through the left, upper and upper left neighbour (the
// predictor of lossless JPEG, number 4). A soft stroke is smooth, and the differences compress to a third of
// the size of the samples.
void subtractPrediction(QByteArray& bytes, int width) {
    auto* p = reinterpret_cast<uchar*>(bytes.data());
    for (qsizetype i = bytes.size() - 1; i >= width; --i) // every column, from the bottom
        p[i] = uchar(p[i] - p[i - width]);
    for (qsizetype i = bytes.size() - 1; i >= 1; --i)
        p[i] = uchar(p[i] - p[i - 1]);
}

// Undoes subtractPrediction().
void addPrediction(QByteArray& bytes, int width) {
    auto* p = reinterpret_cast<uchar*>(bytes.data());
    for (qsizetype i = 1; i < bytes.size(); ++i)
        p[i] = uchar(p[i] + p[i - 1]);
    for (qsizetype i = width; i < bytes.size(); ++i)
        p[i] = uchar(p[i] + p[i - width]);
}

QByteArray compressed(const cv::Mat& tile) {
    QByteArray bytes(qsizetype(tile.total()), Qt::Uninitialized);
    for (int y = 0; y < tile.rows; ++y)
        std::memcpy(bytes.data() + qsizetype(y) * tile.cols, tile.ptr(y), size_t(tile.cols));
    if (isUniform(bytes))
        return bytes.first(1);
    subtractPrediction(bytes, tile.cols);
    QByteArray result = qCompress(bytes, 1);
    result.squeeze(); // qCompress() reserves for the worst case and does not release it
    return result;
}

void decompress(const QByteArray& bytes, cv::Mat tile) {
    if (bytes.size() == 1) {
        tile.setTo(uchar(bytes.front()));
        return;
    }
    QByteArray samples = qUncompress(bytes);
    Q_ASSERT(samples.size() == qsizetype(tile.total()));
    addPrediction(samples, tile.cols);
    for (int y = 0; y < tile.rows; ++y)
        std::memcpy(tile.ptr(y), samples.constData() + qsizetype(y) * tile.cols, size_t(tile.cols));
}

bool sameSamples(const cv::Mat& a, const cv::Mat& b) {
    for (int y = 0; y < a.rows; ++y)
        if (std::memcmp(a.ptr(y), b.ptr(y), size_t(a.cols)) != 0)
            return false;
    return true;
}

} // namespace

QRect Delta::bounds() const {
    QRect all;
    for (const Tile& tile : m_tiles)
        all |= tile.rect;
    return all;
}

std::vector<QRect> Delta::tiles() const {
    std::vector<QRect> rects;
    for (const Tile& tile : m_tiles)
        rects.push_back(tile.rect);
    return rects;
}

qsizetype Delta::bytes() const {
    qsizetype sum = 0;
    for (const Tile& tile : m_tiles)
        sum += qsizetype(sizeof(Tile)) + tile.before.size() + tile.after.size();
    return sum;
}

Delta Delta::between(const Mask& before, const QRect& rect, const cv::Mat& after) {
    Delta delta;
    const TileGrid grid(before.size());
    grid.forEachIn(rect, [&](int index) {
        const QRect at = grid.rect(index), both = at & rect;
        const cv::Mat old = view(before, at);
        const cv::Mat part =
            after(cv::Rect(both.x() - rect.x(), both.y() - rect.y(), both.width(), both.height()));
        if (sameSamples(view(before, both), part))
            return;
        cv::Mat now = old.clone();
        part.copyTo(now(cv::Rect(both.x() - at.x(), both.y() - at.y(), both.width(), both.height())));
        delta.m_tiles.push_back({at, compressed(old), compressed(now)});
    });
    return delta;
}

void Delta::append(Delta other) {
    m_tiles.insert(m_tiles.end(), std::make_move_iterator(other.m_tiles.begin()),
                   std::make_move_iterator(other.m_tiles.end()));
}

void Delta::undo(Mask& mask) {
    for (size_t i = 0; i < count(); ++i)
        undoTile(i, mask);
}

void Delta::redo(Mask& mask) const {
    for (size_t i = 0; i < count(); ++i)
        redoTile(i, mask);
}

QRect Delta::undoTile(size_t index, Mask& mask) {
    Tile& tile = m_tiles[index];
    const cv::Mat samples = view(mask, tile.rect);
    if (tile.after.isNull())
        tile.after = compressed(samples);
    decompress(tile.before, samples);
    return tile.rect;
}

QRect Delta::redoTile(size_t index, Mask& mask) const {
    const Tile& tile = m_tiles[index];
    if (!tile.after.isNull())
        decompress(tile.after, view(mask, tile.rect));
    return tile.rect;
}

void DeltaRecorder::willWrite(const QRect& rect) {
    grid().forEachIn(rect, [this](int index) {
        if (m_before.contains(index))
            return;
        const QRect tile = grid().rect(index);
        m_before.emplace(index, view(m_mask, tile).clone());
        m_touched |= tile;
    });
}

cv::Mat DeltaRecorder::before(const QRect& rect) const {
    cv::Mat samples = view(m_mask, rect).clone();
    grid().forEachIn(rect, [&](int index) {
        const auto found = m_before.find(index);
        if (found == m_before.end())
            return;
        const QRect at = grid().rect(index), both = at & rect;
        const cv::Rect from(both.x() - at.x(), both.y() - at.y(), both.width(), both.height());
        const cv::Rect to(both.x() - rect.x(), both.y() - rect.y(), both.width(), both.height());
        found->second(from).copyTo(samples(to));
    });
    return samples;
}

void DeltaRecorder::rollBack() {
    for (const auto& [index, tile] : m_before)
        tile.copyTo(view(m_mask, grid().rect(index)));
    m_before.clear();
    m_touched = {};
}

Delta DeltaRecorder::finish() {
    Delta delta;
    std::vector<const cv::Mat*> befores;
    std::vector<int> indices; // from the top down, so that neighbours stand together
    for (const auto& [index, tile] : m_before)
        if (!sameSamples(tile, view(m_mask, grid().rect(index))))
            indices.push_back(index);
    std::ranges::sort(indices);
    for (const int index : indices) {
        delta.m_tiles.push_back({grid().rect(index), {}, {}});
        befores.push_back(&m_before.at(index));
    }
    // In parallel, since the end of a stroke waits for it.
    cv::parallel_for_(cv::Range(0, int(befores.size())), [&](const cv::Range& range) {
        for (int i = range.start; i < range.end; ++i)
            delta.m_tiles[size_t(i)].before = compressed(*befores[size_t(i)]);
    });
    m_before.clear();
    m_touched = {};
    return delta;
}

} // namespace nb::mask
