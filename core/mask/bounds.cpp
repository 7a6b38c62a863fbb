#include "core/mask/bounds.h"

#include <algorithm>
#include <cstring>
#include <vector>

namespace nb::mask {

cv::Rect boundsOf(const cv::Mat& mask) {
    CV_Assert(mask.empty() || mask.type() == CV_8UC1);
    const std::vector<uchar> zeros(size_t(mask.cols), 0);
    int left = mask.cols, right = -1, top = -1, bottom = -1;
    for (int y = 0; y < mask.rows; ++y) {
        const uchar* row = mask.ptr(y);
        if (std::memcmp(row, zeros.data(), zeros.size()) == 0) // the usual case, and fast
            continue;
        top = top < 0 ? y : top;
        bottom = y;
        const auto isSet = [row](int x) { return row[x] != 0; };
        for (int x = 0; x < left; ++x)
            if (isSet(x))
                left = x;
        for (int x = mask.cols - 1; x > right; --x)
            if (isSet(x))
                right = x;
    }
    return bottom < 0 ? cv::Rect() : cv::Rect(cv::Point(left, top), cv::Point(right + 1, bottom + 1));
}

} // namespace nb::mask
