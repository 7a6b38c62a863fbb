#pragma once
// Pictures with texture at every scale, and what image models do to pictures, for tests of fitting back.

#include <opencv2/core/mat.hpp>
#include <opencv2/core/matx.hpp>

namespace nb::test {

// RGB, CV_8UC3. The same seed gives the same scene; a larger size shows more of it, not the same larger.
[[nodiscard]] cv::Mat scene(cv::Size size, unsigned seed);

struct Drift {
    double dx = 0, dy = 0;   // content moves right and down, pixels
    double scale = 1;        // of the content about the centre
    cv::Vec3d gain{1, 1, 1}; // in linear light
};

// What a model returns that moved, scaled and tinted the picture.
[[nodiscard]] cv::Mat drifted(const cv::Mat& rgb8, const Drift& drift);

// Where the drift puts a pixel.
[[nodiscard]] cv::Point2d driftedPoint(cv::Point2d point, cv::Size size, const Drift& drift);

} // namespace nb::test
