#include "core/edit/blend.h"

#include "core/edit/membrane.h"
#include <algorithm>
#include <cmath>
#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>
#include <vector>

namespace nb::edit {
namespace {

constexpr int kMaxLevels = 5;
constexpr int kMinLevelSidePx = 8;

// picture + (answer - picture) * weight * opacity; untouched where the weight is 0.
cv::Mat weighted(const cv::Mat& picture, const cv::Mat& answer, const cv::Mat& weight,
                 const cv::Mat& opacity) {
    cv::Mat out = picture.clone();
    for (int y = 0; y < out.rows; ++y) {
        auto* o = out.ptr<cv::Vec3f>(y);
        const auto* a = answer.ptr<cv::Vec3f>(y);
        const auto* w = weight.ptr<float>(y);
        const auto* s = opacity.ptr<float>(y);
        for (int x = 0; x < out.cols; ++x)
            if (const float k = w[x] * s[x]; k >= 1)
                o[x] = a[x];
            else if (k > 0)
                o[x] += (a[x] - o[x]) * k;
    }
    return out;
}

std::vector<cv::Mat> gaussianPyramid(const cv::Mat& base, int levels) {
    std::vector<cv::Mat> out{base};
    for (int i = 0; i < levels; ++i) {
        cv::Mat next;
        cv::pyrDown(out.back(), next);
        out.push_back(next);
    }
    return out;
}

// Burt and Adelson blend the Laplacian pyramids of both pictures; that is the same as adding the weighted
// pyramid of their difference to the picture, which needs one pyramid less.
cv::Mat multiband(const cv::Mat& picture, const cv::Mat& answer, const cv::Mat& ramp) {
    int levels = 0;
    while (levels < kMaxLevels && (std::min(ramp.rows, ramp.cols) >> (levels + 1)) >= kMinLevelSidePx)
        ++levels;
    cv::Mat inside;
    cv::threshold(ramp, inside, 0.5, 1.0, cv::THRESH_BINARY);
    const std::vector<cv::Mat> weights = gaussianPyramid(inside, levels);
    std::vector<cv::Mat> differences = gaussianPyramid(answer - picture, levels);
    // The difference of a level, weighted: what it adds to the picture.
    const auto contribution = [](const cv::Mat& difference, const cv::Mat& weight) {
        const cv::Mat zeros(difference.size(), CV_32FC3, cv::Scalar::all(0));
        return weighted(zeros, difference, weight, cv::Mat(difference.size(), CV_32FC1, cv::Scalar(1)));
    };
    cv::Mat sum = contribution(differences[size_t(levels)], weights[size_t(levels)]);
    for (int i = levels - 1; i >= 0; --i) {
        const auto level = size_t(i);
        cv::Mat coarse;
        cv::pyrUp(differences[level + 1], coarse, differences[level].size());
        differences[level + 1].release();
        const cv::Mat detail = differences[level] - coarse;
        cv::pyrUp(sum, coarse, detail.size());
        sum = contribution(detail, weights[level]) + coarse;
    }
    return picture + sum;
}

} // namespace

bool hasEdge(const BlendBand& band) {
    return cv::countNonZero(band.ramp) < int(band.ramp.total());
}

cv::Mat blendPictures(const cv::Mat& picture, const cv::Mat& answer, const BlendBand& band, Blend blend) {
    switch (blend) {
    case Blend::Feather:
        break;
    case Blend::Multiband:
        // Its own weights reach across the whole band; the ramp only has to bring it to 0 at the edge.
        return weighted(picture, multiband(picture, answer, band.ramp), cv::min(band.ramp * 2, 1.0),
                        band.opacity);
    case Blend::Membrane:
        return weighted(picture, answer + membraneBetween(picture, answer, band.ramp > 0), band.ramp,
                        band.opacity);
    }
    return weighted(picture, answer, band.ramp, band.opacity);
}

} // namespace nb::edit
