#include "core/edit/mixing.h"

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

// Burt and Adelson mix the Laplacian pyramids of both pictures; that is the same as adding the mixed pyramid
// of their difference to the picture, which needs one pyramid less.
cv::Mat multiband(const cv::Mat& picture, const cv::Mat& answer, const cv::Mat& ramp) {
    int levels = 0;
    while (levels < kMaxLevels && (std::min(ramp.rows, ramp.cols) >> (levels + 1)) >= kMinLevelSidePx)
        ++levels;
    cv::Mat inside;
    cv::threshold(ramp, inside, 0.5, 1.0, cv::THRESH_BINARY);
    const std::vector<cv::Mat> weights = gaussianPyramid(inside, levels);
    std::vector<cv::Mat> differences = gaussianPyramid(answer - picture, levels);
    const cv::Mat ones(weights.back().size(), CV_32FC3, cv::Scalar::all(0));
    cv::Mat sum = weighted(ones, differences[size_t(levels)], weights[size_t(levels)],
                           cv::Mat(weights.back().size(), CV_32FC1, cv::Scalar(1)));
    for (int i = levels - 1; i >= 0; --i) {
        const auto level = size_t(i);
        cv::Mat coarse;
        cv::pyrUp(differences[level + 1], coarse, differences[level].size());
        differences[level + 1].release();
        const cv::Mat detail = differences[level] - coarse;
        cv::pyrUp(sum, coarse, detail.size());
        const cv::Mat full(detail.size(), CV_32FC1, cv::Scalar(1));
        const cv::Mat none(detail.size(), CV_32FC3, cv::Scalar::all(0));
        sum = weighted(none, detail, weights[level], full) + coarse;
    }
    return picture + sum;
}

} // namespace

bool hasEdge(const Band& band) {
    return cv::countNonZero(band.ramp) < int(band.ramp.total());
}

cv::Mat mixed(const cv::Mat& picture, const cv::Mat& answer, const Band& band, Blend blend) {
    switch (blend) {
    case Blend::Feather:
        break;
    case Blend::Multiband:
        // Its own mixing reaches across the whole band; the ramp only has to end it at the edge.
        return weighted(picture, multiband(picture, answer, band.ramp), cv::min(band.ramp * 2, 1.0),
                        band.opacity);
    case Blend::Membrane:
        return weighted(picture, answer + membraneBetween(picture, answer, band.ramp > 0), band.ramp,
                        band.opacity);
    }
    return weighted(picture, answer, band.ramp, band.opacity);
}

} // namespace nb::edit
