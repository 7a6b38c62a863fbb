#include "core/edit/blend_band.h"

#include <algorithm>
#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>

namespace nb::edit {
namespace {

cv::Mat rampOf(const cv::Mat& selected, int featherPx) {
    cv::Mat distance, thickness;
    cv::distanceTransform(selected, distance, cv::DIST_L2, cv::DIST_MASK_5);
    distance = cv::min(distance, featherPx);
    const int side = 2 * featherPx + 1;
    cv::dilate(distance, thickness, cv::getStructuringElement(cv::MORPH_RECT, {side, side}));
    cv::Mat ramp(selected.size(), CV_32FC1, cv::Scalar(0));
    for (int y = 0; y < ramp.rows; ++y)
        for (int x = 0; x < ramp.cols; ++x)
            if (const float d = distance.at<float>(y, x); d > 0) {
                const float t = std::min(1.0F, d / thickness.at<float>(y, x));
                ramp.at<float>(y, x) = t * t * (3 - 2 * t);
            }
    return ramp;
}

} // namespace

BlendBand blendBandOf(const mask::Mask& selection, int featherPx) {
    BlendBand band;
    selection.pixels.convertTo(band.opacity, CV_32F, 1 / 255.0);
    const cv::Mat selected = selection.pixels > 0;
    if (featherPx > 0)
        band.ramp = rampOf(selected, featherPx);
    else
        selected.convertTo(band.ramp, CV_32F, 1 / 255.0);
    return band;
}

} // namespace nb::edit
