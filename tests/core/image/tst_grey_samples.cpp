#include "core/image/grey_samples.h"

#include "tests/support/test_main.h"
#include <QTest>
#include <cmath>
#include <opencv2/core.hpp>

using namespace nb::image;

class TestGreySamples : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void asTheyAre() {
        const cv::Mat stored = (cv::Mat_<uchar>(1, 3) << 0, 10, 200);
        const cv::Mat shown =
            (cv::Mat_<cv::Vec3b>(1, 3) << cv::Vec3b::all(0), cv::Vec3b::all(10), cv::Vec3b::all(7));
        const cv::Mat changed = (cv::Mat_<uchar>(1, 3) << 0, 0, 1); // so that the 7 says nothing
        const GreySamples samples(stored, shown, changed);
        QCOMPARE(samples.of(99, 99, 99), std::optional(99));
        QCOMPARE(samples.of(100, 101, 99), std::optional(100)); // rounding
        QVERIFY(!samples.of(100, 103, 100));
    }

    // A file that was converted from its profile, here by a power of 1.8.
    void backThroughTheConversion() {
        cv::Mat stored(16, 16, CV_8UC1), shown(16, 16, CV_8UC3);
        const auto converted = [](int value) { return int(std::lround(255 * std::pow(value / 255.0, 1.8))); };
        for (int i = 0; i < 256; ++i) {
            stored.at<uchar>(i / 16, i % 16) = uchar(i / 3 * 3); // two of three values are not in the picture
            shown.at<cv::Vec3b>(i / 16, i % 16) = cv::Vec3b::all(uchar(converted(i / 3 * 3)));
        }
        const GreySamples samples(stored, shown, cv::Mat::zeros(16, 16, CV_8UC1));
        for (int value = 60; value < 256; ++value)
            QVERIFY(std::abs(*samples.of(converted(value), converted(value), converted(value)) - value) <= 1);
    }

    void sixteenBits() {
        const cv::Mat stored = (cv::Mat_<ushort>(1, 2) << 0, 60000);
        const cv::Mat shown = (cv::Mat_<cv::Vec3w>(1, 2) << cv::Vec3w::all(0), cv::Vec3w::all(60000));
        const GreySamples samples(stored, shown, cv::Mat::zeros(1, 2, CV_8UC1));
        QCOMPARE(samples.of(1234, 1234, 1234), std::optional(1234));
        QVERIFY(samples.of(1000, 1400, 1000)); // 2 of 255
        QVERIFY(!samples.of(1000, 1600, 1000));
    }
};

NB_TEST_APPLESS(TestGreySamples)
#include "tst_grey_samples.moc"
