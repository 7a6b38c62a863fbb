#include "core/edit/put_back.h"

#include "core/edit/fit.h"
#include "core/edit/fit_back.h"
#include <cmath>
#include <cstring>
#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>

namespace nb::edit {
namespace {

// The edge is softened inside the selection, since nothing outside may change. There the picture still shows
// what is to go: a wide ramp would let it through as a ghost. A level that differs is the membrane's
// business.
constexpr int kFeatherPx = 1;
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

struct Laid {
    cv::Mat answer;
    int featherPx; // an answer that meets the picture exactly needs none
};

Laid laidBack(const image::Picture& answer, const CutOut& sent, const cv::Mat& view, const cv::Mat& selection,
              RegionReport& report) {
    if (sent.picture.pixels.size() == view.size() && cv::countNonZero(selection) < int(selection.total()) &&
        keptTheRing(view, answer.pixels, selection)) {
        report.movedPx = 0;
        report.rescaled = 1;
        report.residualPx = 0;
        report.residualDeltaE = 0;
        return {answer.pixels, 0};
    }
    const FittedBack fit = fitBack(answer, sent.picture, view, {selection});
    if (fit.registration.method != Registration::Method::None) {
        const cv::Point2d shift = fit.registration.shiftAtCentre(sent.picture.pixels.size());
        report.movedPx = std::hypot(shift.x, shift.y);
        report.rescaled = fit.registration.scale();
        report.residualPx = fit.registration.residualPx;
    }
    report.residualDeltaE = fit.colour.residualDeltaE;
    return {fit.answer, kFeatherPx};
}

cv::Rect around(const cv::Rect& box, const cv::Size& size) {
    return cv::Rect(box.x - kMarginPx, box.y - kMarginPx, box.width + 2 * kMarginPx,
                    box.height + 2 * kMarginPx) &
           cv::Rect({0, 0}, size);
}

} // namespace

RegionReport putBack(image::Picture& picture, const mask::Mask& mask, const Region& region,
                     const CutOut& sent, const image::Picture& answer, Keep keep) {
    RegionReport report;
    report.sentScale = region.scale();
    cv::Mat view = picture.pixels(cvRect(region.rect));
    const cv::Mat selection = mask.pixels(cvRect(region.rect));
    if (keep == Keep::Nothing) {
        fitted(answer, {view, {}}).pixels.copyTo(view);
        return report;
    }
    const Laid laid = laidBack(answer, sent, view, selection, report);
    const cv::Rect box = cv::boundingRect(selection), work = around(box, view.size());
    const Composited done = compositeInto(view(work), laid.answer(work), {selection(work)},
                                          {.growPx = 0, .featherPx = laid.featherPx});
    report.seamDeltaE = done.seamDeltaE;
    report.changedOutside = done.changedOutside;
    report.blend = done.blend;
    return report;
}

} // namespace nb::edit
