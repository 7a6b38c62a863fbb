#include "core/edit/crop.h"

#include "tests/support/scene.h"
#include "tests/support/test_main.h"
#include <QTest>
#include <opencv2/core.hpp>

using namespace nb;
using namespace nb::edit;

namespace {

const image::Picture& picture() {
    static const image::Picture instance{test::scene({400, 300}, 5), {"icc", "exif"}};
    return instance;
}

mask::Mask onePixel(cv::Point at) {
    mask::Mask mask{cv::Mat(300, 400, CV_8UC1, cv::Scalar(0))};
    mask.pixels.at<uchar>(at) = 255;
    return mask;
}

} // namespace

class TestCrop : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void unscaledItIsAViewOfThePicture() {
        const image::Picture& source = picture();
        const Crop out = makeCrop(source, onePixel({60, 50}), {{40, 30, 100, 80}, {100, 80}});
        QCOMPARE(out.picture.pixels.data, source.pixels.ptr(30, 40));
        QCOMPARE(out.picture.size(), QSize(100, 80));
        QCOMPARE(out.mask.pixels.at<uchar>(20, 20), uchar(255));
        QCOMPARE(out.picture.metadata.icc, QByteArray("icc"));
    }

    void aScaledMaskLosesNoPixel() {
        for (int y = 100; y < 120; ++y)
            for (int x = 100; x < 120; ++x) {
                const Crop out = makeCrop(picture(), onePixel({x, y}), {{10, 20, 377, 251}, {61, 40}});
                QCOMPARE(out.picture.size(), QSize(61, 40));
                QVERIFY2(cv::countNonZero(out.mask.pixels) > 0, qPrintable(QString::number(x * 1000 + y)));
                // Where it is: the pixel's place, scaled.
                const double sx = (x - 10 + 0.5) * 61 / 377, sy = (y - 20 + 0.5) * 40 / 251;
                std::vector<cv::Point> where;
                cv::findNonZero(out.mask.pixels, where);
                for (const cv::Point& p : where)
                    QVERIFY(std::abs(p.x + 0.5 - sx) <= 1.6 && std::abs(p.y + 0.5 - sy) <= 1.6);
            }
    }

    void enlargedTheMaskStaysInPlace() {
        const Crop out = makeCrop(picture(), onePixel({2, 1}), {{0, 0, 10, 10}, {40, 40}});
        cv::Mat expected(40, 40, CV_8UC1, cv::Scalar(0));
        expected(cv::Rect(8, 4, 4, 4)) = 255;
        QCOMPARE(cv::norm(out.mask.pixels, expected, cv::NORM_INF), 0.0);
    }
};

NB_TEST(TestCrop)
#include "tst_crop.moc"
