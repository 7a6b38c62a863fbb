#include "core/mask/similar.h"

#include "core/mask/empty_mask.h"
#include <algorithm>
#include <cstdlib>
#include <opencv2/core.hpp>
#include <vector>

namespace nb::mask {
namespace {

template <class Sample, int channels>
class Search {
public:
    Search(const cv::Mat& pixels, const QPoint& seed, int tolerance)
        : m_pixels(pixels), m_tolerance(tolerance * (sizeof(Sample) == 1 ? 1 : 257)),
          m_found(emptyMask({pixels.cols, pixels.rows})) {
        std::copy_n(pixels.ptr<Sample>(seed.y()) + seed.x() * channels, channels, m_colour);
    }

    Result<SimilarPixels> everywhere(const std::stop_token& stop) {
        for (int y = 0; y < m_pixels.rows; ++y) {
            if (stop.stop_requested())
                return Error{ErrorCode::Cancelled};
            int first = m_pixels.cols, last = -1;
            for (int x = 0; x < m_pixels.cols; ++x)
                if (matches(x, y)) {
                    first = std::min(first, x);
                    last = x;
                    m_found.pixels.at<uchar>(y, x) = 255;
                }
            if (last >= 0)
                m_bounds |= QRect(QPoint(first, y), QPoint(last, y));
        }
        return SimilarPixels{m_found, m_bounds};
    }

    // Scanline flood fill: each span of connected pixels is filled at once, then the rows above and below it
    // are searched for further spans.
    Result<SimilarPixels> from(const QPoint& seed, const std::stop_token& stop) {
        std::vector<QPoint> open{seed};
        while (!open.empty()) {
            if (stop.stop_requested())
                return Error{ErrorCode::Cancelled};
            const QPoint at = open.back();
            open.pop_back();
            if (!isOpen(at.x(), at.y()))
                continue;
            int left = at.x(), right = at.x();
            while (left > 0 && isOpen(left - 1, at.y()))
                --left;
            while (right + 1 < m_pixels.cols && isOpen(right + 1, at.y()))
                ++right;
            std::fill_n(m_found.pixels.ptr(at.y()) + left, right - left + 1, uchar(255));
            m_bounds |= QRect(QPoint(left, at.y()), QPoint(right, at.y()));
            for (const int y : {at.y() - 1, at.y() + 1})
                if (y >= 0 && y < m_pixels.rows)
                    addSpans(open, left, right, y);
        }
        return SimilarPixels{m_found, m_bounds};
    }

private:
    bool matches(int x, int y) const {
        const Sample* pixel = m_pixels.ptr<Sample>(y) + x * channels;
        for (int c = 0; c < channels; ++c)
            if (std::abs(int(pixel[c]) - int(m_colour[c])) > m_tolerance)
                return false;
        return true;
    }

    bool isOpen(int x, int y) const { return m_found.pixels.at<uchar>(y, x) == 0 && matches(x, y); }

    void addSpans(std::vector<QPoint>& open, int left, int right, int y) const {
        bool inSpan = false;
        for (int x = left; x <= right; ++x) {
            const bool isIn = isOpen(x, y);
            if (isIn && !inSpan)
                open.emplace_back(x, y);
            inSpan = isIn;
        }
    }

    const cv::Mat& m_pixels;
    int m_tolerance;
    Sample m_colour[channels];
    Mask m_found;
    QRect m_bounds;
};

template <class Sample, int channels>
Result<SimilarPixels> searched(const cv::Mat& pixels, const QPoint& seed, int tolerance, Reach reach,
                               const std::stop_token& stop) {
    Search<Sample, channels> search(pixels, seed, tolerance);
    return reach == Reach::Everywhere ? search.everywhere(stop) : search.from(seed, stop);
}

} // namespace

Result<SimilarPixels> similar(const image::Picture& picture, const QPoint& seed, int tolerance, Reach reach,
                              const std::stop_token& stop) {
    if (!QRect({}, picture.size()).contains(seed))
        return Error{ErrorCode::InvalidArgument, QStringLiteral("This place lies outside the picture")};
    const cv::Mat& pixels = picture.pixels;
    switch (pixels.type()) {
    case CV_8UC3:
        return searched<uchar, 3>(pixels, seed, tolerance, reach, stop);
    case CV_8UC4:
        return searched<uchar, 4>(pixels, seed, tolerance, reach, stop);
    case CV_16UC3:
        return searched<ushort, 3>(pixels, seed, tolerance, reach, stop);
    default:
        return searched<ushort, 4>(pixels, seed, tolerance, reach, stop);
    }
}

} // namespace nb::mask
