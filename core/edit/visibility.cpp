#include "core/edit/visibility.h"

#include <opencv2/core.hpp>

namespace nb::edit {
namespace {

// transparentBelow: alpha that is 0 once it is shown with 8 bits.
template <class Sample>
bool isUnseen(const cv::Mat& pixels, const cv::Mat& selection, Sample transparentBelow) {
    for (int y = 0; y < pixels.rows; ++y) {
        const auto* pixel = pixels.ptr<Sample>(y);
        const uchar* selected = selection.ptr(y);
        for (int x = 0; x < pixels.cols; ++x)
            if (selected[x] != 0 && pixel[4 * x + 3] >= transparentBelow)
                return false;
    }
    return true;
}

} // namespace

bool isUnseen(const image::Picture& picture, const mask::Mask& selection) {
    constexpr ushort kHalfLevel = 129; // of 257
    if (!picture.hasAlpha() || picture.pixels.size() != selection.pixels.size())
        return false;
    return picture.is16Bit() ? isUnseen<ushort>(picture.pixels, selection.pixels, kHalfLevel)
                             : isUnseen<uchar>(picture.pixels, selection.pixels, 1);
}

QString unseenWarning() {
    return QStringLiteral(
        "The selection lies wholly in a transparent part of the picture: what is made there "
        "cannot be seen");
}

} // namespace nb::edit
