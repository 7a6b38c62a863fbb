#include "core/edit/region_result.h"

#include "core/edit/align.h"
#include "core/edit/match_format.h"
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

// True for an engine that keeps to the mask, as the local one does: its answer needs no alignment. Compared
// row by row, without a copy.
bool isUnchangedOutside(const cv::Mat& mask, const cv::Mat& sent, const cv::Mat& answer) {
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

Unpadded withoutPadding(const image::Picture& sent, const image::Picture& answer, const Region& region) {
    if (region.padded.isNull())
        return {sent, answer};
    const cv::Mat sized =
        answer.size() == sent.size() ? answer.pixels : image::resized(answer.pixels, sent.size());
    const cv::Rect part = cvRect(region.padded);
    return {{sent.pixels(part), sent.metadata}, {sized(part), answer.metadata}};
}

void addAlignment(const Aligned& aligned, cv::Size sent, RegionReport& report) {
    report.residualDeltaE = aligned.colour.residualDeltaE;
    report.registered = aligned.registration.method != Registration::Method::None;
    if (!report.registered)
        return;
    const cv::Point2d shift = aligned.registration.shiftAtCentre(sent);
    report.movedPx = std::hypot(shift.x, shift.y);
    report.rescaled = aligned.registration.scale();
    report.residualPx = aligned.registration.residualPx;
}

} // namespace

AlignedRegion alignRegion(const image::Picture& picture, const mask::Mask& mask, const Region& region,
                          const Crop& crop, const image::Picture& answer, int featherPx) {
    AlignedRegion out;
    out.report.sentScale = region.scale();
    const cv::Mat view = picture.pixels(cvRect(region.rect)), selection = mask.pixels(cvRect(region.rect));
    const auto [sentPart, answerPart] = withoutPadding(crop.picture, answer, region);
    if (sentPart.pixels.size() == view.size() && cv::countNonZero(selection) < int(selection.total()) &&
        isUnchangedOutside(selection, view, answerPart.pixels)) {
        out.answer = answerPart.pixels;
        out.report.registered = true;
        out.report.movedPx = 0;
        out.report.rescaled = 1;
        out.report.residualPx = 0;
        out.report.residualDeltaE = 0;
        return out;
    }
    const Aligned aligned = align(answerPart, sentPart, view, {selection});
    addAlignment(aligned, sentPart.pixels.size(), out.report);
    out.answer = aligned.answer;
    out.featherPx = featherPx;
    return out;
}

RegionReport compositeRegion(image::Picture& picture, const mask::Mask& mask, const Region& region,
                             const AlignedRegion& aligned) {
    RegionReport report = aligned.report;
    cv::Mat view = picture.pixels(cvRect(region.rect));
    const cv::Mat selection = mask.pixels(cvRect(region.rect));
    const cv::Rect work = withMargin(mask::boundsOf(selection), kMarginPx, cv::Rect({0, 0}, view.size()));
    const Composited done =
        compositeInto(view(work), aligned.answer(work), {selection(work)}, {.featherPx = aligned.featherPx});
    report.seamDeltaE = done.seamDeltaE;
    report.changedOutside = done.changedOutside;
    report.blend = done.blend;
    return report;
}

RegionReport replaceRegion(const image::Picture& answer, image::Picture& picture, const Region& region) {
    cv::Mat view = picture.pixels(cvRect(region.rect));
    image::Picture sized = answer;
    if (!region.padded.isNull()) {
        if (answer.size() != region.sent)
            sized.pixels = image::resized(answer.pixels, region.sent);
        sized.pixels = sized.pixels(cvRect(region.padded));
    }
    matchFormat(sized, {view, {}}).pixels.copyTo(view);
    RegionReport report;
    report.sentScale = region.scale();
    return report;
}

} // namespace nb::edit
