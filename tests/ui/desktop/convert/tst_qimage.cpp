#include "ui/desktop/convert/qimage.h"

#include "tests/support/test_main.h"
#include <QColorSpace>
#include <QTest>
#include <opencv2/core.hpp>

using namespace nb::desktop;

class TestQImage : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void thereAndBackKeepsEverySample_data() {
        QTest::addColumn<int>("type");
        QTest::newRow("8 bits") << CV_8UC3;
        QTest::newRow("8 bits, alpha") << CV_8UC4;
        QTest::newRow("16 bits") << CV_16UC3;
        QTest::newRow("16 bits, alpha") << CV_16UC4;
    }
    void thereAndBackKeepsEverySample() {
        QFETCH(int, type);
        cv::Mat pixels(5, 7, type);
        cv::RNG random(3);
        random.fill(pixels, cv::RNG::UNIFORM, 0, CV_MAT_DEPTH(type) == CV_16U ? 65536 : 256);
        const nb::image::Picture back = pictureOf(imageOf({pixels, {}}));
        QCOMPARE(back.pixels.type(), type);
        QCOMPARE(cv::norm(back.pixels, pixels, cv::NORM_INF), 0.0);
    }

    void channelsAreRedGreenBlue() {
        QImage image(1, 1, QImage::Format_RGB32);
        image.setPixel(0, 0, qRgb(1, 2, 3));
        QCOMPARE(pictureOf(image).pixels.at<cv::Vec3b>(0, 0), cv::Vec3b(1, 2, 3));
    }

    void alphaIsNotPremultiplied() {
        QImage image(1, 1, QImage::Format_ARGB32_Premultiplied);
        image.setPixel(0, 0, qRgba(64, 0, 0, 128)); // half of 128, as it is stored
        const auto sample = pictureOf(image).pixels.at<cv::Vec4b>(0, 0);
        QVERIFY(std::abs(sample[0] - 128) <= 1);
        QCOMPARE(sample[3], uchar(128));
    }

    void theProfileComesAlong() {
        QImage image(1, 1, QImage::Format_RGB32);
        image.fill(Qt::white);
        image.setColorSpace(QColorSpace::DisplayP3);
        const nb::image::Picture picture = pictureOf(image);
        QVERIFY(!picture.metadata.icc.isEmpty());
        QCOMPARE(imageOf(picture).colorSpace().primaries(), QColorSpace::Primaries::DciP3D65);
    }

    void nothingGivesNothing() {
        QVERIFY(pictureOf({}).pixels.empty());
        QVERIFY(imageOf({}).isNull());
    }
};

NB_TEST(TestQImage)
#include "tst_qimage.moc"
