#include "core/mask/change.h"

#include "core/image/cv_rect.h"
#include "core/mask/ops.h"
#include <algorithm>
#include <opencv2/core.hpp>

namespace nb::mask {
namespace {

constexpr int kMaxRadiusPx = 500;

cv::Mat view(const Mask& mask, const QRect& rect) {
    return mask.pixels(cvRect(rect));
}

Mask result(const Mask& mask, MaskOperation operation, int radiusPx) {
    switch (operation) {
    case MaskOperation::Grow:
        return grown(mask, radiusPx);
    case MaskOperation::Shrink:
        return shrunk(mask, radiusPx);
    case MaskOperation::Feather:
        return feathered(mask, radiusPx);
    case MaskOperation::Smooth:
        return smoothed(mask, radiusPx);
    default:
        return withHolesFilled(mask);
    }
}

} // namespace

bool hasRadius(MaskOperation operation) {
    return operation <= MaskOperation::Smooth;
}

Result<Delta> changeInStrips(const Mask& mask, const QRect& rect, const std::stop_token& stop,
                             const std::function<void(const QRect& strip, cv::Mat& after)>& compute) {
    const QRect inside = rect & QRect({}, mask.size());
    Delta delta;
    for (int top = inside.top(); top <= inside.bottom();) {
        if (stop.stop_requested())
            return Error{ErrorCode::Cancelled};
        const int end = std::min((top / kTilePx + 1) * kTilePx, inside.bottom() + 1);
        const QRect strip(inside.x(), top, inside.width(), end - top);
        cv::Mat after(strip.height(), strip.width(), CV_8UC1);
        compute(strip, after);
        delta.append(Delta::between(mask, strip, after));
        top = end;
    }
    return delta;
}

Result<Delta> applyOperation(const Mask& mask, MaskOperation operation, int radiusPx,
                             const std::stop_token& stop) {
    const QRect whole({}, mask.size());
    if (operation == MaskOperation::Invert)
        return changeInStrips(mask, whole, stop, [&mask](const QRect& strip, cv::Mat& after) {
            cv::bitwise_not(view(mask, strip), after);
        });
    if (operation == MaskOperation::SelectAll)
        return changeInStrips(mask, whole, stop, [](const QRect&, cv::Mat& after) { after.setTo(255); });
    const QRect selected = boundingBox(mask);
    if (selected.isEmpty())
        return Delta();
    if (operation == MaskOperation::Clear)
        return changeInStrips(mask, selected, stop, [](const QRect&, cv::Mat& after) { after.setTo(0); });
    if (stop.stop_requested())
        return Error{ErrorCode::Cancelled};
    // Nothing changes beyond twice the radius: a Gaussian of half the radius is zero there.
    const int radius = std::clamp(radiusPx, 0, kMaxRadiusPx);
    const int margin = hasRadius(operation) ? 2 * radius + 2 : 1;
    const QRect rect = selected.adjusted(-margin, -margin, margin, margin) & whole;
    return Delta::between(mask, rect, result(Mask{view(mask, rect).clone()}, operation, radius).pixels);
}

Result<Delta> moveSelection(const Mask& mask, QPoint by, const std::stop_token& stop) {
    const QRect from = boundingBox(mask);
    const QRect to = from.translated(by) & QRect({}, mask.size());
    return changeInStrips(mask, from | to, stop, [&](const QRect& strip, cv::Mat& after) {
        after.setTo(0);
        if (const QRect part = to & strip; !part.isEmpty())
            view(mask, part.translated(-by)).copyTo(after(cvRect(part, strip.topLeft())));
    });
}

} // namespace nb::mask
