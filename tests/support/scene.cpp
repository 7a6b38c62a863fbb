#include "tests/support/scene.h"

#include <cmath>
#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>

namespace nb::test {
namespace {

double toLinear(double v) {
    return v <= 0.04045 ? v / 12.92 : std::pow((v + 0.055) / 1.055, 2.4);
}

double toCoded(double v) {
    return v <= 0.0031308 ? v * 12.92 : 1.055 * std::pow(v, 1 / 2.4) - 0.055;
}

} // namespace

cv::Mat scene(cv::Size size, unsigned seed) {
    cv::RNG random(seed);
    cv::Mat sum(size, CV_32FC3, cv::Scalar(110, 120, 125));
    for (const double sigma : {1.0, 3.0, 10.0, 35.0}) {
        cv::Mat noise(size, CV_32FC3);
        random.fill(noise, cv::RNG::NORMAL, 0, 1);
        cv::GaussianBlur(noise, noise, {}, sigma);
        cv::Scalar mean, deviation;
        cv::meanStdDev(noise, mean, deviation);
        sum += noise * (11.0 / std::max(1e-6, deviation[0]));
    }
    cv::Mat out;
    sum.convertTo(out, CV_8U);
    return out;
}

cv::Point2d driftedPoint(cv::Point2d point, cv::Size size, const Drift& drift) {
    const cv::Point2d centre((size.width - 1) / 2.0, (size.height - 1) / 2.0);
    return centre + (point - centre) * drift.scale + cv::Point2d(drift.dx, drift.dy);
}

cv::Mat drifted(const cv::Mat& rgb8, const Drift& drift) {
    const cv::Point2d origin = driftedPoint({0, 0}, rgb8.size(), drift);
    const cv::Matx23d forward(drift.scale, 0, origin.x, 0, drift.scale, origin.y);
    cv::Mat moved;
    cv::warpAffine(rgb8, moved, forward, rgb8.size(), cv::INTER_CUBIC, cv::BORDER_REFLECT);
    cv::Mat table(1, 256, CV_8UC3);
    for (int i = 0; i < 256; ++i)
        for (int c = 0; c < 3; ++c)
            table.at<cv::Vec3b>(0, i)[c] =
                cv::saturate_cast<uchar>(255 * toCoded(std::min(1.0, toLinear(i / 255.0) * drift.gain[c])));
    cv::Mat tinted;
    cv::LUT(moved, table, tinted);
    return tinted;
}

} // namespace nb::test
