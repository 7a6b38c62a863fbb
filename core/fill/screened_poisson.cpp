#include "core/fill/screened_poisson.h"

#include <opencv2/core.hpp>

namespace nb::fill {
namespace {

constexpr float kColourWeight = 0.3F; // of a difference in colour, against one in a gradient
constexpr int kSweeps = 6;            // starting at the given colours; more would spread their errors

class Solver {
public:
    Solver(const cv::Mat& image, const cv::Mat& only, const PoissonTargets& targets) : m_targets(targets) {
        image(targets.area).convertTo(m_values, CV_32F);
        m_changes = (only(targets.area) != 0) & (targets.given & PoissonTargets::Colour);
        targets.colour.copyTo(m_values, m_changes);
    }

    // One Gauss-Seidel iteration over every second pixel of the rows.
    void sweep(int first, int end, int odd) {
        for (int y = first; y < end; ++y)
            for (int x = (y + odd) & 1; x < m_values.cols; x += 2)
                if (m_changes.at<uchar>(y, x) != 0)
                    relax(x, y);
    }

    void writeTo(cv::Mat& image) const {
        cv::Mat values, part = image(m_targets.area);
        m_values.convertTo(values, CV_8U);
        values.copyTo(part, m_changes);
    }

private:
    [[nodiscard]] bool isGiven(int x, int y, PoissonTargets::Part part) const {
        return x >= 0 && y >= 0 && (m_targets.given.at<uchar>(y, x) & part) != 0;
    }

    void relax(int x, int y) {
        cv::Vec4f sum = m_targets.colour.at<cv::Vec4f>(y, x) * kColourWeight;
        float weight = kColourWeight;
        const auto add = [&](const cv::Vec4f& value) {
            sum += value;
            ++weight;
        };
        if (x + 1 < m_values.cols && isGiven(x, y, PoissonTargets::Right))
            add(m_values.at<cv::Vec4f>(y, x + 1) - m_targets.right.at<cv::Vec4f>(y, x));
        if (y + 1 < m_values.rows && isGiven(x, y, PoissonTargets::Down))
            add(m_values.at<cv::Vec4f>(y + 1, x) - m_targets.down.at<cv::Vec4f>(y, x));
        if (isGiven(x - 1, y, PoissonTargets::Right))
            add(m_values.at<cv::Vec4f>(y, x - 1) + m_targets.right.at<cv::Vec4f>(y, x - 1));
        if (isGiven(x, y - 1, PoissonTargets::Down))
            add(m_values.at<cv::Vec4f>(y - 1, x) + m_targets.down.at<cv::Vec4f>(y - 1, x));
        m_values.at<cv::Vec4f>(y, x) = sum * (1 / weight);
    }

    const PoissonTargets& m_targets;
    cv::Mat m_values;  // the solution so far, CV_32FC4
    cv::Mat m_changes; // CV_8U, not 0: a pixel that is solved for
};

} // namespace

void solveScreenedPoisson(cv::Mat& image, const cv::Mat& only, const PoissonTargets& targets,
                          const Execution& execution) {
    Solver solver(image, only, targets);
    for (int sweep = 0; sweep < kSweeps; ++sweep)
        for (const int odd : {0, 1})
            forEachStrip(execution, 0, targets.area.height,
                         [&](int first, int end) { solver.sweep(first, end, odd); });
    solver.writeTo(image);
}

} // namespace nb::fill
