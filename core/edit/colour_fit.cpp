#include "core/edit/colour_fit.h"

#include "core/edit/colour.h"
#include <algorithm>
#include <array>
#include <cmath>
#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>
#include <vector>

namespace nb::edit {
namespace {

constexpr size_t kMaxSamples = 60'000;
constexpr size_t kMinSamples = 64;
constexpr double kClippedAt = 0.985; // a channel at its end says nothing about gain
constexpr int kCodes = 65536;
constexpr int kPatchPx = 5;

struct Sample {
    cv::Vec3d picture, answer; // linear light
};

cv::Vec3d linearAt(const cv::Mat& rgb, int y, int x) {
    cv::Vec3d out;
    if (rgb.depth() == CV_16U)
        for (int c = 0; c < 3; ++c)
            out[c] = linearFromSrgb(rgb.ptr<ushort>(y, x)[c] / 65535.0);
    else
        for (int c = 0; c < 3; ++c)
            out[c] = linearFromSrgb(rgb.ptr<uchar>(y, x)[c] / 255.0);
    return out;
}

std::vector<Sample> ringSamples(const cv::Mat& picture, const cv::Mat& answer, const cv::Mat& mask) {
    const size_t ring = mask.total() - static_cast<size_t>(cv::countNonZero(mask));
    const int step = std::max(1, static_cast<int>(std::sqrt(double(ring) / kMaxSamples)));
    std::vector<Sample> samples;
    for (int y = 0; y < mask.rows; y += step)
        for (int x = 0; x < mask.cols; x += step)
            if (mask.at<uchar>(y, x) == 0)
                samples.push_back({linearAt(picture, y, x), linearAt(answer, y, x)});
    return samples;
}

struct Line {
    double gain = 1, offset = 0;
};

Line leastSquares(const std::vector<cv::Point2d>& points) {
    double sx = 0, sy = 0, sxx = 0, sxy = 0;
    for (const cv::Point2d& p : points) {
        sx += p.x;
        sy += p.y;
        sxx += p.x * p.x;
        sxy += p.x * p.y;
    }
    const double n = static_cast<double>(points.size());
    const double spread = sxx - sx * sx / n;
    // On a flat ring only the level can be known.
    const double gain = spread / n < 1e-5 ? 1 : (sxy - sx * sy / n) / spread;
    return {gain, (sy - gain * sx) / n};
}

double median(std::vector<double> values) {
    const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
    std::ranges::nth_element(values, middle);
    return *middle;
}

// Begins at the median ratio, which up to half of the ring cannot pull away.
Line robustLine(std::vector<cv::Point2d> points) {
    constexpr int kTrims = 3;
    constexpr double kTrimAt = 2.5;
    constexpr double kDark = 0.005; // below it a ratio is noise
    std::vector<double> ratios{1};
    for (const cv::Point2d& p : points)
        if (p.x > kDark)
            ratios.push_back(p.y / p.x);
    Line line{median(ratios), 0};
    for (int i = 0; i < kTrims; ++i) {
        const auto miss = [&](const cv::Point2d& p) { return std::abs(line.gain * p.x + line.offset - p.y); };
        std::vector<double> misses;
        for (const cv::Point2d& p : points)
            misses.push_back(miss(p));
        const double limit = kTrimAt * median(std::move(misses)) + 1e-6;
        std::erase_if(points, [&](const cv::Point2d& p) { return miss(p) > limit; });
        if (points.size() < kMinSamples / 2)
            break;
        line = leastSquares(points);
    }
    return line;
}

bool isClipped(const Sample& sample, int c) {
    return sample.picture[c] > kClippedAt || sample.answer[c] > kClippedAt;
}

double meanDeltaE(const std::vector<Sample>& samples, const ColourFit& fit) {
    double sum = 0;
    for (const Sample& sample : samples) {
        cv::Vec3d fitted;
        for (int c = 0; c < 3; ++c)
            fitted[c] = std::clamp(sample.answer[c] * fit.gain[c] + fit.offset[c], 0.0, 1.0);
        sum += deltaE(labFromLinear(sample.picture), labFromLinear(fitted));
    }
    return sum / static_cast<double>(samples.size());
}

// Means of small patches: detail that an interpolation softened, or that lies half a pixel off, is no change
// of colour.
std::vector<Sample> patchesOnRing(const cv::Mat& picture, const cv::Mat& answer, const cv::Mat& mask) {
    const cv::Size patch(kPatchPx, kPatchPx);
    cv::Mat pictureMeans, answerMeans, selected;
    // Isolated: `picture` may be a view of a larger picture, which has no answer beside it.
    constexpr int kBorder = cv::BORDER_DEFAULT | cv::BORDER_ISOLATED;
    cv::blur(picture, pictureMeans, patch, {-1, -1}, kBorder);
    cv::blur(answer, answerMeans, patch, {-1, -1}, kBorder);
    cv::dilate(mask, selected, cv::Mat::ones(patch, CV_8U));
    return ringSamples(pictureMeans, answerMeans, selected);
}

std::vector<ushort> tableFor(double gain, double offset) {
    std::vector<ushort> table(kCodes);
    for (int code = 0; code < kCodes; ++code) {
        const double linear = linearFromSrgb(code / 65535.0) * gain + offset;
        table[static_cast<size_t>(code)] =
            static_cast<ushort>(std::lround(65535 * srgbFromLinear(std::clamp(linear, 0.0, 1.0))));
    }
    return table;
}

} // namespace

std::optional<double> ringDeltaE(const cv::Mat& picture, const cv::Mat& answer, const cv::Mat& mask) {
    const std::vector<Sample> samples = patchesOnRing(picture, answer, mask);
    return samples.size() < kMinSamples ? std::nullopt : std::optional(meanDeltaE(samples, {}));
}

ColourFit fitColour(const cv::Mat& picture, const cv::Mat& answer, const cv::Mat& mask) {
    const std::vector<Sample> samples = patchesOnRing(picture, answer, mask);
    ColourFit fit;
    if (samples.size() < kMinSamples)
        return fit;
    for (int c = 0; c < 3; ++c) {
        std::vector<cv::Point2d> points;
        for (const Sample& sample : samples)
            if (!isClipped(sample, c))
                points.emplace_back(sample.answer[c], sample.picture[c]);
        if (points.size() < kMinSamples)
            continue;
        const Line line = robustLine(std::move(points));
        if (line.gain >= 0.5 && line.gain <= 2) {
            fit.gain[c] = line.gain;
            fit.offset[c] = line.offset;
        }
    }
    // Never worse than nothing: a ring that shows something else would only mislead.
    const double after = meanDeltaE(samples, fit), before = meanDeltaE(samples, {});
    if (after >= before)
        fit = {};
    fit.residualDeltaE = std::min(after, before);
    return fit;
}

void applyColour(cv::Mat& answer, const ColourFit& fit) {
    CV_Assert(answer.type() == CV_16UC3);
    if (fit.gain == cv::Vec3d(1, 1, 1) && fit.offset == cv::Vec3d(0, 0, 0))
        return;
    std::array<std::vector<ushort>, 3> tables;
    for (int c = 0; c < 3; ++c)
        tables[static_cast<size_t>(c)] = tableFor(fit.gain[c], fit.offset[c]);
    for (int y = 0; y < answer.rows; ++y) {
        auto* sample = answer.ptr<ushort>(y);
        for (int x = 0; x < answer.cols; ++x)
            for (size_t c = 0; c < 3; ++c, ++sample)
                *sample = tables[c][*sample];
    }
}

} // namespace nb::edit
