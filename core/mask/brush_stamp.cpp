#include "core/mask/brush_stamp.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace nb::mask {
namespace {

constexpr int kPhases = 4; // positions within a pixel, each way
constexpr size_t kCacheBytes = size_t(32) << 20;
constexpr double kSmallPx =
    4; // below this radius the edge is a large part of the dab and needs supersampling

double falloff(double distance, double radius, double edge) {
    const double u = std::clamp((radius + std::min(1.0, edge) / 2 - distance) / edge, 0.0, 1.0);
    return u * u * (3 - 2 * u);
}

// Each sample is the mean of 8 x 8 points within its pixel.
cv::Mat renderSupersampled(double radius, double hardness, double centreX, double centreY, int side) {
    constexpr int kFine = 8;
    const double edge = std::max(1.0 / kFine, radius * (1 - hardness));
    cv::Mat samples(side, side, CV_8UC1);
    for (int y = 0; y < side; ++y)
        for (int x = 0; x < side; ++x) {
            double sum = 0;
            for (int i = 0; i < kFine * kFine; ++i)
                sum += falloff(std::hypot(x + (i % kFine + 0.5) / kFine - centreX,
                                          y + (i / kFine + 0.5) / kFine - centreY),
                               radius, edge);
            samples.at<uchar>(y, x) = uchar(std::lround(255 * sum / (kFine * kFine)));
        }
    return samples;
}

// With a table over the squared distance, which saves the square root of each sample.
cv::Mat renderByTable(double radius, double hardness, double centreX, double centreY, int side) {
    constexpr int kEntries = 8192;
    const double edge = std::max(1.0, radius * (1 - hardness)), end = radius + 1;
    std::array<uchar, kEntries + 1> table{};
    for (int i = 0; i < kEntries; ++i)
        table[size_t(i)] =
            uchar(std::lround(255 * falloff(end * std::sqrt((i + 0.5) / kEntries), radius, edge)));
    const float scale = float(kEntries / (end * end));
    cv::Mat samples(side, side, CV_8UC1);
    for (int y = 0; y < side; ++y) {
        const float dy = float(y + 0.5 - centreY);
        uchar* out = samples.ptr(y);
        for (int x = 0; x < side; ++x) {
            const float dx = float(x + 0.5 - centreX);
            out[x] = table[size_t(std::min((dx * dx + dy * dy) * scale, float(kEntries)))];
        }
    }
    return samples;
}

} // namespace

BrushStamp BrushStamps::at(const QPointF& centre, double radiusPx, double hardness) {
    const double step = std::max(1.0 / 16, radiusPx / 256);
    const double radius = std::max(step, std::round(radiusPx / step) * step);
    const int x = int(std::lround(centre.x() * kPhases)), y = int(std::lround(centre.y() * kPhases));
    const int column = int(std::floor(double(x) / kPhases)), row = int(std::floor(double(y) / kPhases));
    const int reach = int(std::ceil(radius + 1)), side = 2 * reach + 1;
    const Key key{int(std::lround(radius * 16)), int(std::lround(hardness * 100)), x - column * kPhases,
                  y - row * kPhases};
    cv::Mat& samples = m_rendered[key];
    if (samples.empty()) {
        const double inX = reach + double(std::get<2>(key)) / kPhases,
                     inY = reach + double(std::get<3>(key)) / kPhases;
        const cv::Mat rendered = radius < kSmallPx ? renderSupersampled(radius, hardness, inX, inY, side)
                                                   : renderByTable(radius, hardness, inX, inY, side);
        if (m_bytes += rendered.total(); m_bytes > kCacheBytes) {
            m_rendered.clear();
            m_bytes = rendered.total();
            m_rendered[key] = rendered;
            return {{column - reach, row - reach}, rendered};
        }
        samples = rendered;
    }
    return {{column - reach, row - reach}, samples};
}

} // namespace nb::mask
