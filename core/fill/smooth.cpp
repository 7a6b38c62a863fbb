#include "core/fill/smooth.h"

#include <algorithm>
#include <opencv2/core.hpp>

namespace nb::fill {
namespace {

// The sum of the up to four pixels that lie under each pixel of half the size.
template <class Pixel>
cv::Mat halved(const cv::Mat& image, const Execution& execution) {
    cv::Mat half((image.rows + 1) / 2, (image.cols + 1) / 2, image.type());
    for (int y = 0; y < half.rows; ++y) {
        execution.throwIfStopped();
        const auto* above = image.ptr<Pixel>(2 * y);
        const auto* below = 2 * y + 1 < image.rows ? image.ptr<Pixel>(2 * y + 1) : nullptr;
        auto* row = half.ptr<Pixel>(y);
        for (int x = 0; x < half.cols; ++x) {
            const int right = 2 * x + 1;
            Pixel sum = above[2 * x];
            if (below != nullptr)
                sum += below[2 * x];
            if (right < image.cols)
                sum += above[right];
            if (right < image.cols && below != nullptr)
                sum += below[right];
            row[x] = sum * 0.25F;
        }
    }
    return half;
}

// The value at (x, y) of a picture of twice the size, by bilinear interpolation.
cv::Vec3f interpolated(const cv::Mat& half, int x, int y) {
    const int x0 = x / 2, x1 = std::clamp(x0 + (x % 2 == 0 ? -1 : 1), 0, half.cols - 1);
    const int y0 = y / 2, y1 = std::clamp(y0 + (y % 2 == 0 ? -1 : 1), 0, half.rows - 1);
    const auto* near = half.ptr<cv::Vec3f>(y0);
    const auto* far = half.ptr<cv::Vec3f>(y1);
    return (near[x0] * 0.75F + near[x1] * 0.25F) * 0.75F + (far[x0] * 0.75F + far[x1] * 0.25F) * 0.25F;
}

// colour: values multiplied by weight, which is in [0, 1]; on return the plain values, everywhere.
void pullPush(cv::Mat& colour, const cv::Mat& weight, const Execution& execution) {
    bool gaps = false;
    inBands(execution, weight.rows, [&](int first, int end) {
        double least = 0;
        cv::minMaxLoc(weight.rowRange(first, end), &least);
        gaps = gaps || least <= 0;
    });
    cv::Mat coarse;
    if (gaps && weight.total() > 1) {
        coarse = halved<cv::Vec3f>(colour, execution);
        pullPush(coarse, halved<float>(weight, execution), execution);
    }
    for (int y = 0; y < colour.rows; ++y) {
        execution.throwIfStopped();
        auto* row = colour.ptr<cv::Vec3f>(y);
        const auto* w = weight.ptr<float>(y);
        for (int x = 0; x < colour.cols; ++x) {
            if (w[x] > 0)
                row[x] *= 1.0F / w[x];
            else if (!coarse.empty())
                row[x] = interpolated(coarse, x, y);
        }
    }
}

} // namespace

void fillSmoothly(cv::Mat& picture, const cv::Mat& unknown, const Execution& execution) {
    cv::Mat colour(picture.size(), CV_32FC3), weight(picture.size(), CV_32F);
    inBands(execution, picture.rows, [&](int first, int end) {
        const cv::Mat gaps = unknown.rowRange(first, end);
        cv::Mat band = colour.rowRange(first, end);
        picture.rowRange(first, end).convertTo(band, CV_32F);
        band.setTo(cv::Scalar::all(0), gaps);
        cv::Mat(gaps == 0).convertTo(weight.rowRange(first, end), CV_32F, 1.0 / 255);
    });
    pullPush(colour, weight, execution);
    inBands(execution, picture.rows, [&](int first, int end) {
        cv::Mat filled;
        colour.rowRange(first, end).convertTo(filled, picture.depth());
        filled.copyTo(picture.rowRange(first, end), unknown.rowRange(first, end));
    });
}

} // namespace nb::fill
