#include "bench/fill/quality.h"

#include <algorithm>
#include <cmath>
#include <opencv2/imgproc.hpp>
#include <vector>

namespace nb::bench {
namespace {

constexpr int kPatchRadius = 2;
constexpr int kPatchLength = 25 * 3;
constexpr int kMostPatches = 4000;
constexpr int kProjections = 96;

std::vector<cv::Mat> laplacian(const cv::Mat& picture) {
    std::vector<cv::Mat> levels;
    cv::Mat at;
    picture.convertTo(at, CV_32F);
    for (int level = 0; level < 2; ++level) {
        cv::Mat half, up;
        cv::pyrDown(at, half);
        cv::pyrUp(half, up, at.size());
        levels.push_back(at - up);
        at = half;
    }
    levels.push_back(at);
    return levels;
}

// One patch a row; the draw differs with the seed, so that truth against truth shows the noise of drawing.
cv::Mat patches(const cv::Mat& level, const cv::Mat& mask, std::uint64_t seed) {
    std::vector<cv::Point> centres;
    cv::findNonZero(mask, centres);
    std::erase_if(centres, [&](cv::Point p) {
        return p.x < kPatchRadius || p.y < kPatchRadius || p.x >= level.cols - kPatchRadius ||
               p.y >= level.rows - kPatchRadius;
    });
    if (centres.empty())
        return {};
    cv::RNG random(seed);
    cv::Mat rows(kMostPatches, kPatchLength, CV_32F);
    for (int i = 0; i < kMostPatches; ++i) {
        const cv::Point p =
            centres[static_cast<std::size_t>(random.uniform(0, static_cast<int>(centres.size())))];
        level(cv::Rect(p.x - kPatchRadius, p.y - kPatchRadius, 5, 5))
            .clone()
            .reshape(1, 1)
            .copyTo(rows.row(i));
    }
    return rows;
}

double slicedWasserstein(const cv::Mat& a, const cv::Mat& b) {
    cv::Mat directions(kPatchLength, kProjections, CV_32F);
    cv::RNG(1).fill(directions, cv::RNG::NORMAL, 0, 1);
    for (int k = 0; k < kProjections; ++k)
        directions.col(k) /= cv::norm(directions.col(k));
    cv::Mat onA = cv::Mat(a * directions).t(), onB = cv::Mat(b * directions).t();
    double sum = 0;
    for (int k = 0; k < kProjections; ++k) {
        cv::Scalar mean, deviation;
        cv::meanStdDev(onB.row(k), mean, deviation);
        std::sort(onA.ptr<float>(k), onA.ptr<float>(k) + onA.cols);
        std::sort(onB.ptr<float>(k), onB.ptr<float>(k) + onB.cols);
        sum += cv::norm(onA.row(k), onB.row(k), cv::NORM_L1) / onA.cols / (deviation[0] + 1e-3);
    }
    return sum / kProjections;
}

cv::Mat greyOf(const cv::Mat& rgb) {
    cv::Mat grey;
    cv::cvtColor(rgb, grey, cv::COLOR_RGB2GRAY);
    grey.convertTo(grey, CV_32F);
    return grey;
}

double gradientEnergy(const cv::Mat& rgb, const cv::Mat& where) {
    cv::Mat dx, dy;
    const cv::Mat grey = greyOf(rgb);
    cv::Sobel(grey, dx, CV_32F, 1, 0, 1, 0.5);
    cv::Sobel(grey, dy, CV_32F, 0, 1, 1, 0.5);
    return cv::mean(dx.mul(dx) + dy.mul(dy), where)[0];
}

// Differences between neighbours that lie on different sides of the border, over those near it that do not.
double seamOf(const cv::Mat& rgb, const cv::Mat& mask) {
    const cv::Mat grey = greyOf(rgb);
    cv::Mat outer, inner;
    const cv::Mat around = cv::getStructuringElement(cv::MORPH_ELLIPSE, {13, 13});
    cv::dilate(mask, outer, around);
    cv::erode(mask, inner, around, {-1, -1}, 1, cv::BORDER_CONSTANT, cv::Scalar(255));
    const cv::Mat band = outer & ~inner;
    double across = 0, beside = 0;
    int nAcross = 0, nBeside = 0;
    for (int y = 0; y + 1 < grey.rows; ++y)
        for (int x = 0; x + 1 < grey.cols; ++x) {
            if (band.at<uchar>(y, x) == 0)
                continue;
            for (const cv::Point n : {cv::Point(x + 1, y), cv::Point(x, y + 1)}) {
                const double difference = std::abs(grey.at<float>(n) - grey.at<float>(y, x));
                const bool crosses = mask.at<uchar>(n) != mask.at<uchar>(y, x);
                (crosses ? across : beside) += difference;
                ++(crosses ? nAcross : nBeside);
            }
        }
    return nAcross == 0 || beside == 0 ? 1 : (across / nAcross) / (beside / nBeside);
}

double ssimOf(const cv::Mat& filled, const cv::Mat& truth, const cv::Mat& mask) {
    const cv::Mat a = greyOf(filled), b = greyOf(truth);
    const auto blurred = [](const cv::Mat& m) {
        cv::Mat out;
        cv::GaussianBlur(m, out, {11, 11}, 1.5);
        return out;
    };
    const cv::Mat ma = blurred(a), mb = blurred(b);
    const cv::Mat va = blurred(a.mul(a)) - ma.mul(ma), vb = blurred(b.mul(b)) - mb.mul(mb);
    const cv::Mat vab = blurred(a.mul(b)) - ma.mul(mb);
    const double c1 = 6.5025, c2 = 58.5225;
    const cv::Mat top = (2 * ma.mul(mb) + c1).mul(2 * vab + c2);
    const cv::Mat bottom = (ma.mul(ma) + mb.mul(mb) + c1).mul(va + vb + c2);
    return cv::mean(top / bottom, mask)[0];
}

} // namespace

Quality measure(const cv::Mat& filled, const cv::Mat& truth, const cv::Mat& mask) {
    Quality quality;
    const auto levelsA = laplacian(filled), levelsB = laplacian(truth);
    cv::Mat at = mask;
    int counted = 0;
    for (std::size_t level = 0; level < levelsA.size(); ++level) {
        const cv::Mat a = patches(levelsA[level], at, 1), b = patches(levelsB[level], at, 2);
        if (!a.empty()) {
            const double distance = slicedWasserstein(a, b);
            quality.texture += distance;
            ++counted;
            if (level == 0)
                quality.textureFinest = distance;
        }
        cv::resize(at, at, levelsA[std::min(level + 1, levelsA.size() - 1)].size(), 0, 0, cv::INTER_NEAREST);
    }
    quality.texture /= std::max(counted, 1);
    quality.gradientEnergy = gradientEnergy(filled, mask) / std::max(gradientEnergy(truth, mask), 1e-9);
    quality.seam = seamOf(filled, mask);
    cv::Mat difference;
    cv::absdiff(filled, truth, difference);
    difference.convertTo(difference, CV_32F);
    const cv::Scalar square = cv::mean(difference.mul(difference), mask);
    quality.psnr = 10 * std::log10(255 * 255 / std::max((square[0] + square[1] + square[2]) / 3, 1e-6));
    quality.ssim = ssimOf(filled, truth, mask);
    return quality;
}

} // namespace nb::bench
