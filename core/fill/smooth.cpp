#include "core/fill/smooth.h"

#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>

namespace nb::fill {
namespace {

// colour holds values already multiplied with weight, which is in [0, 1]; afterwards plain values everywhere.
void pullPush(cv::Mat& colour, const cv::Mat& weight, const Work& work) {
    work.throwIfStopped();
    double least = 0;
    cv::minMaxLoc(weight, &least);
    cv::Mat up;
    if (least <= 0 && weight.total() > 1) {
        const cv::Size half((colour.cols + 1) / 2, (colour.rows + 1) / 2);
        cv::Mat coarse;
        cv::Mat coarseWeight;
        cv::resize(colour, coarse, half, 0, 0, cv::INTER_AREA);
        work.throwIfStopped();
        cv::resize(weight, coarseWeight, half, 0, 0, cv::INTER_AREA);
        pullPush(coarse, coarseWeight, work);
        cv::resize(coarse, up, colour.size(), 0, 0, cv::INTER_LINEAR);
    }
    for (int y = 0; y < colour.rows; ++y) {
        work.throwIfStopped();
        auto* row = colour.ptr<cv::Vec3f>(y);
        const auto* w = weight.ptr<float>(y);
        for (int x = 0; x < colour.cols; ++x) {
            if (w[x] > 0)
                row[x] *= 1.0F / w[x];
            else if (!up.empty())
                row[x] = up.at<cv::Vec3f>(y, x);
        }
    }
}

} // namespace

void fillSmoothly(cv::Mat& picture, const cv::Mat& unknown, const Work& work) {
    cv::Mat colour;
    picture.convertTo(colour, CV_32F);
    work.throwIfStopped();
    colour.setTo(cv::Scalar::all(0), unknown);
    cv::Mat weight(picture.size(), CV_32F, cv::Scalar(1));
    weight.setTo(0, unknown);
    pullPush(colour, weight, work);
    work.throwIfStopped();
    cv::Mat filled;
    colour.convertTo(filled, picture.depth());
    work.throwIfStopped();
    filled.copyTo(picture, unknown);
}

} // namespace nb::fill
