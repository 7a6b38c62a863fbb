#pragma once
// Shift maps of a hole: it is composed of a few large pieces of the known picture, each copied at one shift
// and joined along graph cuts (He, Sun 2012, "Statistics of patch offsets for image completion"; Boykov,
// Veksler, Zabih 2001, "Fast approximate energy minimization via graph cuts"; Kwatra et al. 2003, "Graphcut
// textures", for the cost of a cut). Large pieces preserve edges and texture, where a patch search prefers
// smooth surroundings.

#include "core/fill/level.h"
#include <memory>

namespace nb::fill {

constexpr int kMaxShiftMapPx = 6000; // a larger hole takes too long

struct ShiftMapInput;

// Computes shift maps for the hole of one level. All methods may be called on several threads at once; the
// level must outlive this object and must not change. Pixels of the rim are compared with the known picture
// within rimRadiusPx. Results are as from chooseSources(): for each pixel of the hole the pixel it is copied
// from. All methods throw Stopped.
class ShiftMaps {
public:
    ShiftMaps(const Level& level, const Execution& execution);
    ~ShiftMaps();

    // Replaces parts of the guess, which is from chooseSources(), by pieces at the shifts. Empty if that does
    // not cost much less than the guess does.
    [[nodiscard]] cv::Mat improved(const cv::Mat& guess, const std::vector<cv::Point>& shifts,
                                   int rimRadiusPx, const Execution& execution) const;

    // Uses pieces at the shifts only. Empty if they do not cover the hole.
    [[nodiscard]] cv::Mat composed(const std::vector<cv::Point>& shifts, int rimRadiusPx,
                                   const Execution& execution) const;

    [[nodiscard]] const cv::Mat& known() const; // CV_8UC1, not 0: a pixel that may be copied

private:
    std::unique_ptr<ShiftMapInput> m_input;
};

} // namespace nb::fill
