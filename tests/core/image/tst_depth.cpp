#include "core/image/depth.h"
#include "tests/support/test_main.h"

#include <QTest>
#include <opencv2/core.hpp>

using namespace nb;

class TestDepth : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void everyEightBitValueSurvivesTheWayThereAndBack() {
        cv::Mat all(1, 256, CV_8UC1);
        for (int value = 0; value < 256; ++value)
            all.at<uchar>(0, value) = static_cast<uchar>(value);
        const cv::Mat wide = image::withDepth(all, CV_16U);
        for (int value = 0; value < 256; ++value)
            QCOMPARE(int(wide.at<ushort>(0, value)), (value << 8) | value); // 0xab becomes 0xabab
        QCOMPARE(cv::norm(image::withDepth(wide, CV_8U), all, cv::NORM_INF), 0.0);
    }

    // 257 is odd: no sample lies in the middle between two values.
    void everySixteenBitValueGoesToTheNearest() {
        cv::Mat all(256, 256, CV_16UC1);
        for (int value = 0; value < 65536; ++value)
            all.at<ushort>(value / 256, value % 256) = static_cast<ushort>(value);
        const cv::Mat narrow = image::withDepth(all, CV_8U);
        for (int value = 0; value < 65536; ++value)
            QCOMPARE(int(narrow.at<uchar>(value / 256, value % 256)), (value + 128) / 257);
        QCOMPARE(int(narrow.at<uchar>(255, 255)), 255);
    }

    void channelsAreKeptAndTheSameDepthIsShared() {
        const cv::Mat rgba(2, 3, CV_8UC4, cv::Scalar(1, 2, 3, 255));
        QCOMPARE(image::withDepth(rgba, CV_16U).at<cv::Vec4w>(1, 2), cv::Vec4w(257, 514, 771, 65535));
        QCOMPARE(image::withDepth(rgba, CV_8U).data, rgba.data);
    }
};

NB_TEST(TestDepth)
#include "tst_depth.moc"
