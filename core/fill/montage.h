#pragma once
// Composes a hole from a few large pieces of the known picture, each copied at one shift, cut where the
// pieces agree best (He, Sun 2012, "Statistics of patch offsets for image completion"; Boykov, Veksler, Zabih
// 2001 for the cuts; Kwatra et al. 2003, "Graphcut textures", for what a cut costs). Large pieces keep edges
// and texture whole, where a search for the cheapest patch falls for smooth surroundings.

#include "core/fill/level.h"
#include <memory>

namespace nb::fill {

constexpr int kMostMontagePx = 6000; // a larger hole takes too long for this

struct MontageGround;

// The ways to compose the hole of one level. All methods may be called on several threads at once; the level
// must outlive this and stay as it is. A piece fits where its surroundings up to rimRadiusPx are like what is
// known there. Results are as of elect(): for each pixel of the hole where it is copied from. They throw
// Stopped.
class Montages {
public:
    Montages(const Level& level, const Work& work);
    ~Montages();

    // guess, of elect(), is one more piece to cut from. Empty if the cuts do not cost much less than those in
    // the guess do.
    [[nodiscard]] cv::Mat amend(const cv::Mat& guess, const std::vector<cv::Point>& shifts, int rimRadiusPx,
                                const Work& work) const;

    // Of the pieces at the shifts alone. Empty if they do not cover the hole.
    [[nodiscard]] cv::Mat compose(const std::vector<cv::Point>& shifts, int rimRadiusPx,
                                  const Work& work) const;

    [[nodiscard]] const cv::Mat& known() const; // CV_8UC1, not 0: a pixel that may be copied

private:
    std::unique_ptr<MontageGround> m_ground;
};

} // namespace nb::fill
