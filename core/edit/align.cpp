#include "core/edit/align.h"

#include "core/edit/match_format.h"
#include "core/image/depth.h"
#include "core/image/resample.h"
#include <cmath>
#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>

namespace nb::edit {
namespace {

constexpr double kUnmovedPx = 0.1;  // an answer that moved less keeps its samples, without interpolation
constexpr double kShrinkFrom = 1.5; // beyond it a single interpolation would skip samples

// May share samples with `pixels`.
cv::Mat rgbOf(const cv::Mat& pixels, int depth) {
    cv::Mat rgb = pixels;
    if (pixels.channels() == 4)
        cv::cvtColor(pixels, rgb, cv::COLOR_RGBA2RGB);
    return image::withDepth(rgb, depth);
}

// A scaling about pixel edges, as resampling does it: the centre of pixel 0 is at 0.
cv::Matx33d scaling(cv::Size from, cv::Size to) {
    const double sx = double(to.width) / from.width, sy = double(to.height) / from.height;
    return {sx, 0, (sx - 1) / 2, 0, sy, (sy - 1) / 2, 0, 0, 1};
}

bool movesLessThan(const cv::Matx23d& m, cv::Size size, double px) {
    for (const cv::Point corner :
         {cv::Point(0, 0), cv::Point(size.width - 1, 0), cv::Point(0, size.height - 1),
          cv::Point(size.width - 1, size.height - 1)}) {
        const cv::Matx21d to = m * cv::Matx31d(corner.x, corner.y, 1);
        if (std::hypot(to(0) - corner.x, to(1) - corner.y) >= px)
            return false;
    }
    return true;
}

struct Resampled {
    cv::Mat answer;
    cv::Mat uncovered; // CV_8U, 255 where the answer has nothing to show
};

// One interpolation from the answer to the region, whatever scaling and transform lie between them.
Resampled resampleToRegion(cv::Mat answer, const Registration& registration, cv::Size sent, cv::Size region) {
    if (answer.cols > kShrinkFrom * region.width && answer.rows > kShrinkFrom * region.height)
        answer = image::resized(answer, {region.width, region.height});
    const cv::Matx23d& m = registration.toAnswer;
    const cv::Matx33d moved(m(0, 0), m(0, 1), m(0, 2), m(1, 0), m(1, 1), m(1, 2), 0, 0, 1);
    const cv::Matx33d whole = scaling(sent, answer.size()) * moved * scaling(region, sent);
    const cv::Matx23d toAnswer = whole.get_minor<2, 3>(0, 0);
    Resampled out;
    cv::warpAffine(answer, out.answer, toAnswer, region, cv::INTER_LANCZOS4 | cv::WARP_INVERSE_MAP,
                   cv::BORDER_REPLICATE);
    cv::warpAffine(cv::Mat(answer.size(), CV_8U, cv::Scalar(0)), out.uncovered, toAnswer, region,
                   cv::INTER_NEAREST | cv::WARP_INVERSE_MAP, cv::BORDER_CONSTANT, cv::Scalar(255));
    return out;
}

cv::Mat maskAtSize(const mask::Mask& mask, cv::Size size) {
    cv::Mat binary, out;
    cv::compare(mask.pixels, 0, binary, cv::CMP_GT);
    cv::resize(binary, out, size, 0, 0, cv::INTER_AREA);
    cv::compare(out, 0, out, cv::CMP_GT);
    return out;
}

Aligned onlyResampled(const image::Picture& answer, const cv::Mat& region, const mask::Mask& mask,
                      const Registration& registration) {
    Aligned aligned{matchFormat(answer, {region, {}}).pixels, registration, {}};
    aligned.colour.residualDeltaE =
        ringDeltaE(rgbOf(region, region.depth()), rgbOf(aligned.answer, region.depth()), mask.pixels);
    return aligned;
}

} // namespace

Aligned align(const image::Picture& answer, const image::Picture& sent, const cv::Mat& region,
              const mask::Mask& mask) {
    const cv::Size sentSize = sent.pixels.size();
    const image::Picture asSent = matchFormat(answer, sent);
    Registration registration =
        registerAnswer(rgbOf(sent.pixels, CV_8U), rgbOf(asSent.pixels, CV_8U), maskAtSize(mask, sentSize));
    if (registration.method == Registration::Method::None)
        return onlyResampled(answer, region, mask, registration);
    const bool isUnmoved = movesLessThan(registration.toAnswer, sentSize, kUnmovedPx);
    if (isUnmoved)
        registration.toAnswer = cv::Matx23d(1, 0, 0, 0, 1, 0);

    // Where an answer is transparent it has to be filled at the size that it has.
    const image::Picture opaque =
        answer.hasAlpha() ? matchFormat(answer, {image::resized(sent.pixels, answer.size()), {}}) : answer;
    const cv::Mat rgb = rgbOf(opaque.pixels, CV_16U);
    Resampled resampled = isUnmoved && rgb.size() == region.size()
                              ? Resampled{rgb.clone(), cv::Mat(region.size(), CV_8U, cv::Scalar(0))}
                              : resampleToRegion(rgb, registration, sentSize, region.size());
    Aligned aligned{{}, registration, {}};
    aligned.colour =
        fitColour(rgbOf(region, region.depth()), resampled.answer, mask.pixels | resampled.uncovered);
    applyColour(resampled.answer, aligned.colour);
    aligned.answer = matchFormat({resampled.answer, {}}, {region, {}}).pixels;
    return aligned;
}

} // namespace nb::edit
