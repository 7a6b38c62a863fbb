#include "core/fill/compose.h"

#include "core/fill/patch_distance.h"
#include "core/fill/shift_map.h"
#include "core/fill/shifts.h"
#include "core/fill/vote.h"
#include <algorithm>
#include <opencv2/core.hpp>

namespace nb::fill {
namespace {

// With a wide rim to match, larger structures stay whole; with a narrow one more pieces match.
constexpr int kRimRadiiPx[] = {2, 3, 4};

struct Composition {
    cv::Mat image;       // as Level::image
    cv::Mat sources;     // as from chooseSources(); empty: the guess unchanged
    double distance = 0; // patchDistance() of the image
};

// Sets the match of each target patch to the one that the copied pixel nearest to its centre implies.
void setMatches(Field& field, const Level& level, const cv::Mat& sources, const Execution& execution) {
    const auto setNearest = [&](Match& match, int x, int y) {
        int least = kSide * kSide;
        for (int dy = -kRadius; dy <= kRadius; ++dy)
            for (int dx = -kRadius; dx <= kRadius; ++dx) {
                const auto& copied = sources.at<cv::Vec2i>(y + dy, x + dx);
                const cv::Point from(copied[0] - dx, copied[1] - dy);
                if (copied[0] < 0 || dx * dx + dy * dy >= least ||
                    !cv::Rect({}, level.source.size()).contains(from) || level.source.at<uchar>(from) == 0)
                    continue;
                least = dx * dx + dy * dy;
                match = {from.x, from.y};
            }
    };
    const cv::Rect& area = level.targetBounds;
    for (int y = area.y; y < area.br().y; ++y) {
        execution.throwIfStopped();
        for (int x = area.x; x < area.br().x; ++x)
            if (level.target.at<uchar>(y, x) != 0)
                setNearest(field.at(x, y), x, y);
    }
}

std::vector<Composition> compositionsOf(const Level& level, const cv::Mat& guess,
                                        const Execution& execution) {
    const FrequentShifts frequent = frequentShifts(level, execution);
    std::vector<cv::Point> shifts = frequent.shifts;
    // Shifts along edges come first: once smooth surroundings have replaced a pole, no single piece restores
    // it. In a periodic picture the periods continue the edges anyway.
    if (!frequent.periodic) {
        const std::vector<cv::Point> along = shiftsAlongEdges(level);
        shifts.insert(shifts.begin(), along.begin(), along.end());
    }
    const ShiftMaps maps(level, execution);
    std::vector<Composition> all(std::size(kRimRadiiPx) + (frequent.periodic ? 1 : 0));
    forEachTask(execution, static_cast<int>(all.size()), [&](int i) {
        const auto number = static_cast<std::size_t>(i);
        Composition& composition = all[number];
        composition.sources = number < std::size(kRimRadiiPx)
                                  ? maps.improved(guess, shifts, kRimRadiiPx[number], execution)
                                  : maps.composed(shifts, kRimRadiiPx[0], execution);
        composition.image = level.image.clone();
        if (!composition.sources.empty())
            copyFrom<cv::Vec4b>(composition.sources, composition.image, execution);
        composition.distance = patchDistance(composition.image, level.hole, maps.known(), execution);
    });
    return all;
}

} // namespace

Field compose(Level& level, Field field, const cv::Mat& guess, const Execution& execution) {
    const auto all = compositionsOf(level, guess, execution);
    const Composition& best = *std::min_element(
        all.begin(), all.end(), [](const auto& a, const auto& b) { return a.distance < b.distance; });
    if (best.sources.empty())
        return field;
    best.image.copyTo(level.image);
    setMatches(field, level, best.sources, execution);
    return field;
}

} // namespace nb::fill
