#include "core/fill/complete.h"

#include "core/fill/compose.h"
#include "core/fill/field.h"
#include "core/fill/first_guess.h"
#include "core/fill/montage.h"
#include "core/fill/vote.h"
#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>

namespace nb::fill {
namespace {

constexpr int kFinestRounds = 2;
constexpr int kMoreRoundsPerLevel = 2;
constexpr int kMostRounds = 12;
constexpr int kPeelPasses = 6;
constexpr int kRefineRadiusPx = 24;
// A scratch or a speck, and what is near it is enough: every patch then sees known pixels across the hole,
// and copying the best one is as good as agreeing on many, sharper, and much quicker.
constexpr double kNarrowDepthPx = 7;
constexpr int kMostNarrowPx = 20000; // its time grows with the square
constexpr Reach kNarrowReach{16, 200};

int widestStep(const Level& level) {
    return std::max(level.image.cols, level.image.rows);
}

// The centres of the patches that are to decide about the pixels of a layer: the pixels themselves, moved to
// where a patch is inside the picture.
cv::Mat centresOf(const cv::Mat& layer, const Level& level, const Work& work) {
    cv::Mat centres = cv::Mat::zeros(layer.size(), CV_8U);
    for (int y = 0; y < layer.rows; ++y) {
        work.throwIfStopped();
        for (int x = 0; x < layer.cols; ++x)
            if (layer.at<uchar>(y, x) != 0)
                centres.at<uchar>(std::clamp(y, kRadius, layer.rows - 1 - kRadius),
                                  std::clamp(x, kRadius, layer.cols - 1 - kRadius)) = 255;
    }
    return centres & level.target;
}

// The first estimate of the coarsest level: the hole is filled from its border inwards, one layer of pixels
// after the other, comparing only what is already there.
Field peel(Level& level, const Work& work) {
    Field field = randomField(level, work);
    cv::Mat left = level.hole.clone();
    for (std::uint64_t layerNumber = 0; cv::countNonZero(left) > 0; ++layerNumber) {
        cv::Mat inside;
        cv::erode(left, inside, cv::Mat::ones(3, 3, CV_8U));
        const cv::Mat layer = left & ~inside;
        if (cv::countNonZero(layer) == 0)
            break;
        Search search;
        search.passes = kPeelPasses;
        search.radiusPx = widestStep(level);
        search.stream = 1000 + layerNumber;
        search.only = centresOf(layer, level, work);
        cv::cvtColor(~left, search.visible, cv::COLOR_GRAY2RGBA);
        cv::insertChannel(~left, search.visible, 3);
        improve(field, level, search, work);
        vote(level, field, layer, search.only, work);
        left = inside;
    }
    return field;
}

bool isNarrow(const cv::Mat& hole, const Work& work) {
    work.throwIfStopped();
    cv::Mat depth;
    cv::distanceTransform(hole, depth, cv::DIST_L2, 3);
    double most = 0;
    cv::minMaxLoc(depth, nullptr, &most);
    return most <= kNarrowDepthPx && cv::countNonZero(hole) <= kMostNarrowPx;
}

Field firstField(Level& coarsest, const Work& work) {
    const bool vast = cv::countNonZero(coarsest.hole) > kMostGuessedPx;
    return vast ? peel(coarsest, work) : guessEdgesFirst(coarsest, work).field;
}

// The finest whose hole is small enough for a montage; the number of levels if none is.
std::size_t montageLevelOf(const std::vector<Level>& levels) {
    std::size_t level = 0;
    while (level < levels.size() && cv::countNonZero(levels[level].hole) > kMostMontagePx)
        ++level;
    return level;
}

int roundsOf(std::size_t level) {
    return std::min(kFinestRounds + kMoreRoundsPerLevel * static_cast<int>(level), kMostRounds);
}

// The share of the whole effort that remains below this level: each has four times the pixels of the next.
double progressAfter(std::size_t level) {
    return std::pow(0.25, static_cast<double>(level));
}

} // namespace

cv::Mat complete(const cv::Mat& colour, const cv::Mat& hole, const cv::Mat& unknown, const Work& work,
                 const Watch& watch) {
    std::vector<Level> levels = buildPyramid(colour, hole, unknown, work);
    if (levels.front().sources == 0)
        return {};
    if (levels.size() == 1 && isNarrow(hole, work)) {
        cv::Mat sources = guessEdgesFirst(levels.front(), work, kNarrowReach).sources;
        if (watch.onProgress)
            watch.onProgress(1);
        return sources;
    }
    Field field = firstField(levels.back(), work);
    const std::size_t montageLevel = montageLevelOf(levels);
    bool composed = false; // from there on pixels are copied, not mixed: large pieces stay as they are
    for (std::size_t i = levels.size(); i-- > 0;) {
        Level& level = levels[i];
        const bool coarsest = i + 1 == levels.size();
        if (!coarsest) {
            field = finerField(level, field, work);
            levels.pop_back();
        }
        const int rounds = roundsOf(i);
        for (int round = 0; round < rounds; ++round) {
            if (composed)
                copyFrom<cv::Vec4b>(elect(level, field, work), level.image, work);
            else if (!coarsest || round > 0)
                vote(level, field, level.hole, level.target, work);
            Search search;
            search.radiusPx = coarsest ? widestStep(level) : kRefineRadiusPx;
            search.stream = i * 100 + static_cast<std::uint64_t>(round);
            improve(field, level, search, work);
        }
        if (i == montageLevel) {
            const cv::Mat guess = elect(level, field, work);
            field = compose(level, std::move(field), guess, work);
            composed = true;
            improve(field, level, {.radiusPx = kRefineRadiusPx, .stream = i * 100 + 50}, work);
        }
        if (watch.onEstimate)
            watch.onEstimate(level.image, static_cast<int>(i));
        if (watch.onProgress)
            watch.onProgress(progressAfter(i));
    }
    return elect(levels.front(), field, work);
}

} // namespace nb::fill
