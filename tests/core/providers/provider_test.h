#pragma once
// What the tests of providers share: a small job with a picture that can be recognised.

#include "core/providers/provider.h"
#include "tests/support/settle.h"
#include <opencv2/core.hpp>

namespace nb::test {

// A colour ramp with a selected rectangle at (16, 8), 24x20 pixels.
inline providers::Job sampleJob(QSize size = {64, 48}, int type = CV_8UC3) {
    providers::Job job;
    job.picture.pixels = cv::Mat(size.height(), size.width(), type);
    const int unit = CV_MAT_DEPTH(type) == CV_16U ? 257 : 1;
    for (int y = 0; y < size.height(); ++y)
        for (int x = 0; x < size.width(); ++x)
            for (int c = 0; c < CV_MAT_CN(type); ++c) {
                const int value = c == 3 ? 255 : c == 0 ? x * 2 % 256 : c == 1 ? y * 3 % 256 : 100;
                if (unit == 1)
                    job.picture.pixels.ptr<uchar>(y, x)[c] = uchar(value);
                else
                    job.picture.pixels.ptr<ushort>(y, x)[c] = ushort(value * unit);
            }
    job.mask.pixels = cv::Mat::zeros(size.height(), size.width(), CV_8UC1);
    job.mask.pixels(cv::Rect(16, 8, 24, 20)).setTo(255);
    job.prompt = QStringLiteral("a red \"rose\"\non a table 🌹");
    return job;
}

inline double worstDifference(const cv::Mat& a, const cv::Mat& b) {
    return a.size() == b.size() && a.type() == b.type() ? cv::norm(a, b, cv::NORM_INF) : 1e9;
}

} // namespace nb::test
