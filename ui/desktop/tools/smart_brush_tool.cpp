#include "ui/desktop/tools/smart_brush_tool.h"

#include "core/image/cv_rect.h"
#include "core/image/depth.h"
#include <algorithm>
#include <cmath>
#include <opencv2/imgproc.hpp>

namespace nb::desktop {
namespace {

constexpr int kWorkingPx = 160; // longest side of what is searched: a dab stays within a millisecond or two

// 8-bit RGB of `rect`, reduced by the whole number `factor`.
cv::Mat reduced(const cv::Mat& pixels, const QRect& rect, int factor) {
    cv::Mat part = pixels(cvRect(rect)), small, rgb;
    if (factor > 1)
        cv::resize(part, small, {std::max(1, rect.width() / factor), std::max(1, rect.height() / factor)}, 0,
                   0, cv::INTER_AREA);
    else
        small = part;
    const cv::Mat eight = image::withDepth(small, CV_8U);
    if (eight.channels() == 4)
        cv::cvtColor(eight, rgb, cv::COLOR_RGBA2RGB);
    else
        rgb = eight;
    cv::Mat smooth; // one noisy pixel is not the colour of the place
    cv::blur(rgb, smooth, {3, 3}, {-1, -1}, cv::BORDER_DEFAULT | cv::BORDER_ISOLATED);
    return smooth;
}

// 255 where the colour is that of `seed`, within the tolerance, and connected to it (flood fill).
cv::Mat likeSeed(const cv::Mat& rgb, const cv::Point& seed, double tolerance) {
    cv::Mat found = cv::Mat::zeros(rgb.rows + 2, rgb.cols + 2, CV_8UC1);
    cv::Mat unchanged = rgb;
    const cv::Scalar range = cv::Scalar::all(tolerance);
    cv::floodFill(unchanged, found, seed, {}, nullptr, range, range,
                  4 | cv::FLOODFILL_FIXED_RANGE | cv::FLOODFILL_MASK_ONLY | (255 << 8));
    found = found(cv::Rect(1, 1, rgb.cols, rgb.rows)).clone();
    cv::Mat closed; // pinholes of noise
    cv::medianBlur(found, closed, 3);
    cv::GaussianBlur(closed, closed, {3, 3}, 0);
    return closed;
}

} // namespace

QString SmartBrushTool::hint() const {
    return tr("Paints what has the colour under the middle of the brush. Right button or Ctrl: erase.");
}

std::vector<Setting> SmartBrushTool::settings() const {
    return {Setting::BrushSize, Setting::Tolerance, Setting::Hardness,
            Setting::Opacity,   Setting::Smoothing, Setting::PressureSize};
}

double SmartBrushTool::spacing() const {
    return std::max(0.2, BrushTool::spacing());
}

void SmartBrushTool::stamp(const Dab& dab) {
    const QPoint centre(int(std::floor(dab.pos.x())), int(std::floor(dab.pos.y())));
    const mask::BrushStamp stamp = stamps().at(dab.pos, radiusPx(dab.pressure), value(Setting::Hardness));
    const QRect all(stamp.topLeft, QSize(stamp.samples.cols, stamp.samples.rows));
    const QRect rect = all & document().rect();
    if (!rect.contains(centre))
        return;
    const int factor = std::max(1, (std::max(rect.width(), rect.height()) + kWorkingPx - 1) / kWorkingPx);
    const cv::Mat rgb = reduced(document().picture().pixels, rect, factor);
    const cv::Point seed(std::min((centre.x() - rect.x()) / factor, rgb.cols - 1),
                         std::min((centre.y() - rect.y()) / factor, rgb.rows - 1));
    cv::Mat like = likeSeed(rgb, seed, value(Setting::Tolerance));
    if (factor > 1)
        cv::resize(like, like, {rect.width(), rect.height()}, 0, 0, cv::INTER_LINEAR);
    const QPoint from = rect.topLeft() - all.topLeft();
    cv::min(like, stamp.samples(cv::Rect(from.x(), from.y(), rect.width(), rect.height())), like);
    coverage().add(rect.topLeft(), like, strength(dab.pressure));
}

} // namespace nb::desktop
