#include "core/image/resample.h"
#include "tests/support/test_main.h"

#include <QTest>
#include <opencv2/core.hpp>

using namespace nb;

class TestResample : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void halvingAverages() {
        cv::Mat pixels(2, 2, CV_8UC3);
        pixels.at<cv::Vec3b>(0, 0) = {0, 10, 100};
        pixels.at<cv::Vec3b>(0, 1) = {100, 10, 100};
        pixels.at<cv::Vec3b>(1, 0) = {100, 30, 200};
        pixels.at<cv::Vec3b>(1, 1) = {200, 30, 200};
        QCOMPARE(image::resized(pixels, {1, 1}).at<cv::Vec3b>(0, 0), cv::Vec3b(100, 20, 150));
    }

    void flatStaysFlat_data() {
        QTest::addColumn<int>("type");
        QTest::addColumn<QSize>("size");
        for (const int type : {CV_8UC3, CV_8UC4, CV_16UC3, CV_16UC4})
            for (const QSize size : {QSize(7, 5), QSize(64, 90), QSize(33, 8)})
                QTest::addRow("type %d %dx%d", type, size.width(), size.height()) << type << size;
    }
    void flatStaysFlat() {
        QFETCH(int, type);
        QFETCH(QSize, size);
        const cv::Mat flat(20, 30, type, cv::Scalar(10, 100, 200, 128));
        const cv::Mat out = image::resized(flat, size);
        QCOMPARE(out.type(), type);
        QCOMPARE(QSize(out.cols, out.rows), size);
        const cv::Mat expected(size.height(), size.width(), type, cv::Scalar(10, 100, 200, 128));
        QVERIFY(cv::norm(out, expected, cv::NORM_INF) <= 1);
    }

    void transparentPixelsDoNotBleed() {
        cv::Mat pixels(1, 2, CV_8UC4);
        pixels.at<cv::Vec4b>(0, 0) = {200, 0, 0, 255};
        pixels.at<cv::Vec4b>(0, 1) = {0, 255, 0, 0}; // a colour that nobody sees
        const auto mixed = image::resized(pixels, {1, 1}).at<cv::Vec4b>(0, 0);
        QCOMPARE(mixed, cv::Vec4b(200, 0, 0, 128));
    }

    void theInputIsNeverShared() {
        cv::Mat pixels(2, 2, CV_8UC3, cv::Scalar::all(9));
        image::resized(pixels, {2, 2}).setTo(0);
        QCOMPARE(pixels.at<cv::Vec3b>(0, 0), cv::Vec3b::all(9));
    }
};

NB_TEST(TestResample)
#include "tst_resample.moc"
