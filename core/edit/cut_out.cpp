#include "core/edit/cut_out.h"

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

cv::Rect cvRect(const QRect& rect) {
    return {rect.x(), rect.y(), rect.width(), rect.height()};
}

CutOut cutOut(const image::Picture& picture, const mask::Mask& mask, const Region& region) {
    const cv::Mat pixels = picture.pixels(cvRect(region.rect)), selection = mask.pixels(cvRect(region.rect));
    if (region.sent == region.rect.size())
        return {{pixels, picture.metadata}, {selection}};
    return {{image::resized(pixels, region.sent), picture.metadata}, {scaledMask(selection, region.sent)}};
}

} // namespace nb::edit
