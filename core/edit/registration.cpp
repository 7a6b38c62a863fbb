#include "core/edit/registration.h"

#include <algorithm>
#include <cmath>
#include <opencv2/calib3d.hpp>
#include <opencv2/core.hpp>
#include <opencv2/features2d.hpp>
#include <opencv2/imgproc.hpp>
#include <opencv2/video/tracking.hpp>
#include <vector>

namespace nb::edit {
namespace {

constexpr int kWorkSidePx = 448;    // finest level: enough for a fifth of a pixel of 2048
constexpr int kCoarsestSidePx = 96; // a scale of 1.1 moves corners by few pixels there
constexpr int kMaskMarginPx = 3;    // models repaint a little beyond the selection
constexpr int kMinRingPixels = 400;
constexpr double kFlatDeviation = 1.5; // grey levels; below it there is no structure to register
constexpr double kMinCorrelation = 0.4;
constexpr double kGoodCorrelation = 0.85;

using Matrix = cv::Matx23d;
const Matrix kIdentity{1, 0, 0, 0, 1, 0};

// The same transform between pictures whose sides are `factor` times as long; pixel centres are at whole
// numbers.
Matrix rescaled(const Matrix& m, double factor) {
    const double c = (factor - 1) / 2;
    Matrix out = m;
    out(0, 2) = factor * m(0, 2) + c - m(0, 0) * c - m(0, 1) * c;
    out(1, 2) = factor * m(1, 2) + c - m(1, 0) * c - m(1, 1) * c;
    return out;
}

cv::Mat greyAt(const cv::Mat& rgb, cv::Size size) {
    cv::Mat grey, small, blurred;
    cv::cvtColor(rgb, grey, cv::COLOR_RGB2GRAY);
    cv::resize(grey, small, size, 0, 0, cv::INTER_AREA);
    small.convertTo(small, CV_32F);
    return small;
}

// One level of the pyramid.
struct PyramidLevel {
    cv::Mat sent, answer; // CV_32F
    cv::Mat mask;         // CV_8U, what was sent's; 255 = regenerated, with a margin

    PyramidLevel(const cv::Mat& sentRgb, const cv::Mat& answerRgb, const cv::Mat& fullMask, cv::Size size)
        : sent(greyAt(sentRgb, size)), answer(greyAt(answerRgb, size)) {
        cv::Mat binary;
        cv::compare(fullMask, 0, binary, cv::CMP_GT);
        cv::resize(binary, mask, size, 0, 0, cv::INTER_AREA);
        cv::compare(mask, 0, mask, cv::CMP_GT);
        const int side = 2 * kMaskMarginPx + 1;
        cv::dilate(mask, mask, cv::Mat::ones(side, side, CV_8U));
    }

    // Where the answer, in its own coordinates, shows what was not selected.
    cv::Mat answerRing(const Matrix& m) const {
        cv::Mat moved, ring;
        cv::warpAffine(mask, moved, m, mask.size(), cv::INTER_NEAREST);
        cv::bitwise_not(moved, ring);
        return ring;
    }

    cv::Mat aligned(const Matrix& m) const {
        cv::Mat out;
        cv::warpAffine(answer, out, m, answer.size(), cv::INTER_LINEAR | cv::WARP_INVERSE_MAP,
                       cv::BORDER_REPLICATE);
        return out;
    }

    // Where both show something after the transform, and nothing was selected.
    cv::Mat ring(const Matrix& m) const {
        cv::Mat covered;
        cv::warpAffine(cv::Mat(mask.size(), CV_8U, cv::Scalar(255)), covered, m, mask.size(),
                       cv::INTER_NEAREST | cv::WARP_INVERSE_MAP, cv::BORDER_CONSTANT, cv::Scalar(0));
        covered.setTo(0, mask);
        return covered;
    }

