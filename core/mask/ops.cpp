#include "core/mask/ops.h"

#include "core/image/cv_rect.h"
#include "core/mask/bounds.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>

namespace nb::mask {
namespace {

// A true disc: cv::getStructuringElement's ellipse is asymmetric for small radii.
cv::Mat disc(int radiusPx) {
    const int side = 2 * radiusPx + 1;
    cv::Mat element(side, side, CV_8UC1, cv::Scalar(0));
    for (int y = -radiusPx; y <= radiusPx; ++y)
        for (int x = -radiusPx; x <= radiusPx; ++x)
            if (x * x + y * y <= radiusPx * radiusPx)
                element.at<uchar>(y + radiusPx, x + radiusPx) = 255;
    return element;
}

bool isBinary(const cv::Mat& pixels) {
    cv::Mat soft;
    cv::inRange(pixels, cv::Scalar(1), cv::Scalar(254), soft);
    return cv::countNonZero(soft) == 0;
}

// For large radii: the cost of the distance transform of a binary mask does not depend on the radius.
cv::Mat grownByDistance(const cv::Mat& pixels, int radiusPx) {
    cv::Mat unselected, distance, out;
    cv::bitwise_not(pixels, unselected);
    cv::distanceTransform(unselected, distance, cv::DIST_L2, cv::DIST_MASK_PRECISE);
    cv::compare(distance, radiusPx, out, cv::CMP_LE);
    return out;
}

constexpr int kMaxMorphologyPx = 3;
constexpr int kSoftStepPx =
    16; // a disc costs its radius squared; dilating twice by small discs is nearly the same

// Dilates with a disc decomposed into rows: each row of the mask is widened step by step, and at every width
// it is combined with the rows above and below where the disc has that width. The cost per pixel is the
// radius, not its square.
cv::Mat grownByRows(const cv::Mat& pixels, int radiusPx) {
    cv::Mat out = pixels.clone();
    cv::Mat wide(1, pixels.cols, CV_8UC1), wider(1, pixels.cols, CV_8UC1);
    for (int y = 0; y < pixels.rows; ++y) {
        pixels.row(y).copyTo(wide);
        if (cv::countNonZero(wide) == 0)
            continue;
        int dy = radiusPx;
        for (int width = 0; width <= radiusPx; ++width) {
            for (; dy >= 0 && width == int(std::sqrt(radiusPx * radiusPx - dy * dy)); --dy)
                for (const int row : {y - dy, y + dy})
                    if (row >= 0 && row < out.rows) {
                        cv::Mat target = out.row(row);
                        cv::max(target, wide, target);
                    }
            wide.copyTo(wider);
            if (const int n = pixels.cols - 1; n > 0) {
                cv::Mat right = wider.colRange(1, n + 1), left = wider.colRange(0, n);
                cv::max(right, wide.colRange(0, n), right);
                cv::max(left, wide.colRange(1, n + 1), left);
            }
            std::swap(wide, wider);
        }
    }
    return out;
}

cv::Mat dilated(const cv::Mat& pixels, int radiusPx) {
    if (cv::countNonZero(pixels) == 0)
        return pixels.clone();
    if (radiusPx > kMaxMorphologyPx)
        return isBinary(pixels) ? grownByDistance(pixels, radiusPx) : grownByRows(pixels, radiusPx);
    cv::Mat out = pixels.clone(); // dilate would write to its input
    for (int left = radiusPx; left > 0; left -= kSoftStepPx)
        cv::dilate(out, out, disc(std::min(left, kSoftStepPx)), {-1, -1}, 1, cv::BORDER_REPLICATE);
    return out;
}

cv::Mat complement(const cv::Mat& pixels) {
    cv::Mat out;
    cv::bitwise_not(pixels, out);
    return out;
}

// Flooding from the border: a pixel gets the lowest level at which it can be reached. The priority queue is
// one list for each of the 256 levels.
class Flood {
public:
    explicit Flood(const cv::Mat& pixels)
        : m_pixels(pixels), m_level(pixels.size(), CV_8UC1),
          m_visited(cv::Mat::zeros(pixels.size(), CV_8UC1)) {}

