#include "core/fill/shifts.h"

#include "core/fill/field.h"
#include "core/mask/bounds.h"
#include <algorithm>
#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>

namespace nb::fill {
namespace {

constexpr std::size_t kMaxShifts = 40;
constexpr std::size_t kFewShifts = 10; // of a picture that is not periodic: fewer, larger pieces
constexpr int kPasses = 5;
constexpr int kMinShiftPx = 8; // or 1/kMinShiftPart of the picture, if that is more
constexpr int kMinShiftPart = 15;
constexpr int kPeakDistancePx = 4; // shifts are further apart than this
constexpr std::size_t kLatticeCorners = 16;
constexpr std::size_t kLatticePeaks = 60;
constexpr float kLatticeShare =
    0.24F; // photographs have under 0.1, a synthetic horizon 0.2, tiles 0.3 to 0.6
constexpr std::size_t kMaxEnds = 10;
constexpr int kEndDistancePx = 5;
constexpr float kMinGradient = 8; // grey levels per pixel
constexpr int kMinChordPx = 4;

// For each shift how many known patches have their best match there; shift 0 is in the middle.
cv::Mat countShifts(const Level& level, const Execution& execution) {
    Level known = level;
    known.target = level.source;
    known.targetBounds = mask::boundsOf(level.source);
    Field field = randomField(known, execution);
    const int extent = std::max(level.image.cols, level.image.rows);
    Search search;
    search.passes = kPasses;
    search.radiusPx = extent;
    search.stream = 5000;
    search.minShiftPx = std::max(kMinShiftPx, extent / kMinShiftPart);
    improve(field, known, search, execution);
    cv::Mat counts = cv::Mat::zeros(2 * level.image.rows + 1, 2 * level.image.cols + 1, CV_32F);
    const cv::Rect& area = field.area();
    for (int y = area.y; y < area.br().y; ++y)
        for (int x = area.x; x < area.br().x; ++x) {
            const Match& match = field.at(x, y);
            if (known.target.at<uchar>(y, x) != 0 && match.distance != kNoDistance)
                ++counts.at<float>(match.y - y + level.image.rows, match.x - x + level.image.cols);
        }
    cv::GaussianBlur(counts, counts, {9, 9}, 1.4);
    return counts;
}

// The local maxima of countShifts(), the highest first.
std::vector<cv::Point> peaksOf(const cv::Mat& counts, const Execution& execution) {
    cv::Mat highest;
    cv::dilate(counts, highest, cv::Mat::ones(2 * kPeakDistancePx + 1, 2 * kPeakDistancePx + 1, CV_8U));
    const cv::Point origin(counts.cols / 2, counts.rows / 2);
    std::vector<cv::Point> peaks;
    for (int y = 0; y < counts.rows; ++y) {
        execution.throwIfStopped();
        for (int x = 0; x < counts.cols; ++x)
            if (const float count = counts.at<float>(y, x); count > 0 && count == highest.at<float>(y, x))
                peaks.push_back(cv::Point(x, y) - origin);
    }
    std::stable_sort(peaks.begin(), peaks.end(), [&](cv::Point a, cv::Point b) {
        return counts.at<float>(a + origin) > counts.at<float>(b + origin);
    });
    return peaks;
}

// Whether the difference of two of the highest peaks is a peak as well, more often than by chance.
bool isLattice(const std::vector<cv::Point>& peaks, cv::Size picture) {
    const std::size_t corners = std::min(peaks.size(), kLatticeCorners);
    const auto end = peaks.begin() + static_cast<std::ptrdiff_t>(std::min(peaks.size(), kLatticePeaks));
    int differences = 0, peaksAmongThem = 0;
    for (std::size_t i = 0; i < corners; ++i)
        for (std::size_t j = 0; j < i; ++j) {
            const cv::Point difference = peaks[i] - peaks[j];
            // Small shifts are not counted, and for large ones there are few patches to count.
            if (difference.dot(difference) < kMinShiftPx * kMinShiftPx ||
                3 * std::abs(difference.x) > 2 * picture.width ||
                3 * std::abs(difference.y) > 2 * picture.height)
                continue;
            ++differences;
            peaksAmongThem += std::any_of(peaks.begin(), end, [&](cv::Point peak) {
                return std::max(std::abs(peak.x - difference.x), std::abs(peak.y - difference.y)) <= 1;
            });
        }
    return static_cast<float>(peaksAmongThem) > kLatticeShare * static_cast<float>(differences);
}

struct End {
    float strength = 0;
    cv::Point at;
    cv::Point2f along;
};

// The edges at the rim of the hole, the strongest first. The direction is that of the structure tensor
// (Bigun, Granlund 1987), which is less sensitive to noise than a single gradient.
std::vector<End> edgeEnds(const Level& level) {
    cv::Mat grey, dx, dy, xx, xy, yy, near, rim, known;
    cv::cvtColor(level.image, grey, cv::COLOR_RGBA2GRAY);
    cv::Sobel(grey, dx, CV_32F, 1, 0, 3, 0.125);
    cv::Sobel(grey, dy, CV_32F, 0, 1, 3, 0.125);
    cv::dilate(level.hole, near, cv::Mat::ones(3, 3, CV_8U));
    cv::dilate(level.source, known, cv::Mat::ones(kSide, kSide, CV_8U));
    for (cv::Mat* gradient : {&dx, &dy})
        gradient->setTo(0, near | ~known);
    cv::GaussianBlur(dx.mul(dx), xx, {7, 7}, 1.5);
    cv::GaussianBlur(dx.mul(dy), xy, {7, 7}, 1.5);
    cv::GaussianBlur(dy.mul(dy), yy, {7, 7}, 1.5);
    cv::dilate(level.hole, rim, cv::Mat::ones(kSide, kSide, CV_8U));
    rim = rim & ~near & known;
    std::vector<End> ends;
    for (int y = 0; y < rim.rows; ++y)
        for (int x = 0; x < rim.cols; ++x) {
            const float strength = std::hypot(dx.at<float>(y, x), dy.at<float>(y, x));
            if (rim.at<uchar>(y, x) == 0 || strength < kMinGradient)
                continue;
            const float across =
                0.5F * std::atan2(2 * xy.at<float>(y, x), xx.at<float>(y, x) - yy.at<float>(y, x));
            ends.push_back({strength, {x, y}, {-std::sin(across), std::cos(across)}});
        }
    std::stable_sort(ends.begin(), ends.end(),
                     [](const End& a, const End& b) { return a.strength > b.strength; });
    return ends;
}

// How far the line from an end goes until it leaves the hole for the last time; 0 if it does not meet the
// hole.
int chordPx(const Level& level, const End& end, float sign) {
    int last = 0;
    for (int length = 1;; ++length) {
        const cv::Point at = end.at + cv::Point(cvRound(end.along.x * sign * static_cast<float>(length)),
                                                cvRound(end.along.y * sign * static_cast<float>(length)));
        if (!cv::Rect({}, level.hole.size()).contains(at))
            return last;
        if (level.hole.at<uchar>(at) != 0)
            last = length;
    }
}

} // namespace

FrequentShifts frequentShifts(const Level& level, const Execution& execution) {
    FrequentShifts found;
    const std::vector<cv::Point> peaks = peaksOf(countShifts(level, execution), execution);
    found.periodic = isLattice(peaks, level.image.size());
    found.shifts.assign(
        peaks.begin(), peaks.begin() + static_cast<std::ptrdiff_t>(
                                           std::min(peaks.size(), found.periodic ? kMaxShifts : kFewShifts)));
    return found;
}

std::vector<cv::Point> shiftsAlongEdges(const Level& level) {
    std::vector<cv::Point> chosen;
    std::vector<cv::Point> shifts;
    for (const End& end : edgeEnds(level)) {
        if (chosen.size() >= kMaxEnds)
            break;
        if (std::any_of(chosen.begin(), chosen.end(), [&](cv::Point other) {
                return (other - end.at).dot(other - end.at) < kEndDistancePx * kEndDistancePx;
            }))
            continue;
        chosen.push_back(end.at);
        for (const float sign : {1.F, -1.F}) {
            const int chord = chordPx(level, end, sign);
            if (chord < kMinChordPx)
                continue;
            // Half of the chord from either side, or all of it from one.
            for (const float share : {0.55F, 1.08F, -0.55F, -1.08F}) {
                const float length =
                    sign * share * static_cast<float>(chord) + (sign * share > 0 ? 3.F : -3.F);
                shifts.emplace_back(cvRound(end.along.x * length), cvRound(end.along.y * length));
            }
        }
    }
    return shifts;
}

} // namespace nb::fill
