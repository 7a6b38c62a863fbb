#pragma once
// The nearest-neighbour field: for each patch that touches the hole, a patch of the known picture that looks
// like it. PatchMatch (Barnes et al. 2009) finds it: good matches spread to neighbours with the same shift,
// and each patch tries random places around its own match. Rows are worked in strips; a strip sees its
// neighbours as they were before the pass, so the field does not depend on the number of threads.

#include "core/fill/level.h"
#include "core/fill/work.h"
#include <cstdint>
#include <limits>

namespace nb::fill {

constexpr std::uint32_t kNoDistance = std::numeric_limits<std::uint32_t>::max();

struct Match {
    int x = 0; // centre of the patch that is copied from
    int y = 0;
    std::uint32_t distance = kNoDistance; // sum of squared differences
};

// A match for each pixel of Level::work; meaningful where Level::target is set.
class Field {
public:
    explicit Field(const cv::Rect& area)
        : m_area(area), m_matches(static_cast<std::size_t>(area.width) * area.height) {}
    [[nodiscard]] const cv::Rect& area() const { return m_area; }
    [[nodiscard]] Match& at(int x, int y) { return m_matches[index(x, y)]; }
    [[nodiscard]] const Match& at(int x, int y) const { return m_matches[index(x, y)]; }

private:
    [[nodiscard]] std::size_t index(int x, int y) const {
        return static_cast<std::size_t>(y - m_area.y) * m_area.width + (x - m_area.x);
    }
    cv::Rect m_area;
    std::vector<Match> m_matches;
};

struct Search {
    int passes = 2;
    int radiusPx = 64;        // of the widest random step
    std::uint64_t stream = 0; // sets the random numbers of this search apart from all others
    // Which patches to search for, and CV_8UC4 with 0xff in the pixels that count; empty: all targets, all
    // pixels.
    cv::Mat only = {};
    cv::Mat visible = {};
    int leastShiftPx = 0; // matches nearer than this do not count
};

// Random matches, all of them sources. The level must have at least one.
Field randomField(const Level& level, const Work& work);

// The field of the next coarser level, carried over; where that leads to no source, a random one.
Field finerField(const Level& level, const Field& coarse, const Work& work);

// Lowers the distances of field. Throws Stopped.
void improve(Field& field, const Level& level, const Search& search, const Work& work);

} // namespace nb::fill
