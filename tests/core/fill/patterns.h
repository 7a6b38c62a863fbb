#pragma once
// Pictures and holes that the tests of the shift map share: with a period, and with one long edge.

#include "core/fill/level.h"
#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>
#include <utility>

namespace nb::fill {

inline constexpr int kPeriod = 20;
inline constexpr int kSize = 120;

inline cv::Mat wallpaper() {
    cv::Mat tile(kPeriod, kPeriod, CV_8UC3), picture;
    cv::RNG(3).fill(tile, cv::RNG::UNIFORM, 0, 256);
    cv::repeat(tile, kSize / kPeriod, kSize / kPeriod, picture);
    return picture;
}

// A dark pole, 6 pixels wide, on a light input with a little grain.
inline cv::Mat pole() {
    cv::Mat picture(kSize, kSize, CV_8UC3);
    cv::RNG(4).fill(picture, cv::RNG::UNIFORM, 190, 200);
    picture.colRange(57, 63).setTo(cv::Scalar(20, 20, 20));
    return picture;
}

inline cv::Mat disc(int radiusPx) {
    cv::Mat mask = cv::Mat::zeros(kSize, kSize, CV_8U);
    cv::circle(mask, {kSize / 2, kSize / 2}, radiusPx, 255, cv::FILLED);
    return mask;
}

inline Level levelOf(cv::Mat picture, const cv::Mat& hole) {
    picture.setTo(cv::Scalar(128, 128, 128), hole);
    return std::move(buildPyramid(picture, hole, hole).front());
}

} // namespace nb::fill
