#include "core/fill/blend.h"

#include <opencv2/core.hpp>

namespace nb::fill {
namespace {

constexpr float kColourWeight = 0.3F; // of a difference in colour, against one in a step
constexpr int kSweeps = 6;            // from the wished colours; more would spread their faults

class Blending {
public:
    Blending(const cv::Mat& image, const cv::Mat& only, const Wish& wish) : m_wish(wish) {
        image(wish.area).convertTo(m_values, CV_32F);
        m_changes = (only(wish.area) != 0) & (wish.has & Wish::kColour);
        wish.colour.copyTo(m_values, m_changes);
    }

    // One step of Gauss and Seidel's method for every second pixel of the rows.
    void sweep(int first, int end, int odd) {
        for (int y = first; y < end; ++y)
            for (int x = (y + odd) & 1; x < m_values.cols; x += 2)
                if (m_changes.at<uchar>(y, x) != 0)
                    relax(x, y);
    }

    void writeTo(cv::Mat& image) const {
        cv::Mat values, part = image(m_wish.area);
        m_values.convertTo(values, CV_8U);
        values.copyTo(part, m_changes);
    }

private:
    [[nodiscard]] bool has(int x, int y, Wish::Has what) const {
        return x >= 0 && y >= 0 && (m_wish.has.at<uchar>(y, x) & what) != 0;
    }

    void relax(int x, int y) {
        cv::Vec4f sum = m_wish.colour.at<cv::Vec4f>(y, x) * kColourWeight;
        float weight = kColourWeight;
        const auto wishFor = [&](const cv::Vec4f& value) {
            sum += value;
            ++weight;
        };
        if (x + 1 < m_values.cols && has(x, y, Wish::kRight))
            wishFor(m_values.at<cv::Vec4f>(y, x + 1) - m_wish.right.at<cv::Vec4f>(y, x));
        if (y + 1 < m_values.rows && has(x, y, Wish::kDown))
            wishFor(m_values.at<cv::Vec4f>(y + 1, x) - m_wish.down.at<cv::Vec4f>(y, x));
        if (has(x - 1, y, Wish::kRight))
            wishFor(m_values.at<cv::Vec4f>(y, x - 1) + m_wish.right.at<cv::Vec4f>(y, x - 1));
        if (has(x, y - 1, Wish::kDown))
            wishFor(m_values.at<cv::Vec4f>(y - 1, x) + m_wish.down.at<cv::Vec4f>(y - 1, x));
        m_values.at<cv::Vec4f>(y, x) = sum * (1 / weight);
    }

    const Wish& m_wish;
    cv::Mat m_values;
    cv::Mat m_changes;
};

} // namespace

void blend(cv::Mat& image, const cv::Mat& only, const Wish& wish, const Work& work) {
    Blending blending(image, only, wish);
    for (int sweep = 0; sweep < kSweeps; ++sweep)
        for (const int odd : {0, 1})
            forEachStrip(work, 0, wish.area.height,
                         [&](int first, int end) { blending.sweep(first, end, odd); });
    blending.writeTo(image);
}

} // namespace nb::fill