    double correlation(const Matrix& m) const {
        const cv::Mat where = ring(m), moved = aligned(m);
        if (cv::countNonZero(where) < kMinRingPixels / 4)
            return -1;
        cv::Scalar meanA, meanB, deviationA, deviationB;
        cv::meanStdDev(sent, meanA, deviationA, where);
        cv::meanStdDev(moved, meanB, deviationB, where);
        cv::Mat product;
        cv::multiply(sent - meanA, moved - meanB, product);
        const double covariance = cv::mean(product, where)[0];
        return covariance / std::max(1e-6, deviationA[0] * deviationB[0]);
    }
};

bool isPlausible(const Matrix& m, cv::Size size) {
    const double scale = std::sqrt(std::abs(m(0, 0) * m(1, 1) - m(0, 1) * m(1, 0)));
    const double turn = std::abs(std::atan2(m(1, 0) - m(0, 1), m(0, 0) + m(1, 1)));
    const double cx = size.width / 2.0, cy = size.height / 2.0;
    const double dx = m(0, 0) * cx + m(0, 1) * cy + m(0, 2) - cx,
                 dy = m(1, 0) * cx + m(1, 1) * cy + m(1, 2) - cy;
    return scale > 0.75 && scale < 1.34 && turn < 0.21 && std::abs(dx) < size.width / 4.0 &&
           std::abs(dy) < size.height / 4.0;
}

// The shift by phase correlation with the selected part flattened.
Matrix phaseGuess(const PyramidLevel& level) {
    cv::Mat a = level.sent.clone(), b = level.answer.clone(), window, ring;
    cv::bitwise_not(level.mask, ring);
    a.setTo(cv::mean(a, ring), level.mask);
    b.setTo(cv::mean(b, ring), level.mask);
    cv::createHanningWindow(window, a.size(), CV_32F);
    const cv::Point2d shift = cv::phaseCorrelate(a, b, window);
    return {1, 0, shift.x, 0, 1, shift.y};
}

// ECC from `m`; false if it does not converge.
bool refine(const PyramidLevel& level, Matrix& m) {
    constexpr int kIterations = 20; // from one level up there are few left to do
    constexpr double kEpsilon = 1e-5;
    cv::Mat warp;
    cv::Mat(m).convertTo(warp, CV_32F);
    try {
        cv::findTransformECC(level.sent, level.answer, warp, cv::MOTION_AFFINE,
                             {cv::TermCriteria::COUNT | cv::TermCriteria::EPS, kIterations, kEpsilon},
                             level.answerRing(m), 5);
    } catch (const cv::Exception& exception) {
        if (exception.code == cv::Error::StsNoMem)
            throw;
        return false; // that is how it says that it does not converge
    }
    warp.convertTo(warp, CV_64F);
    const Matrix found(warp.ptr<double>());
    if (!isPlausible(found, level.sent.size()))
        return false;
    m = found;
    return true;
}

std::optional<Matrix> byFeatures(const PyramidLevel& level) {
    cv::Mat a, b, ring;
    level.sent.convertTo(a, CV_8U);
    level.answer.convertTo(b, CV_8U);
    cv::bitwise_not(level.mask, ring);
    const auto orb = cv::ORB::create(2000);
    std::vector<cv::KeyPoint> pointsA, pointsB;
    cv::Mat featuresA, featuresB;
    orb->detectAndCompute(a, ring, pointsA, featuresA);
    orb->detectAndCompute(b, cv::noArray(), pointsB, featuresB);
    if (pointsA.size() < 12 || pointsB.size() < 12)
        return std::nullopt;
    std::vector<cv::DMatch> matches;
    cv::BFMatcher(cv::NORM_HAMMING, true).match(featuresA, featuresB, matches);
    std::vector<cv::Point2f> from, to;
    for (const cv::DMatch& match : matches) {
        from.push_back(pointsA[static_cast<size_t>(match.queryIdx)].pt);
        to.push_back(pointsB[static_cast<size_t>(match.trainIdx)].pt);
    }
    if (from.size() < 12)
        return std::nullopt;
    const cv::Mat found = cv::estimateAffinePartial2D(from, to, cv::noArray(), cv::RANSAC, 2.0);
    if (found.empty() || !isPlausible(Matrix(found.ptr<double>()), level.sent.size()))
        return std::nullopt;
    return Matrix(found.ptr<double>());
}

// The median length of the shifts that are left in tiles of the ring.
std::optional<double> residual(const PyramidLevel& level, const Matrix& m) {
    constexpr int kTilePx = 40, kStepPx = 28;
    const cv::Mat where = level.ring(m), moved = level.aligned(m);
    cv::Mat window;
    cv::createHanningWindow(window, {kTilePx, kTilePx}, CV_32F);
    std::vector<double> lengths;
    for (int y = 0; y + kTilePx <= where.rows; y += kStepPx)
        for (int x = 0; x + kTilePx <= where.cols; x += kStepPx) {
            const cv::Rect tile(x, y, kTilePx, kTilePx);
            cv::Scalar mean, deviation;
            cv::meanStdDev(level.sent(tile), mean, deviation);
            if (cv::countNonZero(where(tile)) < kTilePx * kTilePx || deviation[0] < kFlatDeviation)
                continue;
            const cv::Point2d left = cv::phaseCorrelate(level.sent(tile), moved(tile), window);
            lengths.push_back(std::hypot(left.x, left.y));
        }
    if (lengths.size() < 3)
        return std::nullopt;
    const auto middle = lengths.begin() + static_cast<std::ptrdiff_t>(lengths.size() / 2);
    std::ranges::nth_element(lengths, middle);
    return *middle;
}

cv::Size sizeFor(cv::Size full, int longestPx) {
    const double factor = std::min(1.0, double(longestPx) / std::max(full.width, full.height));
    return {std::max(1, static_cast<int>(std::lround(full.width * factor))),
            std::max(1, static_cast<int>(std::lround(full.height * factor)))};
}

bool isUsable(const PyramidLevel& level) {
    cv::Mat ring;
    cv::bitwise_not(level.mask, ring);
    cv::Scalar mean, deviation;
    cv::meanStdDev(level.sent, mean, deviation, ring);
    return std::min(ring.cols, ring.rows) >= 32 && cv::countNonZero(ring) >= kMinRingPixels &&
           deviation[0] >= kFlatDeviation;
}

} // namespace

cv::Point2d Registration::shiftAtCentre(cv::Size size) const {
    const double cx = (size.width - 1) / 2.0, cy = (size.height - 1) / 2.0;
    return {toAnswer(0, 0) * cx + toAnswer(0, 1) * cy + toAnswer(0, 2) - cx,
            toAnswer(1, 0) * cx + toAnswer(1, 1) * cy + toAnswer(1, 2) - cy};
}

double Registration::scale() const {
    return std::sqrt(std::abs(toAnswer(0, 0) * toAnswer(1, 1) - toAnswer(0, 1) * toAnswer(1, 0)));
}

Registration registerAnswer(const cv::Mat& sent, const cv::Mat& answer, const cv::Mat& mask) {
    Registration registration;
    const cv::Size finestSize = sizeFor(sent.size(), kWorkSidePx);
    const PyramidLevel finest(sent, answer, mask, finestSize);
    if (!isUsable(finest))
        return registration;

    Matrix m = kIdentity;
    int levelSide = std::max(finestSize.width, finestSize.height);
    std::vector<int> sides{levelSide};
    while ((levelSide /= 2) >= kCoarsestSidePx)
        sides.push_back(levelSide);
    double factorNow = 1;
    for (auto side = sides.rbegin(); side != sides.rend(); ++side) {
        const PyramidLevel level(sent, answer, mask, sizeFor(finestSize, *side));
        const double factor = double(level.sent.cols) / finestSize.width;
        m = side == sides.rbegin() ? kIdentity : rescaled(m, factor / factorNow);
        factorNow = factor;
        if (side == sides.rbegin())
            if (const Matrix guess = phaseGuess(level); level.correlation(guess) > level.correlation(m))
                m = guess;
        refine(level, m);
    }
    const double before = finest.correlation(kIdentity);
    registration.method = Registration::Method::Correlation;
    if (finest.correlation(m) < kGoodCorrelation)
        if (std::optional<Matrix> found = byFeatures(finest)) {
            refine(finest, *found);
            if (finest.correlation(*found) > finest.correlation(m)) {
                m = *found;
                registration.method = Registration::Method::Features;
            }
        }
    registration.correlation = finest.correlation(m);
    if (registration.correlation < std::max(before, kMinCorrelation)) {
        registration.method = Registration::Method::None;
        registration.correlation = before;
        m = kIdentity;
    }
    const double toFull = double(sent.cols) / finestSize.width;
    registration.toAnswer = rescaled(m, toFull);
    if (registration.method != Registration::Method::None)
        if (const std::optional<double> left = residual(finest, m))
            registration.residualPx = *left * toFull;
    return registration;
}

} // namespace nb::edit
