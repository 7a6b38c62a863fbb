#include "core/edit/alpha_blend.h"
#include "tests/support/test_main.h"

#include "tests/support/test_seed.h"
#include <QRandomGenerator>
#include <QTest>
#include <cmath>
#include <opencv2/core.hpp>

using namespace nb;

namespace {

template <class Sample>
cv::Mat noise(QRandomGenerator& random, int type, int width, int height) {
    cv::Mat pixels(height, width, type);
    for (int y = 0; y < height; ++y)
        for (int i = 0; i < width * pixels.channels(); ++i)
            pixels.ptr<Sample>(y)[i] = static_cast<Sample>(random.generate());
    return pixels;
}

template <class Sample>
void checkAgainstRealArithmetic(int type) {
    const quint32 seed = nb::test::testSeed();
    QRandomGenerator random(seed);
    const image::Picture picture{noise<Sample>(random, type, 37, 19), {"icc", "exif"}};
    const image::Picture answer{noise<Sample>(random, type, 37, 19), {}};
    mask::Mask mask{noise<uchar>(random, CV_8UC1, 37, 19)};
    mask.pixels.colRange(0, 10) = 0;
    mask.pixels.colRange(30, 37) = 255;

    const image::Picture out = edit::alphaBlended(picture, answer, mask);
    const int channels = picture.pixels.channels();
    for (int y = 0; y < 19; ++y)
        for (int x = 0; x < 37; ++x)
            for (int c = 0; c < channels; ++c) {
                const double before = picture.pixels.ptr<Sample>(y)[x * channels + c];
                const double after = answer.pixels.ptr<Sample>(y)[x * channels + c];
                const double weight = c == 3 ? 0 : mask.pixels.at<uchar>(y, x) / 255.0;
                const double expected = std::floor(before + (after - before) * weight + 0.5);
                const double actual = out.pixels.ptr<Sample>(y)[x * channels + c];
                QVERIFY(weight == 0 || weight == 1 ? actual == expected : std::abs(actual - expected) <= 1);
            }
    QCOMPARE(out.metadata.icc, QByteArray("icc"));
    QCOMPARE(out.metadata.exif, QByteArray("exif"));
}

} // namespace

class TestAlphaBlend : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void rgb8() { checkAgainstRealArithmetic<uchar>(CV_8UC3); }
    void rgba8() { checkAgainstRealArithmetic<uchar>(CV_8UC4); }
    void rgb16() { checkAgainstRealArithmetic<ushort>(CV_16UC3); }
    void rgba16() { checkAgainstRealArithmetic<ushort>(CV_16UC4); }

    void inputsAreNotWrittenTo() {
        const image::Picture picture{cv::Mat(2, 2, CV_8UC3, cv::Scalar::all(10)), {}};
        const image::Picture answer{cv::Mat(2, 2, CV_8UC3, cv::Scalar::all(20)), {}};
        const mask::Mask mask{cv::Mat(2, 2, CV_8UC1, cv::Scalar(255))};
        const image::Picture out = edit::alphaBlended(picture, answer, mask);
        QCOMPARE(out.pixels.at<cv::Vec3b>(0, 0), cv::Vec3b(20, 20, 20));
        QCOMPARE(picture.pixels.at<cv::Vec3b>(0, 0), cv::Vec3b(10, 10, 10));
    }
};

NB_TEST(TestAlphaBlend)
#include "tst_alpha_blend.moc"
