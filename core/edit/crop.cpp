#include "core/edit/crop.h"

#include "core/image/cv_rect.h"
#include "core/image/resample.h"
#include <cmath>
#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>

namespace nb::edit {
namespace {

// Averaging would let a one-pixel selection fall below what counts as selected: the highest value within a
// sent pixel's reach is taken instead.
cv::Mat scaledMask(const cv::Mat& mask, QSize sent) {
    const cv::Size size(sent.width(), sent.height());
    const int reachX = int(std::ceil(double(mask.cols) / size.width));
    const int reachY = int(std::ceil(double(mask.rows) / size.height));
    cv::Mat widened = mask, out;
    if (reachX > 1 || reachY > 1)
        cv::dilate(mask, widened, cv::getStructuringElement(cv::MORPH_RECT, {reachX | 1, reachY | 1}));
    cv::resize(widened, out, size, 0, 0, cv::INTER_NEAREST);
    return out;
}

} // namespace

Crop makeCrop(const image::Picture& picture, const mask::Mask& mask, const Region& region) {
    const cv::Mat pixels = picture.pixels(cvRect(region.rect)), selection = mask.pixels(cvRect(region.rect));
    const QRect within = region.within();
    Crop cut{{pixels, picture.metadata}, {selection}};
    if (within.size() != region.rect.size())
        cut = {{image::resized(pixels, within.size()), picture.metadata},
               {scaledMask(selection, within.size())}};
    if (region.padded.isNull())
        return cut;
    const int top = within.top(), bottom = region.sent.height() - top - within.height();
    const int left = within.left(), right = region.sent.width() - left - within.width();
    Crop padded{{{}, picture.metadata}, {}};
    cv::copyMakeBorder(cut.picture.pixels, padded.picture.pixels, top, bottom, left, right,
                       cv::BORDER_REPLICATE | cv::BORDER_ISOLATED);
    cv::copyMakeBorder(cut.mask.pixels, padded.mask.pixels, top, bottom, left, right,
                       cv::BORDER_CONSTANT | cv::BORDER_ISOLATED, cv::Scalar(0));
    return padded;
}

} // namespace nb::edit
