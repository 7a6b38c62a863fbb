#include "core/edit/membrane.h"

#include <algorithm>
#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>

namespace nb::edit {
namespace {

constexpr int kRimPx = 7; // width of what is compared outside the selection
constexpr int kSolveSidePx = 192;
constexpr int kSweeps = 24;
constexpr float kOverRelaxation = 1.6F;

// The mean of the known values in each cell of the smaller picture, and which cells have any.
void shrink(const cv::Mat& values, const cv::Mat& known, cv::Size size, cv::Mat& small, cv::Mat& smallKnown) {
    cv::Mat weight, weight3, share;
    known.convertTo(weight, CV_32F, 1 / 255.0);
    cv::cvtColor(weight, weight3, cv::COLOR_GRAY2RGB);
    cv::resize(values.mul(weight3), small, size, 0, 0, cv::INTER_AREA);
    cv::resize(weight, share, size, 0, 0, cv::INTER_AREA);
    smallKnown = share > 1e-4;
    for (int y = 0; y < small.rows; ++y)
        for (int x = 0; x < small.cols; ++x)
            if (smallKnown.at<uchar>(y, x))
                small.at<cv::Vec3f>(y, x) /= share.at<float>(y, x);
}

// Successive over-relaxation; the border of the picture is free (Neumann).
void relax(cv::Mat& values, const cv::Mat& known) {
    const int right = values.cols - 1, bottom = values.rows - 1;
    for (int sweep = 0; sweep < kSweeps; ++sweep)
        for (int y = 0; y < values.rows; ++y) {
            auto* row = values.ptr<cv::Vec3f>(y);
            const auto* above = values.ptr<cv::Vec3f>(std::max(y - 1, 0));
            const auto* below = values.ptr<cv::Vec3f>(std::min(y + 1, bottom));
            const auto* fixed = known.ptr<uchar>(y);
            for (int x = 0; x < values.cols; ++x)
                if (!fixed[x]) {
                    const cv::Vec3f mean =
                        (row[std::max(x - 1, 0)] + row[std::min(x + 1, right)] + above[x] + below[x]) * 0.25F;
                    row[x] += (mean - row[x]) * kOverRelaxation;
                }
        }
}

} // namespace

void continueSmoothly(cv::Mat& values, const cv::Mat& known) {
    const int knownCount = cv::countNonZero(known);
    if (knownCount == 0)
        values.setTo(cv::Scalar::all(0));
    if (knownCount == 0 || knownCount == int(known.total()))
        return;
    if (std::max(values.rows, values.cols) > 2) {
        const cv::Size half((values.cols + 1) / 2, (values.rows + 1) / 2);
        cv::Mat small, smallKnown, guess;
        shrink(values, known, half, small, smallKnown);
        continueSmoothly(small, smallKnown);
        cv::resize(small, guess, values.size(), 0, 0, cv::INTER_LINEAR);
        guess.copyTo(values, known == 0);
    } else {
        values.setTo(cv::mean(values, known), known == 0);
    }
    relax(values, known);
}

cv::Mat membraneBetween(const cv::Mat& picture, const cv::Mat& answer, const cv::Mat& selected) {
    cv::Mat near;
    cv::dilate(selected, near, cv::getStructuringElement(cv::MORPH_RECT, {2 * kRimPx + 1, 2 * kRimPx + 1}));
    const cv::Mat rim = near & (selected == 0);
    cv::Mat difference = picture - answer;
    const double factor = std::min(1.0, double(kSolveSidePx) / std::max(picture.cols, picture.rows));
    const cv::Size size(std::max(1, cvRound(picture.cols * factor)),
                        std::max(1, cvRound(picture.rows * factor)));
    cv::Mat small, known, out;
    shrink(difference, rim, size, small, known);
    difference.release();
    continueSmoothly(small, known);
    cv::resize(small, out, picture.size(), 0, 0, cv::INTER_LINEAR);
    return out;
}

} // namespace nb::edit
