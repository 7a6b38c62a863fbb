#include "ui/desktop/convert/rasterise.h"

#include "tests/support/test_main.h"
#include <QTest>
#include <opencv2/core.hpp>

using nb::desktop::rasterised;

class TestRasterise : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void wholePixelsAreFull() {
        QPainterPath path;
        path.addRect(12, 21, 3, 2);
        const cv::Mat samples = rasterised(path, {10, 20, 8, 6});
        QCOMPARE(samples.size(), cv::Size(8, 6));
        QCOMPARE(samples.type(), CV_8UC1);
        for (int y = 0; y < 6; ++y)
            for (int x = 0; x < 8; ++x)
                QCOMPARE(samples.at<uchar>(y, x), uchar(QRect(2, 1, 3, 2).contains(x, y) ? 255 : 0));
    }

    void aHalfCoveredPixelIsHalf() {
        QPainterPath path;
        path.addRect(0.5, 0, 2, 1);
        const cv::Mat samples = rasterised(path, {0, 0, 4, 1});
        QVERIFY(std::abs(samples.at<uchar>(0, 0) - 128) <= 2);
        QCOMPARE(samples.at<uchar>(0, 1), uchar(255));
        QVERIFY(std::abs(samples.at<uchar>(0, 2) - 128) <= 2);
        QCOMPARE(samples.at<uchar>(0, 3), uchar(0));
    }

    void theFillRuleCounts() {
        QPainterPath path;
        path.addRect(0, 0, 6, 6);
        path.addRect(2, 2, 2, 2);
        path.setFillRule(Qt::OddEvenFill);
        QCOMPARE(rasterised(path, {0, 0, 6, 6}).at<uchar>(3, 3), uchar(0));
        path.setFillRule(Qt::WindingFill);
        QCOMPARE(rasterised(path, {0, 0, 6, 6}).at<uchar>(3, 3), uchar(255));
    }
};

NB_TEST(TestRasterise)
#include "tst_rasterise.moc"
