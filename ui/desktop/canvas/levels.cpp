#include "ui/desktop/canvas/levels.h"

#include "core/image/cv_rect.h"
#include "core/mask/empty_mask.h"
#include <algorithm>
#include <cmath>
#include <cstring>
#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>

namespace nb::desktop {
namespace {

int halfUp(int value) {
    return (value + 1) / 2;
}

} // namespace

cv::Mat halved(const cv::Mat& samples) {
    const cv::Size half(halfUp(samples.cols), halfUp(samples.rows));
    cv::Mat even = samples;
    if (samples.cols % 2 != 0 || samples.rows % 2 != 0)
        cv::copyMakeBorder(samples, even, 0, half.height * 2 - samples.rows, 0, half.width * 2 - samples.cols,
                           cv::BORDER_REPLICATE | cv::BORDER_ISOLATED);
    cv::Mat out;
    cv::resize(even, out, half, 0, 0, cv::INTER_AREA);
    return out;
}

int levelFor(double zoom, int levels) {
    constexpr double kSlack = 1e-6; // one half is level 1, also when it was computed
    const int level = zoom >= 1 ? 0 : int(std::floor(-std::log2(zoom) + kSlack));
    return std::clamp(level, 0, levels);
}

cv::Mat everyNth(const cv::Mat& samples, int level) {
    const int step = 1 << level;
    cv::Mat out((samples.rows + step - 1) / step, (samples.cols + step - 1) / step, samples.type());
    const size_t bytes = samples.elemSize();
    for (int y = 0; y < out.rows; ++y) {
        const uchar* from = samples.ptr(std::min(y * step + step / 2, samples.rows - 1));
        uchar* to = out.ptr(y);
        for (int x = 0; x < out.cols; ++x)
            std::memcpy(to + size_t(x) * bytes,
                        from + size_t(std::min(x * step + step / 2, samples.cols - 1)) * bytes, bytes);
    }
    return out;
}

std::vector<cv::Mat> levelsAbove(const cv::Mat& first, int count) {
    std::vector<cv::Mat> levels;
    levels.reserve(size_t(count));
    for (int n = 0; n < count; ++n)
        levels.push_back(halved(n == 0 ? first : levels.back()));
    return levels;
}

QRect evenRect(const QRect& rect, QSize size) {
    const int left = rect.left() & ~1;
    const int top = rect.top() & ~1;
    return QRect(left, top, (rect.right() | 1) - left + 1, (rect.bottom() | 1) - top + 1) & QRect({}, size);
}

Levels::Levels(QSize source, int type) : m_source(source) {
    cv::Size size(source.width(), source.height());
    for (int n = 1; n <= kMaxLevel; ++n) {
        size = {halfUp(size.width), halfUp(size.height)};
        // A mask costs no memory where nothing is selected.
        m_levels.push_back(type == CV_8UC1 ? mask::emptyMask({size.width, size.height}).pixels
                                           : cv::Mat::zeros(size, type));
    }
}

void Levels::put(QPoint corner, const std::vector<cv::Mat>& levels) {
    for (size_t n = 0; n < std::min(levels.size(), m_levels.size()); ++n) {
        const int shift = int(n) + 1;
        const cv::Rect where(corner.x() >> shift, corner.y() >> shift, levels[n].cols, levels[n].rows);
        levels[n].copyTo(m_levels[n](where));
    }
}

void Levels::update(const QRect& rect, const cv::Mat& samples) {
    if (m_levels.empty() || rect.isEmpty())
        return;
    QRect done(rect.left() / 2, rect.top() / 2, halfUp(rect.width()), halfUp(rect.height()));
    halved(samples).copyTo(m_levels[0](cvRect(done)));
    for (size_t n = 1; n < m_levels.size(); ++n) {
        const cv::Mat& below = m_levels[n - 1];
        const QRect from = evenRect(done, {below.cols, below.rows});
        done = {from.left() / 2, from.top() / 2, halfUp(from.width()), halfUp(from.height())};
        halved(below(cvRect(from))).copyTo(m_levels[n](cvRect(done)));
    }
}

} // namespace nb::desktop
