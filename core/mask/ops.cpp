#include "core/mask/ops.h"

#include <algorithm>
#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>

namespace nb::mask {
namespace {

// cv::getStructuringElement's ellipse is lopsided for small radii: a disc is what people expect of "grow by
// 3".
cv::Mat disc(int radiusPx) {
    const int side = 2 * radiusPx + 1;
    cv::Mat element(side, side, CV_8UC1, cv::Scalar(0));
    for (int y = -radiusPx; y <= radiusPx; ++y)
        for (int x = -radiusPx; x <= radiusPx; ++x)
            if (x * x + y * y <= radiusPx * radiusPx)
                element.at<uchar>(y + radiusPx, x + radiusPx) = 255;
    return element;
}

bool isBinary(const cv::Mat& pixels) {
    cv::Mat soft;
    cv::inRange(pixels, cv::Scalar(1), cv::Scalar(254), soft);
    return cv::countNonZero(soft) == 0;
}

// For large radii morphology costs radius times pixels; the distance transform of a binary mask does not.
cv::Mat grownByDistance(const cv::Mat& pixels, int radiusPx) {
    cv::Mat unselected, distance, out;
    cv::bitwise_not(pixels, unselected);
    cv::distanceTransform(unselected, distance, cv::DIST_L2, cv::DIST_MASK_PRECISE);
    cv::compare(distance, radiusPx, out, cv::CMP_LE);
    return out;
}

constexpr int kMorphologyUpToPx = 3;
constexpr int kSoftStepPx = 16; // the cost of a disc grows with its square; a sum of discs is a disc, nearly

cv::Mat dilated(const cv::Mat& pixels, int radiusPx) {
    if (cv::countNonZero(pixels) == 0)
        return pixels.clone();
    if (radiusPx > kMorphologyUpToPx && isBinary(pixels))
        return grownByDistance(pixels, radiusPx);
    cv::Mat out = pixels.clone(); // dilate would write to its input
    for (int left = radiusPx; left > 0; left -= kSoftStepPx)
        cv::dilate(out, out, disc(std::min(left, kSoftStepPx)), {-1, -1}, 1, cv::BORDER_REPLICATE);
    return out;
}

cv::Mat complement(const cv::Mat& pixels) {
    cv::Mat out;
    cv::bitwise_not(pixels, out);
    return out;
}

} // namespace

bool isEmpty(const Mask& mask) {
    return mask.pixels.empty() || cv::countNonZero(mask.pixels) == 0;
}

QRect boundingBox(const Mask& mask) {
    if (isEmpty(mask))
        return {};
    const cv::Rect box = cv::boundingRect(mask.pixels);
    return {box.x, box.y, box.width, box.height};
}

Mask grown(const Mask& mask, int radiusPx) {
    Mask out{mask.pixels.clone()};
    const QRect box = boundingBox(mask);
    if (radiusPx <= 0 || box.isEmpty())
        return out;
    // A small selection in a large picture costs little. The border of unselected pixels keeps the part's
    // edge from being taken for the picture's.
    const int margin = radiusPx + 1;
    const QRect near = box.adjusted(-margin, -margin, margin, margin) & QRect({}, mask.size());
    const cv::Rect part(near.x(), near.y(), near.width(), near.height());
    dilated(mask.pixels(part), radiusPx).copyTo(out.pixels(part));
    return out;
}

Mask shrunk(const Mask& mask, int radiusPx) {
    return radiusPx <= 0 ? Mask{mask.pixels.clone()}
                         : Mask{complement(dilated(complement(mask.pixels), radiusPx))};
}

Mask feathered(const Mask& mask, int radiusPx) {
    if (radiusPx <= 0)
        return {mask.pixels.clone()};
    Mask out;
    cv::GaussianBlur(mask.pixels, out.pixels, {}, radiusPx / 2.0, 0, cv::BORDER_REPLICATE);
    return out;
}

Mask inverted(const Mask& mask) {
    return {complement(mask.pixels)};
}

Mask combined(const Mask& mask, const Mask& other, Combination how) {
    Mask out;
    switch (how) {
    case Combination::Add:
        cv::max(mask.pixels, other.pixels, out.pixels);
        break;
    case Combination::Subtract:
        cv::subtract(mask.pixels, other.pixels, out.pixels);
        break;
    case Combination::Intersect:
        cv::min(mask.pixels, other.pixels, out.pixels);
        break;
    }
    return out;
}

std::vector<Part> parts(const Mask& mask) {
    if (isEmpty(mask))
        return {};
    cv::Mat labels, stats, centroids;
    const int count = cv::connectedComponentsWithStats(mask.pixels, labels, stats, centroids, 8, CV_32S);
    std::vector<Part> found;
    for (int i = 1; i < count; ++i) // label 0 is what is not selected
        found.push_back({QRect(stats.at<int>(i, cv::CC_STAT_LEFT), stats.at<int>(i, cv::CC_STAT_TOP),
                               stats.at<int>(i, cv::CC_STAT_WIDTH), stats.at<int>(i, cv::CC_STAT_HEIGHT)),
                         stats.at<int>(i, cv::CC_STAT_AREA)});
    std::ranges::stable_sort(found, std::ranges::greater{}, &Part::area);
    return found;
}

cv::Mat asWhiteOnTransparent(const Mask& mask) {
    const cv::Mat white(mask.pixels.size(), CV_8UC1, cv::Scalar(255));
    cv::Mat rgba;
    cv::merge(std::vector<cv::Mat>{white, white, white, mask.pixels}, rgba);
    return rgba;
}

} // namespace nb::mask
