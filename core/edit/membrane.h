#pragma once
// The smooth correction that makes an answer meet the picture at the edge of a selection: the solution of
// Laplace's equation inside, with their difference just outside as the boundary value (Perez, Gangnet, Blake
// 2003, in the form of Farbman et al. 2009, "membrane"). It is solved at reduced size, since it is smooth,
// coarse to fine.

#include <opencv2/core/mat.hpp>

namespace nb::edit {

// To be added to the answer. Pictures and outcome are CV_32FC3 of one size; `selected` is CV_8UC1 of it, not
// 0 = inside. Nothing (zeros) if everything is selected.
[[nodiscard]] cv::Mat membraneBetween(const cv::Mat& picture, const cv::Mat& answer, const cv::Mat& selected);

// Replaces the values (CV_32FC3) where `known` (CV_8UC1) is 0 by a harmonic continuation of the others; zeros
// if none is known.
void continueSmoothly(cv::Mat& values, const cv::Mat& known);

} // namespace nb::edit
