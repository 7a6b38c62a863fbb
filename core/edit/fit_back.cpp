#include "core/edit/fit_back.h"

#include "core/edit/fit.h"
#include "core/image/resample.h"
#include <cmath>
#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>

namespace nb::edit {
namespace {

constexpr double k8To16 = 257.0;
constexpr double kStillPx = 0.1;    // an answer that moved less is taken as it is, sample by sample
constexpr double kShrinkFrom = 1.5; // beyond it a single interpolation would skip samples

cv::Mat rgbOf(const cv::Mat& pixels, int depth) {
    cv::Mat rgb = pixels, out;
    if (pixels.channels() == 4)
        cv::cvtColor(pixels, rgb, cv::COLOR_RGBA2RGB);
    const double factor = rgb.depth() == depth ? 1 : depth == CV_16U ? k8To16 : 1 / k8To16;
    rgb.convertTo(out, depth, factor);
    return out;
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

struct Laid {
    cv::Mat answer;
    cv::Mat uncovered; // CV_8U, 255 where the answer has nothing to show
};

// One interpolation from the answer to the region, whatever lies between them.
Laid laidOver(cv::Mat answer, const Registration& registration, cv::Size sent, cv::Size region) {
    if (answer.cols > kShrinkFrom * region.width && answer.rows > kShrinkFrom * region.height)
        answer = image::resized(answer, {region.width, region.height});
    const cv::Matx23d& m = registration.toAnswer;
    const cv::Matx33d moved(m(0, 0), m(0, 1), m(0, 2), m(1, 0), m(1, 1), m(1, 2), 0, 0, 1);
    const cv::Matx33d whole = scaling(sent, answer.size()) * moved * scaling(region, sent);
    const cv::Matx23d toAnswer = whole.get_minor<2, 3>(0, 0);
    Laid laid;
    cv::warpAffine(answer, laid.answer, toAnswer, region, cv::INTER_LANCZOS4 | cv::WARP_INVERSE_MAP,
                   cv::BORDER_REPLICATE);
    cv::warpAffine(cv::Mat(answer.size(), CV_8U, cv::Scalar(0)), laid.uncovered, toAnswer, region,
                   cv::INTER_NEAREST | cv::WARP_INVERSE_MAP, cv::BORDER_CONSTANT, cv::Scalar(255));
    return laid;
}

cv::Mat maskAt(const mask::Mask& mask, cv::Size size) {
    cv::Mat binary, out;
    cv::compare(mask.pixels, 0, binary, cv::CMP_GT);
    cv::resize(binary, out, size, 0, 0, cv::INTER_AREA);
    cv::compare(out, 0, out, cv::CMP_GT);
    return out;
}

} // namespace

FittedBack fitBack(const image::Picture& answer, const image::Picture& sent, const cv::Mat& region,
                   const mask::Mask& mask) {
    const image::Picture asSent = fitted(answer, sent);
    FittedBack result;
    result.registration = registerAnswer(rgbOf(sent.pixels, CV_8U), rgbOf(asSent.pixels, CV_8U),
                                         maskAt(mask, sent.pixels.size()));
    const bool believed = result.registration.method != Registration::Method::None;
    const bool still = !believed || movesLessThan(result.registration.toAnswer, sent.pixels.size(), kStillPx);
    if (still)
        result.registration.toAnswer = cv::Matx23d(1, 0, 0, 0, 1, 0);

    const image::Picture like{region, {}};
    if (still && !believed) {
        result.answer = fitted(answer, like).pixels;
        result.colour.residualDeltaE =
            ringDeltaE(rgbOf(region, region.depth()), rgbOf(result.answer, region.depth()), mask.pixels);
        return result;
    }
    // Where an answer is transparent it has to be filled at the size that it has.
    const image::Picture opaque =
        answer.hasAlpha() ? fitted(answer, {image::resized(sent.pixels, answer.size()), {}}) : answer;
    Laid laid{rgbOf(opaque.pixels, CV_16U), cv::Mat(region.size(), CV_8U, cv::Scalar(0))};
    if (!still || laid.answer.size() != region.size())
        laid = laidOver(laid.answer, result.registration, sent.pixels.size(), region.size());
    result.colour = fitColour(rgbOf(region, region.depth()), laid.answer, mask.pixels | laid.uncovered);
    applyColour(laid.answer, result.colour);
    result.answer = fitted({laid.answer, {}}, like).pixels;
    return result;
}

} // namespace nb::edit
