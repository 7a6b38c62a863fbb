#include "core/edit/colour.h"

#include <QtGlobal>
#include <cmath>
#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>

namespace nb::edit {
namespace {

double labCurve(double t) {
    constexpr double kEdge = 216.0 / 24389.0;
    constexpr double kSlope = 24389.0 / 27.0;
    return t > kEdge ? std::cbrt(t) : (kSlope * t + 16) / 116;
}

} // namespace

double linearFromSrgb(double coded) {
    return coded <= 0.04045 ? coded / 12.92 : std::pow((coded + 0.055) / 1.055, 2.4);
}

double srgbFromLinear(double linear) {
    return linear <= 0.0031308 ? linear * 12.92 : 1.055 * std::pow(linear, 1 / 2.4) - 0.055;
}

cv::Vec3d labFromLinear(const cv::Vec3d& rgb) {
    const double x = (0.4124564 * rgb[0] + 0.3575761 * rgb[1] + 0.1804375 * rgb[2]) / 0.95047;
    const double y = 0.2126729 * rgb[0] + 0.7151522 * rgb[1] + 0.0721750 * rgb[2];
    const double z = (0.0193339 * rgb[0] + 0.1191920 * rgb[1] + 0.9503041 * rgb[2]) / 1.08883;
    const double fx = labCurve(x), fy = labCurve(y), fz = labCurve(z);
    return {116 * fy - 16, 500 * (fx - fy), 200 * (fy - fz)};
}

cv::Mat labOf(const cv::Mat& rgb) {
    // OpenCV 4.6 builds its tables at the first conversion, without a lock: two threads that begin together
    // may read a table which the other one has just replaced by an empty one.
    static const bool tablesAreBuilt = [] {
        cv::Mat built;
        cv::cvtColor(cv::Mat(1, 1, CV_32FC3, cv::Scalar::all(0)), built, cv::COLOR_RGB2Lab);
        return true;
    }();
    Q_UNUSED(tablesAreBuilt)
    cv::Mat lab;
    cv::cvtColor(rgb, lab, cv::COLOR_RGB2Lab);
    return lab;
}

double deltaE(const cv::Vec3d& labA, const cv::Vec3d& labB) {
    return cv::norm(labA - labB);
}

} // namespace nb::edit
