#pragma once
// The offset field: for each target patch a similar source patch. It is found by PatchMatch (Barnes et al.
// 2009): good matches propagate to neighbours with the same offset, and each patch tries random places around
// its own match. Rows are processed in strips; a strip reads its neighbours as they were before the pass, so
// that the field does not depend on the number of threads.

#include "core/fill/execution.h"
#include "core/fill/level.h"
#include <cstdint>
#include <limits>

namespace nb::fill {

constexpr std::uint32_t kNoDistance = std::numeric_limits<std::uint32_t>::max();

struct Match {
    int x = 0; // centre of the source patch
    int y = 0;
    std::uint32_t distance = kNoDistance; // sum of squared differences
};

// A match for each pixel of Level::targetBounds; meaningful where Level::target is set.
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
    std::uint64_t stream = 0; // searches with different streams draw different random numbers
    // Which target patches to search for, and CV_8UC4 with 0xff in the pixels that are compared; empty: all
    // targets, all pixels.
    cv::Mat only = {};
    cv::Mat visible = {};
    int minShiftPx = 0; // matches nearer than this are not considered
};

// Random matches, all of them source patches. The level must have at least one.
Field randomField(const Level& level, const Execution& execution);

// The field of the next coarser level, scaled up; where its match is no source patch, a random one.
Field finerField(const Level& level, const Field& coarse, const Execution& execution);

// Searches for better matches: no distance of the field rises. Throws Stopped.
void improve(Field& field, const Level& level, const Search& search, const Execution& execution);

} // namespace nb::fill
