#include "core/edit/put_back.h"

#include "core/edit/fit.h"
#include "core/edit/fit_back.h"
#include "core/image/cv_rect.h"
#include "core/image/resample.h"
#include "core/mask/bounds.h"
#include <cmath>
#include <cstring>
#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>

namespace nb::edit {
namespace {

constexpr int kMarginPx = 48; // what compositing may look at around the selection

// An engine that keeps to the mask, as the local one does, needs no fitting; row by row, without a copy.
bool keptTheRing(const cv::Mat& sent, const cv::Mat& answer, const cv::Mat& mask) {
    if (answer.size() != sent.size() || answer.type() != sent.type())
        return false;
    const size_t bytes = sent.elemSize();
    for (int y = 0; y < sent.rows; ++y)
        for (int x = 0; x < sent.cols; ++x)
            if (mask.at<uchar>(y, x) == 0 && std::memcmp(sent.ptr(y, x), answer.ptr(y, x), bytes) != 0)
                return false;
    return true;
}

// What was sent without its padding, and the same part of the answer.
struct Unpadded {
    image::Picture sent;
    image::Picture answer;
};

Unpadded unpadded(const image::Picture& sent, const image::Picture& answer, const Region& region) {
    if (region.padded.isNull())
        return {sent, answer};
    const cv::Mat sized =
        answer.size() == sent.size() ? answer.pixels : image::resized(answer.pixels, sent.size());
    const cv::Rect part = cvRect(region.padded);
    return {{sent.pixels(part), sent.metadata}, {sized(part), answer.metadata}};
}

void note(const FittedBack& fit, cv::Size sent, RegionReport& report) {
    report.residualDeltaE = fit.colour.residualDeltaE;
    report.registered = fit.registration.method != Registration::Method::None;
    if (!report.registered)
        return;
    const cv::Point2d shift = fit.registration.shiftAtCentre(sent);
    report.movedPx = std::hypot(shift.x, shift.y);
    report.rescaled = fit.registration.scale();
    report.residualPx = fit.registration.residualPx;
}

cv::Rect around(const cv::Rect& box, const cv::Size& size) {
    return cv::Rect(box.x - kMarginPx, box.y - kMarginPx, box.width + 2 * kMarginPx,
                    box.height + 2 * kMarginPx) &
           cv::Rect({0, 0}, size);
}

} // namespace

LaidBack layBack(const image::Picture& picture, const mask::Mask& mask, const Region& region,
                 const CutOut& sent, const image::Picture& answer, int featherPx) {
    LaidBack laid;
    laid.report.sentScale = region.scale();
    const cv::Mat view = picture.pixels(cvRect(region.rect)), selection = mask.pixels(cvRect(region.rect));
    const auto [sentPart, answerPart] = unpadded(sent.picture, answer, region);
    if (sentPart.pixels.size() == view.size() && cv::countNonZero(selection) < int(selection.total()) &&
        keptTheRing(view, answerPart.pixels, selection)) {
        laid.answer = answerPart.pixels;
        laid.report.registered = true;
        laid.report.movedPx = 0;
        laid.report.rescaled = 1;
        laid.report.residualPx = 0;
        laid.report.residualDeltaE = 0;
        return laid;
    }
    const FittedBack fit = fitBack(answerPart, sentPart, view, {selection});
    note(fit, sentPart.pixels.size(), laid.report);
    laid.answer = fit.answer;
    laid.featherPx = featherPx;
    return laid;
}

RegionReport compositeBack(image::Picture& picture, const mask::Mask& mask, const Region& region,
                           const LaidBack& laid) {
    RegionReport report = laid.report;
    cv::Mat view = picture.pixels(cvRect(region.rect));
    const cv::Mat selection = mask.pixels(cvRect(region.rect));
    const cv::Rect box = mask::boundsOf(selection), work = around(box, view.size());
    const Composited done =
        compositeInto(view(work), laid.answer(work), {selection(work)}, {.featherPx = laid.featherPx});
    report.seamDeltaE = done.seamDeltaE;
    report.changedOutside = done.changedOutside;
    report.blend = done.blend;
    return report;
}

RegionReport replaceWith(const image::Picture& answer, image::Picture& picture, const Region& region) {
    cv::Mat view = picture.pixels(cvRect(region.rect));
    image::Picture sized = answer;
    if (!region.padded.isNull()) {
        if (answer.size() != region.sent)
            sized.pixels = image::resized(answer.pixels, region.sent);
        sized.pixels = sized.pixels(cvRect(region.padded));
    }
    fitted(sized, {view, {}}).pixels.copyTo(view);
    RegionReport report;
    report.sentScale = region.scale();
    return report;
}

} // namespace nb::edit
