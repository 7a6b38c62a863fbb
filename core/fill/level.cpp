#include "core/fill/level.h"

#include "core/mask/bounds.h"
#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>

namespace nb::fill {
namespace {

constexpr int kRoughnessWindow = 9;
constexpr float kRoughnessGain = 2;
constexpr double kCoarsestDepthPx = 10; // the pyramid ends once the hole is at most this deep
constexpr int kMinSources = 400;
constexpr double kConfidenceFall = 1.3; // per pixel inwards
constexpr float kMaxDepthPx = 200;      // beyond it the confidence would underflow a float

cv::Mat withRoughness(const cv::Mat& colour, const cv::Mat& unknown, const Execution& execution) {
    cv::Mat grey;
    cv::cvtColor(colour, grey, cv::COLOR_RGB2GRAY);
    execution.throwIfStopped();
    cv::Mat known;
    cv::erode(unknown == 0, known, cv::Mat::ones(3, 3, CV_8U));
    cv::Mat gradient(grey.size(), CV_8UC1, cv::Scalar(0));
    for (int y = 1; y + 1 < grey.rows; ++y) {
        execution.throwIfStopped();
        for (int x = 1; x + 1 < grey.cols; ++x)
            if (known.at<uchar>(y, x) != 0)
                gradient.at<uchar>(y, x) =
                    cv::saturate_cast<uchar>((std::abs(grey.at<uchar>(y, x + 1) - grey.at<uchar>(y, x - 1)) +
                                              std::abs(grey.at<uchar>(y + 1, x) - grey.at<uchar>(y - 1, x))) /
                                             2);
    }
    cv::Mat sum;
    cv::Mat count;
    const cv::Size window(kRoughnessWindow, kRoughnessWindow);
    cv::boxFilter(gradient, sum, CV_32F, window, {-1, -1}, false);
    execution.throwIfStopped();
    cv::boxFilter(known, count, CV_32F, window, {-1, -1}, false);
    execution.throwIfStopped();
    cv::Mat image(colour.size(), CV_8UC4);
    for (int y = 0; y < image.rows; ++y) {
        execution.throwIfStopped();
        for (int x = 0; x < image.cols; ++x) {
            const auto& rgb = colour.at<cv::Vec3b>(y, x);
            const float mean = sum.at<float>(y, x) / (count.at<float>(y, x) + 1e-3F);
            image.at<cv::Vec4b>(y, x) = {rgb[0], rgb[1], rgb[2],
                                         cv::saturate_cast<uchar>(mean * 255 * kRoughnessGain)};
        }
    }
    return image;
}

// A level with everything that follows from image, hole and unknown.
Level levelOf(cv::Mat image, cv::Mat hole, const cv::Mat& unknown, const Execution& execution) {
    Level level;
    const cv::Mat patch = cv::Mat::ones(kSide, kSide, CV_8U);
    const cv::Rect inner(kRadius, kRadius, image.cols - 2 * kRadius, image.rows - 2 * kRadius);
    level.image = std::move(image);
    level.hole = std::move(hole);
    level.source = cv::Mat::zeros(level.hole.size(), CV_8U);
    level.target = cv::Mat::zeros(level.hole.size(), CV_8U);
    execution.throwIfStopped();
    cv::Mat grown;
    cv::dilate(unknown, grown, patch);
    cv::Mat(grown(inner) == 0).copyTo(level.source(inner));
    execution.throwIfStopped();
    cv::dilate(level.hole, grown, patch);
    grown(inner).copyTo(level.target(inner));
    execution.throwIfStopped();
    level.targetBounds = mask::boundsOf(level.target);
    level.sources = cv::countNonZero(level.source);
    execution.throwIfStopped();
    cv::Mat depth;
    cv::distanceTransform(level.hole, depth, cv::DIST_L2, 3);
    execution.throwIfStopped();
    cv::Mat exponent = cv::min(depth, kMaxDepthPx) * -std::log(kConfidenceFall);
    cv::exp(exponent, level.confidence);
    return level;
}

// The mean of the known pixels among each 2x2; of all four where none is known.
cv::Mat halfColour(const cv::Mat& image, const cv::Mat& unknown, const Execution& execution) {
    cv::Mat half((image.rows + 1) / 2, (image.cols + 1) / 2, CV_8UC4);
    for (int y = 0; y < half.rows; ++y) {
        execution.throwIfStopped();
        for (int x = 0; x < half.cols; ++x) {
            cv::Vec4i known;
            cv::Vec4i any;
            int knownCount = 0;
            int anyCount = 0;
            for (int v = 2 * y; v < std::min(2 * y + 2, image.rows); ++v)
                for (int u = 2 * x; u < std::min(2 * x + 2, image.cols); ++u) {
                    const cv::Vec4i pixel = image.at<cv::Vec4b>(v, u);
                    any += pixel;
                    ++anyCount;
                    if (unknown.at<uchar>(v, u) == 0) {
                        known += pixel;
                        ++knownCount;
                    }
                }
            const cv::Vec4i sum = knownCount > 0 ? known : any;
            const int count = knownCount > 0 ? knownCount : anyCount;
            for (int c = 0; c < 4; ++c)
                half.at<cv::Vec4b>(y, x)[c] = static_cast<uchar>((sum[c] + count / 2) / count);
        }
    }
    return half;
}

// Set where any of each 2x2 is set.
cv::Mat halfMask(const cv::Mat& mask, const Execution& execution) {
    cv::Mat half = cv::Mat::zeros((mask.rows + 1) / 2, (mask.cols + 1) / 2, CV_8U);
    for (int y = 0; y < mask.rows; ++y) {
        execution.throwIfStopped();
        for (int x = 0; x < mask.cols; ++x)
            if (mask.at<uchar>(y, x) != 0)
                half.at<uchar>(y / 2, x / 2) = 255;
    }
    return half;
}

double deepestPx(const cv::Mat& hole, const Execution& execution) {
    execution.throwIfStopped();
    cv::Mat depth;
    cv::distanceTransform(hole, depth, cv::DIST_L2, 3);
    double deepest = 0;
    cv::minMaxLoc(depth, nullptr, &deepest);
    return deepest;
}

} // namespace

std::vector<Level> buildPyramid(const cv::Mat& colour, const cv::Mat& hole, const cv::Mat& unknown,
                                const Execution& execution) {
    std::vector<Level> levels;
    cv::Mat mask = unknown.clone();
    levels.push_back(levelOf(withRoughness(colour, unknown, execution), hole.clone(), mask, execution));
    while (deepestPx(levels.back().hole, execution) > kCoarsestDepthPx) {
        cv::Mat image = halfColour(levels.back().image, mask, execution);
        mask = halfMask(mask, execution);
        if (std::min(image.cols, image.rows) < 2 * kSide)
            break;
        Level level = levelOf(std::move(image), halfMask(levels.back().hole, execution), mask, execution);
        if (level.sources < kMinSources)
            break;
        levels.push_back(std::move(level));
    }
    return levels;
}

} // namespace nb::fill