    cv::Mat filled() {
        for (int x = 0; x < m_pixels.cols; ++x) {
            reach(x, 0, 0);
            reach(x, m_pixels.rows - 1, 0);
        }
        for (int y = 0; y < m_pixels.rows; ++y) {
            reach(0, y, 0);
            reach(m_pixels.cols - 1, y, 0);
        }
        for (int level = 0; level < 256; ++level)
            while (!m_pending[size_t(level)].empty()) {
                const cv::Point at = m_pending[size_t(level)].back();
                m_pending[size_t(level)].pop_back();
                for (const cv::Point step : {cv::Point(1, 0), {-1, 0}, {0, 1}, {0, -1}})
                    if (const cv::Point to = at + step; cv::Rect({}, m_pixels.size()).contains(to))
                        reach(to.x, to.y, level);
            }
        return m_level;
    }

private:
    void reach(int x, int y, int from) {
        if (m_visited.at<uchar>(y, x) != 0)
            return;
        const int level = std::max(from, int(m_pixels.at<uchar>(y, x)));
        m_visited.at<uchar>(y, x) = 1;
        m_level.at<uchar>(y, x) = uchar(level);
        m_pending[size_t(level)].emplace_back(x, y);
    }

    cv::Mat m_pixels, m_level, m_visited;
    std::array<std::vector<cv::Point>, 256> m_pending;
};

} // namespace

bool isEmpty(const Mask& mask) {
    return mask.pixels.empty() || cv::countNonZero(mask.pixels) == 0;
}

QRect boundingBox(const Mask& mask) {
    if (isEmpty(mask))
        return {};
    const cv::Rect box = boundsOf(mask.pixels);
    return {box.x, box.y, box.width, box.height};
}

Mask grown(const Mask& mask, int radiusPx) {
    Mask out{mask.pixels.clone()};
    const QRect box = boundingBox(mask);
    if (radiusPx <= 0 || box.isEmpty())
        return out;
    // Only the part around the selection is computed. Its margin of unselected pixels is wider than the
    // radius, so that its edge is not treated like the picture's.
    const cv::Rect part = cvRect(withMargin(box, radiusPx + 1, QRect({}, mask.size())));
    dilated(mask.pixels(part), radiusPx).copyTo(out.pixels(part));
    return out;
}

Mask shrunk(const Mask& mask, int radiusPx) {
    return radiusPx <= 0 ? Mask{mask.pixels.clone()}
                         : Mask{complement(dilated(complement(mask.pixels), radiusPx))};
}

Mask feathered(const Mask& mask, int radiusPx) {
    if (radiusPx <= 0)
        return {mask.pixels.clone()};
    Mask out;
    cv::GaussianBlur(mask.pixels, out.pixels, {}, radiusPx / 2.0, 0, cv::BORDER_REPLICATE);
    return out;
}

Mask smoothed(const Mask& mask, int radiusPx) {
    Mask out{mask.pixels.clone()};
    if (radiusPx > 0 && !mask.pixels.empty())
        cv::medianBlur(mask.pixels, out.pixels, 2 * std::min(radiusPx, 127) + 1);
    return out;
}

Mask withHolesFilled(const Mask& mask) {
    return mask.pixels.empty() ? mask : Mask{Flood(mask.pixels).filled()};
}

Mask inverted(const Mask& mask) {
    return {complement(mask.pixels)};
}

Mask combined(const Mask& mask, const Mask& other, Combination how) {
    Mask out;
    switch (how) {
    case Combination::Add:
        cv::max(mask.pixels, other.pixels, out.pixels);
        break;
    case Combination::Subtract:
        cv::subtract(mask.pixels, other.pixels, out.pixels);
        break;
    case Combination::Intersect:
        cv::min(mask.pixels, other.pixels, out.pixels);
        break;
    }
    return out;
}

std::vector<Part> parts(const Mask& mask) {
    if (isEmpty(mask))
        return {};
    cv::Mat labels, stats, centroids;
    const int count = cv::connectedComponentsWithStats(mask.pixels, labels, stats, centroids, 8, CV_32S);
    std::vector<Part> found;
    for (int i = 1; i < count; ++i) // label 0 is the background
        found.push_back({QRect(stats.at<int>(i, cv::CC_STAT_LEFT), stats.at<int>(i, cv::CC_STAT_TOP),
                               stats.at<int>(i, cv::CC_STAT_WIDTH), stats.at<int>(i, cv::CC_STAT_HEIGHT)),
                         stats.at<int>(i, cv::CC_STAT_AREA)});
    std::ranges::stable_sort(found, std::ranges::greater{}, &Part::area);
    return found;
}

cv::Mat asWhiteOnTransparent(const Mask& mask) {
    const cv::Mat white(mask.pixels.size(), CV_8UC1, cv::Scalar(255));
    cv::Mat rgba;
    cv::merge(std::vector<cv::Mat>{white, white, white, mask.pixels}, rgba);
    return rgba;
}

} // namespace nb::mask
