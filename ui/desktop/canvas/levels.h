#pragma once
// The smaller copies of a picture or mask: level n has a sample for 2^n by 2^n source pixels, their mean.
// Plain data and pure functions; who builds them, and when, is ui/desktop/canvas/pyramid.h.

#include <QRect>
#include <QSize>
#include <opencv2/core/mat.hpp>
#include <vector>

namespace nb::desktop {

inline constexpr int kMaxLevel = 6;  // 1/64: below the smallest zoom
inline constexpr int kBlockPx = 512; // side of a block, in source pixels; a multiple of 2^kMaxLevel

// Half as wide and high, rounded up; an odd edge stands for itself. 8 or 16 bits.
[[nodiscard]] cv::Mat halved(const cv::Mat& samples);

// The level that is drawn at `zoom` (device pixels for a source pixel): the smallest with at least one sample
// for a device pixel.
[[nodiscard]] int levelFor(double zoom, int levels);

// Samples 2^level apart, from the middle of what they stand for: a quick substitute for that level.
[[nodiscard]] cv::Mat everyNth(const cv::Mat& samples, int level);

class Levels {
public:
    Levels() = default;
    // type: CV_8UC1, CV_8UC3 or CV_8UC4. All samples are 0.
    Levels(QSize source, int type);

    [[nodiscard]] int count() const { return int(m_levels.size()); } // without the source itself
    [[nodiscard]] const cv::Mat& at(int level) const { return m_levels[size_t(level - 1)]; } // from 1

    // Levels 1 and up of a rectangle of the source whose corner lies on a multiple of 2^kMaxLevel, each half
    // of the one before.
    void put(QPoint corner, const std::vector<cv::Mat>& levels);
    // `samples` are the source's within `rect`, which begins at even numbers and ends at them or at the edge.
    void update(const QRect& rect, const cv::Mat& samples);

private:
    QSize m_source;
    std::vector<cv::Mat> m_levels;
};

// What Levels::put() takes, from the samples of a block; `first` is level 0 or 1 of it.
[[nodiscard]] std::vector<cv::Mat> levelsAbove(const cv::Mat& first, int count);

// `rect` grown to even numbers, cut to `size`.
[[nodiscard]] QRect evenRect(const QRect& rect, QSize size);

} // namespace nb::desktop
