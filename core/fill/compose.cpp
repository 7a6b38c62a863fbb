#include "core/fill/compose.h"

#include "core/fill/likeness.h"
#include "core/fill/montage.h"
#include "core/fill/shifts.h"
#include "core/fill/vote.h"
#include <algorithm>
#include <opencv2/core.hpp>

namespace nb::fill {
namespace {

// Pieces that have to fit in a wider rim keep larger structures whole; in a narrower one more of them fit.
constexpr int kRimRadiiPx[] = {2, 3, 4};

struct Composition {
    cv::Mat image;   // as Level::image
    cv::Mat sources; // of elect(); empty: the guess as it was
    double unlikeness = 0;
};

// The match that the nearest copied pixel implies, for each patch that has one.
void takeMatches(Field& field, const Level& level, const cv::Mat& sources, const Work& work) {
    const auto takeNearest = [&](Match& match, int x, int y) {
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
    const cv::Rect& area = level.work;
    for (int y = area.y; y < area.br().y; ++y) {
        work.throwIfStopped();
        for (int x = area.x; x < area.br().x; ++x)
            if (level.target.at<uchar>(y, x) != 0)
                takeNearest(field.at(x, y), x, y);
    }
}

std::vector<Composition> compositionsOf(const Level& level, const cv::Mat& guess, const Work& work) {
    const FrequentShifts frequent = frequentShifts(level, work);
    std::vector<cv::Point> shifts = frequent.shifts;
    // Edges first: once smooth surroundings have closed over a pole, no single piece brings it back. Where
    // the picture repeats itself, its periods carry the edges along.
    if (!frequent.periodic) {
        const std::vector<cv::Point> along = shiftsAlongEdges(level);
        shifts.insert(shifts.begin(), along.begin(), along.end());
    }
    const Montages montages(level, work);
    std::vector<Composition> all(std::size(kRimRadiiPx) + (frequent.periodic ? 1 : 0));
    forEachTask(work, static_cast<int>(all.size()), [&](int i) {
        const auto number = static_cast<std::size_t>(i);
        Composition& made = all[number];
        made.sources = number < std::size(kRimRadiiPx)
                           ? montages.amend(guess, shifts, kRimRadiiPx[number], work)
                           : montages.compose(shifts, kRimRadiiPx[0], work);
        made.image = level.image.clone();
        if (!made.sources.empty())
            copyFrom<cv::Vec4b>(made.sources, made.image, work);
        made.unlikeness = unlikeness(made.image, level.hole, montages.known(), work);
    });
    return all;
}

} // namespace

Field compose(Level& level, Field field, const cv::Mat& guess, const Work& work) {
    const auto all = compositionsOf(level, guess, work);
    const Composition& best = *std::min_element(
        all.begin(), all.end(), [](const auto& a, const auto& b) { return a.unlikeness < b.unlikeness; });
    if (best.sources.empty())
        return field;
    best.image.copyTo(level.image);
    takeMatches(field, level, best.sources, work);
    return field;
}

} // namespace nb::fill
