#include "core/fill/patch_distance.h"

#include <algorithm>
#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>
#include <vector>

namespace nb::fill {
namespace {

constexpr int kPatchRadius = 2;
constexpr int kPatchRow = 3 * (2 * kPatchRadius + 1);
constexpr int kPatchLength = kPatchRow * (2 * kPatchRadius + 1);
constexpr int kPatches = 2000; // drawn from each side
constexpr int kProjections = 48;
constexpr int kLevels = 2;
constexpr double kMinSpread = 1e-3;

// Randomly drawn patches, one per row; empty if there are none.
cv::Mat patchesOf(const cv::Mat& picture, const cv::Mat& where, std::uint64_t seed) {
    std::vector<cv::Point> centres;
    cv::findNonZero(where, centres);
    const cv::Rect inner(kPatchRadius, kPatchRadius, picture.cols - 2 * kPatchRadius,
                         picture.rows - 2 * kPatchRadius);
    std::erase_if(centres, [&](cv::Point p) { return !inner.contains(p); });
    if (centres.empty())
        return {};
    cv::RNG random(seed);
    cv::Mat patches(kPatches, kPatchLength, CV_32F);
    for (int i = 0; i < kPatches; ++i) {
        const cv::Point p =
            centres[static_cast<std::size_t>(random.uniform(0, static_cast<int>(centres.size())))];
        auto* out = patches.ptr<float>(i);
        for (int dy = -kPatchRadius; dy <= kPatchRadius; ++dy)
            out = std::copy_n(picture.ptr<float>(p.y + dy) + 3 * (p.x - kPatchRadius), kPatchRow, out);
    }
    return patches;
}

cv::Mat directions() {
    cv::Mat all(kPatchLength, kProjections, CV_32F);
    cv::RNG(1).fill(all, cv::RNG::NORMAL, 0, 1);
    for (int i = 0; i < kProjections; ++i)
        all.col(i) /= cv::norm(all.col(i));
    return all;
}

// Relative to the spread of b, mean over the projections.
double slicedWasserstein(const cv::Mat& a, const cv::Mat& b) {
    const cv::Mat along = directions();
    cv::Mat onA = cv::Mat(a * along).t(), onB = cv::Mat(b * along).t();
    cv::sort(onA, onA, cv::SORT_EVERY_ROW);
    cv::sort(onB, onB, cv::SORT_EVERY_ROW);
    double sum = 0;
    for (int i = 0; i < kProjections; ++i) {
        cv::Scalar mean, spread;
        cv::meanStdDev(onB.row(i), mean, spread);
        sum += cv::norm(onA.row(i), onB.row(i), cv::NORM_L1) / kPatches / (spread[0] + kMinSpread);
    }
    return sum / kProjections;
}

} // namespace

double patchDistance(const cv::Mat& image, const cv::Mat& hole, const cv::Mat& known,
                     const Execution& execution) {
    cv::Mat coarse, inside = hole, outside = known;
    cv::cvtColor(image, coarse, cv::COLOR_RGBA2RGB);
    coarse.convertTo(coarse, CV_32F);
    double sum = 0;
    for (int level = 0; level < kLevels; ++level) {
        execution.throwIfStopped();
        cv::Mat detail = coarse;
        if (level + 1 < kLevels) {
            cv::Mat half, blurred;
            cv::pyrDown(coarse, half);
            cv::pyrUp(half, blurred, coarse.size());
            detail = coarse - blurred;
            coarse = half;
        }
        const cv::Mat a = patchesOf(detail, inside, 1), b = patchesOf(detail, outside, 2);
        if (!a.empty() && !b.empty())
            sum += slicedWasserstein(a, b);
        cv::resize(inside, inside, coarse.size(), 0, 0, cv::INTER_NEAREST);
        cv::resize(outside, outside, coarse.size(), 0, 0, cv::INTER_NEAREST);
    }
    return sum / kLevels;
}

} // namespace nb::fill
