#pragma once
// What the tests of providers share: a small job with a picture that can be recognised, and waiting for an
// edit on the event loop.

#include "core/providers/provider.h"
#include <QDeadlineTimer>
#include <QTest>
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

// Runs the event loop until the edit ends; an edit that does not end within 20 s fails as Internal.
inline Result<providers::Answer> finished(const QFuture<Result<providers::Answer>>& future) {
    const QDeadlineTimer limit(20'000);
    while (!future.isFinished() && !limit.hasExpired())
        QTest::qWait(2);
    if (!future.isFinished())
        return Error{ErrorCode::Internal, QStringLiteral("the test's own limit: the edit did not end")};
    return future.result();
}

inline double worstDifference(const cv::Mat& a, const cv::Mat& b) {
    return a.size() == b.size() && a.type() == b.type() ? cv::norm(a, b, cv::NORM_INF) : 1e9;
}

} // namespace nb::test
