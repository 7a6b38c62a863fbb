#pragma once
// The three blends of an answer with the picture in the blend band, on floats. Which of them is used is
// decided in core/edit/composite.h.

#include "core/edit/blend_band.h"

namespace nb::edit {

enum class Blend {
    Feather,   // a weighted mean
    Multiband, // low frequencies are blended over a long way, detail over a short one (Burt, Adelson 1983)
    Membrane,  // the answer plus a smooth correction that makes it meet the picture at the edge: Poisson
               // blending (Perez et al. 2003) solved for the correction, so that 16 bits keep their depth
};

// Pictures and result are CV_32FC3 of 0 to 1, sRGB-coded, of the band's size. The result may exceed 0 to 1
// a little, and is the picture's where the ramp is 0.
[[nodiscard]] cv::Mat blendPictures(const cv::Mat& picture, const cv::Mat& answer, const BlendBand& band,
                                    Blend blend);

// Whether there are unselected pixels at all, without which there is no edge to meet.
[[nodiscard]] bool hasEdge(const BlendBand& band);

} // namespace nb::edit
