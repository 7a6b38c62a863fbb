#include "core/edit/blend.h"

#include "tests/support/scene.h"
#include "tests/support/test_main.h"
#include <QTest>
#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>

using namespace nb;
using namespace nb::edit;

namespace {

cv::Mat scene(cv::Size size, unsigned seed) {
    cv::Mat out;
    test::scene(size, seed).convertTo(out, CV_32F, 1 / 255.0);
    return out;
}

BlendBand bandIn(cv::Size size, const cv::Rect& where, int featherPx) {
    mask::Mask mask{cv::Mat(size, CV_8UC1, cv::Scalar(0))};
    mask.pixels(where) = 255;
    return blendBandOf(mask, featherPx);
}

} // namespace

class TestBlend : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void equalPicturesMixToThemselves() {
        const cv::Size size(97, 83);
        const cv::Mat picture = scene(size, 1);
        for (const Blend blend : {Blend::Feather, Blend::Multiband, Blend::Membrane})
            QVERIFY(cv::norm(blendPictures(picture, picture, bandIn(size, {20, 20, 50, 40}, 8), blend),
                             picture, cv::NORM_INF) < 1e-5);
    }

    void featherIsTheWeightedMean() {
        const cv::Size size(97, 83);
        const cv::Mat picture = scene(size, 1), answer = scene(size, 2);
        const BlendBand band = bandIn(size, {20, 20, 50, 40}, 8);
        const cv::Mat out = blendPictures(picture, answer, band, Blend::Feather);
        for (int y = 0; y < size.height; ++y)
            for (int x = 0; x < size.width; ++x) {
                const float w = band.ramp.at<float>(y, x);
                const cv::Vec3f expected =
                    picture.at<cv::Vec3f>(y, x) * (1 - w) + answer.at<cv::Vec3f>(y, x) * w;
                QVERIFY(cv::norm(out.at<cv::Vec3f>(y, x) - expected) < 1e-5);
            }
    }

    void multibandKeepsDetailAndSpreadsLevel() {
        // Deep inside the detail is the answer's; near the edge its level comes closer to the picture's than
        // feathering brings it.
        const cv::Size size(400, 300);
        const cv::Mat picture = scene(size, 3), answer = picture + cv::Scalar::all(0.2);
        const BlendBand band = bandIn(size, {50, 50, 300, 200}, 4);
        const cv::Mat out = blendPictures(picture, answer, band, Blend::Multiband);
        const cv::Rect middle(180, 130, 40, 40), edge(56, 100, 4, 100);
        QVERIFY(cv::norm(out(middle), answer(middle), cv::NORM_INF) < 0.02);
        const double level = cv::mean(out(edge))[0] - cv::mean(picture(edge))[0];
        QVERIFY2(level > 0.02 && level < 0.18, qPrintable(QString::number(level)));
    }

    void membraneTakesUpALevel() {
        const cv::Size size(200, 150);
        const cv::Mat picture = scene(size, 4), answer = picture + cv::Scalar(0.2, -0.1, 0.05);
        const cv::Mat out =
            blendPictures(picture, answer, bandIn(size, {50, 40, 90, 60}, 6), Blend::Membrane);
        QVERIFY(cv::norm(out, picture, cv::NORM_INF) < 2e-3);
    }

    void hasEdgeOnlyWhereSomethingIsKept() {
        QVERIFY(hasEdge(bandIn({10, 10}, {0, 0, 10, 9}, 2)));
        QVERIFY(!hasEdge(bandIn({10, 10}, {0, 0, 10, 10}, 2)));
    }
};

NB_TEST(TestBlend)
#include "tst_blend.moc"
