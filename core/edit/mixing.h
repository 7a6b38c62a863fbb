#pragma once
// The three ways in which an answer is mixed into a picture, on floats. Which one is used is decided in
// core/edit/composite.h.

#include "core/edit/band.h"
#include "core/edit/composite.h"

namespace nb::edit {

// Pictures and outcome are CV_32FC3 of 0 to 1, sRGB-coded, of the band's size. The outcome may exceed 0 to 1
// a little, and is the picture's where the ramp is 0.
[[nodiscard]] cv::Mat mixed(const cv::Mat& picture, const cv::Mat& answer, const Band& band, Blend blend);

// Whether there are unselected pixels at all, without which there is no edge to meet.
[[nodiscard]] bool hasEdge(const Band& band);

} // namespace nb::edit
