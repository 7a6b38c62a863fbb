#pragma once
// The two conversions of colour that fitting and scoring need: sRGB's transfer curve and CIELAB. IEC
// 61966-2-1; D65.

#include <opencv2/core/mat.hpp>
#include <opencv2/core/matx.hpp>

namespace nb::edit {

// 0 to 1 in both.
[[nodiscard]] double linearFromSrgb(double coded);
[[nodiscard]] double srgbFromLinear(double linear);

// From linear R, G, B of 0 to 1.
[[nodiscard]] cv::Vec3d labFromLinear(const cv::Vec3d& rgb);

// Of a picture: CV_32FC3, coded R, G, B of 0 to 1. On any thread, unlike OpenCV's own conversion.
[[nodiscard]] cv::Mat labOf(const cv::Mat& rgb);

// CIE76: the distance in CIELAB.
[[nodiscard]] double deltaE(const cv::Vec3d& labA, const cv::Vec3d& labB);

} // namespace nb::edit
