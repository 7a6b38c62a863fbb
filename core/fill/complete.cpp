#include "core/fill/complete.h"

#include "core/fill/compose.h"
#include "core/fill/field.h"
#include "core/fill/initial_guess.h"
#include "core/fill/shift_map.h"
#include "core/fill/vote.h"
#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>

namespace nb::fill {
namespace {

constexpr int kFinestRounds = 2;
constexpr int kExtraRoundsPerLevel = 2;
constexpr int kMaxRounds = 12;
constexpr int kPeelPasses = 6;
constexpr int kRefineRadiusPx = 24;
// A hole of at most this depth, a scratch or a speck, is filled by the initial guess alone: every patch
// contains known pixels on both sides of it, and copying the best match is as good as voting, sharper, and
// much quicker.
constexpr double kNarrowDepthPx = 7;
constexpr int kMaxNarrowPx = 20000; // its time grows with the square
constexpr SearchRange kNarrowRange{16, 200};

int widestStep(const Level& level) {
    return std::max(level.image.cols, level.image.rows);
}

// The centres of the patches that vote for the pixels of a layer: the pixels themselves, moved to where a
// patch is inside the picture.
cv::Mat centresOf(const cv::Mat& layer, const Level& level, const Execution& execution) {
    cv::Mat centres = cv::Mat::zeros(layer.size(), CV_8U);
    for (int y = 0; y < layer.rows; ++y) {
        execution.throwIfStopped();
        for (int x = 0; x < layer.cols; ++x)
            if (layer.at<uchar>(y, x) != 0)
                centres.at<uchar>(std::clamp(y, kRadius, layer.rows - 1 - kRadius),
                                  std::clamp(x, kRadius, layer.cols - 1 - kRadius)) = 255;
    }
    return centres & level.target;
}

// The initial guess for a large hole: filled from its border inwards, one layer of pixels after the other,
// comparing only the pixels that are filled already (onion peel order).
Field peel(Level& level, const Execution& execution) {
    Field field = randomField(level, execution);
    cv::Mat unfilled = level.hole.clone();
    for (std::uint64_t layerNumber = 0; cv::countNonZero(unfilled) > 0; ++layerNumber) {
        cv::Mat inside;
        cv::erode(unfilled, inside, cv::Mat::ones(3, 3, CV_8U));
        const cv::Mat layer = unfilled & ~inside;
        if (cv::countNonZero(layer) == 0)
            break;
        Search search;
        search.passes = kPeelPasses;
        search.radiusPx = widestStep(level);
        search.stream = 1000 + layerNumber;
        search.only = centresOf(layer, level, execution);
        cv::cvtColor(~unfilled, search.visible, cv::COLOR_GRAY2RGBA);
        cv::insertChannel(~unfilled, search.visible, 3);
        improve(field, level, search, execution);
        vote(level, field, layer, search.only, execution);
        unfilled = inside;
    }
    return field;
}

bool isNarrow(const cv::Mat& hole, const Execution& execution) {
    execution.throwIfStopped();
    cv::Mat depth;
    cv::distanceTransform(hole, depth, cv::DIST_L2, 3);
    double deepest = 0;
    cv::minMaxLoc(depth, nullptr, &deepest);
    return deepest <= kNarrowDepthPx && cv::countNonZero(hole) <= kMaxNarrowPx;
}

Field initialField(Level& coarsest, const Execution& execution) {
    const bool large = cv::countNonZero(coarsest.hole) > kMaxGuessedPx;
    return large ? peel(coarsest, execution) : guessEdgesFirst(coarsest, execution).field;
}

// The finest level whose hole is small enough for a shift map; the number of levels if none is.
std::size_t shiftMapLevelOf(const std::vector<Level>& levels) {
    std::size_t level = 0;
    while (level < levels.size() && cv::countNonZero(levels[level].hole) > kMaxShiftMapPx)
        ++level;
    return level;
}

int roundsOf(std::size_t level) {
    return std::min(kFinestRounds + kExtraRoundsPerLevel * static_cast<int>(level), kMaxRounds);
}

// The share of all work that is done after this level: each has four times the pixels of the next coarser
// one.
double progressAfter(std::size_t level) {
    return std::pow(0.25, static_cast<double>(level));
}

} // namespace

cv::Mat complete(const cv::Mat& colour, const cv::Mat& hole, const cv::Mat& unknown,
                 const Execution& execution, const LevelCallbacks& callbacks) {
    std::vector<Level> levels = buildPyramid(colour, hole, unknown, execution);
    if (levels.front().sources == 0)
        return {};
    if (levels.size() == 1 && isNarrow(hole, execution)) {
        cv::Mat sources = guessEdgesFirst(levels.front(), execution, kNarrowRange).sources;
        if (callbacks.onProgress)
            callbacks.onProgress(1);
        return sources;
    }
    Field field = initialField(levels.back(), execution);
    const std::size_t shiftMapLevel = shiftMapLevelOf(levels);
    bool composed =
        false; // from there on pixels are copied, not averaged, so that large pieces stay as they are
    for (std::size_t i = levels.size(); i-- > 0;) {
        Level& level = levels[i];
        const bool coarsest = i + 1 == levels.size();
        if (!coarsest) {
            field = finerField(level, field, execution);
            levels.pop_back();
        }
        const int rounds = roundsOf(i);
        for (int round = 0; round < rounds; ++round) {
            if (composed)
                copyFrom<cv::Vec4b>(chooseSources(level, field, execution), level.image, execution);
            else if (!coarsest || round > 0)
                vote(level, field, level.hole, level.target, execution);
            Search search;
            search.radiusPx = coarsest ? widestStep(level) : kRefineRadiusPx;
            search.stream = i * 100 + static_cast<std::uint64_t>(round);
            improve(field, level, search, execution);
        }
        if (i == shiftMapLevel) {
            const cv::Mat guess = chooseSources(level, field, execution);
            field = compose(level, std::move(field), guess, execution);
            composed = true;
            improve(field, level, {.radiusPx = kRefineRadiusPx, .stream = i * 100 + 50}, execution);
        }
        if (callbacks.onEstimate)
            callbacks.onEstimate(level.image, static_cast<int>(i));
        if (callbacks.onProgress)
            callbacks.onProgress(progressAfter(i));
    }
    return chooseSources(levels.front(), field, execution);
}

} // namespace nb::fill
