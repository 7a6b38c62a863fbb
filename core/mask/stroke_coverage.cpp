#include "core/mask/stroke_coverage.h"

#include "core/image/cv_rect.h"
#include "core/mask/delta.h"
#include <cmath>
#include <opencv2/core.hpp>

namespace nb::mask {
namespace {

// The tiles of the recorder, so that what is written here is what is recorded there.
constexpr int kSide = kTilePx;

// x / 255, rounded, for x up to 255 * 255; sixteen bits are enough for all of it, and quicker than more.
quint16 by255(quint16 x) {
    const auto half = quint16(x + 128);
    return quint16(quint16(half + (half >> 8)) >> 8);
}

// The higher value of each pixel; false if that changes nothing.
bool raise(cv::Mat to, const cv::Mat& from) {
    const int width = to.cols; // of its own: for all the compiler knows, bytes are written over the Mat's
    uchar changed = 0;
    for (int y = 0; y < to.rows; ++y) {
        uchar* at = to.ptr(y);
        const uchar* other = from.ptr(y);
        for (int x = 0; x < width; ++x) {
            const uchar before = at[x];
            const uchar higher = other[x] > before ? other[x] : before;
            changed |= uchar(higher ^ before);
            at[x] = higher;
        }
    }
    return changed != 0;
}

} // namespace

void StrokeCoverage::add(const QPoint& topLeft, const cv::Mat& samples, double strength) {
    const QRect inside = QRect(topLeft, QSize(samples.cols, samples.rows)) & QRect({}, m_picture);
    if (inside.isEmpty())
        return;
    cv::Mat scaled = samples;
    if (strength < 1)
        samples.convertTo(scaled, CV_8U, strength);
    const int across = (m_picture.width() + kSide - 1) / kSide;
    for (int row = inside.top() / kSide; row <= inside.bottom() / kSide; ++row)
        for (int column = inside.left() / kSide; column <= inside.right() / kSide; ++column) {
            const QRect at(column * kSide, row * kSide, kSide, kSide), both = at & inside;
            Tile& tile = m_tiles[row * across + column];
            if (tile.samples.empty())
                tile.samples = cv::Mat::zeros(kSide, kSide, CV_8UC1);
            const cv::Mat part = tile.samples(cvRect(both, at.topLeft()));
            if (!raise(part, scaled(cvRect(both, topLeft))))
                continue; // a dab lies mostly over the one before
            if (tile.changed.isEmpty())
                m_changed.push_back(row * across + column);
            tile.changed |= both;
        }
}

void StrokeCoverage::visitChanged(const std::function<void(const QRect&, const cv::Mat&)>& visit) {
    const int across = (m_picture.width() + kSide - 1) / kSide;
    for (const int index : m_changed) {
        Tile& tile = m_tiles[index];
        const QPoint corner((index % across) * kSide, (index / across) * kSide);
        const QRect rect = std::exchange(tile.changed, {});
        visit(rect, tile.samples(cvRect(rect, corner)));
    }
    m_changed.clear();
}

void layOver(const cv::Mat& mask, const cv::Mat& coverage, double opacity, cv::Mat out) {
    const auto strength = quint16(std::lround(opacity * 255));
    const int width = mask.cols;
    for (int y = 0; y < mask.rows; ++y) {
        const uchar* below = mask.ptr(y);
        const uchar* over = coverage.ptr(y);
        uchar* to = out.ptr(y);
        for (int x = 0; x < width; ++x)
            to[x] = uchar(below[x] + by255(quint16((255 - below[x]) * by255(quint16(over[x] * strength)))));
    }
}

void takeFrom(const cv::Mat& mask, const cv::Mat& coverage, double opacity, cv::Mat out) {
    const auto strength = quint16(std::lround(opacity * 255));
    const int width = mask.cols;
    for (int y = 0; y < mask.rows; ++y) {
        const uchar* below = mask.ptr(y);
        const uchar* over = coverage.ptr(y);
        uchar* to = out.ptr(y);
        for (int x = 0; x < width; ++x)
            to[x] = uchar(by255(quint16(below[x] * (255 - by255(quint16(over[x] * strength))))));
    }
}

} // namespace nb::mask
