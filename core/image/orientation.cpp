#include "core/image/orientation.h"

#include <opencv2/core.hpp>

namespace nb::image {
namespace {

constexpr int kAroundX = 0;
constexpr int kAroundY = 1;
constexpr int kAroundBoth = -1;

cv::Mat flipped(const cv::Mat& pixels, int axis) {
    cv::Mat out;
    cv::flip(pixels, out, axis);
    return out;
}

cv::Mat transposed(const cv::Mat& pixels) {
    cv::Mat out;
    cv::transpose(pixels, out);
    return out;
}

} // namespace

QSize uprightSize(QSize stored, int orientation) {
    return orientation >= 5 ? stored.transposed() : stored;
}

cv::Mat upright(const cv::Mat& stored, int orientation) {
    switch (orientation) {
    case 2:
        return flipped(stored, kAroundY);
    case 3:
        return flipped(stored, kAroundBoth);
    case 4:
        return flipped(stored, kAroundX);
    case 5:
        return transposed(stored);
    case 6:
        return flipped(transposed(stored), kAroundY);
    case 7:
        return flipped(transposed(stored), kAroundBoth);
    case 8:
        return flipped(transposed(stored), kAroundX);
    default:
        return stored;
    }
}

} // namespace nb::image
