#include "core/edit/blend_band.h"
#include "tests/support/test_main.h"

#include <QTest>
#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>

using namespace nb;
using edit::BlendBand;
using edit::blendBandOf;

namespace {

mask::Mask selected(cv::Size size, const cv::Rect& where) {
    mask::Mask mask{cv::Mat(size, CV_8UC1, cv::Scalar(0))};
    mask.pixels(where) = 255;
    return mask;
}

} // namespace

class TestBlendBand : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void theRampIsASmoothstepInwards() {
        const BlendBand band = blendBandOf(selected({100, 80}, {20, 0, 60, 80}), 4);
        const auto ramp = [&](int x) { return band.ramp.at<float>(40, x); };
        QCOMPARE(ramp(19), 0.0F);
        // 3 t^2 - 2 t^3 at a quarter, a half and three quarters.
        QVERIFY(std::abs(ramp(20) - 0.15625F) < 1e-5F);
        QVERIFY(std::abs(ramp(21) - 0.5F) < 1e-5F);
        QVERIFY(std::abs(ramp(22) - 0.84375F) < 1e-5F);
        for (int x = 23; x < 77; ++x)
            QCOMPARE(ramp(x), 1.0F);
        QCOMPARE(ramp(79), ramp(20));
        QCOMPARE(band.ramp.at<float>(0, 50), 1.0F); // the border of the picture is no edge
    }

    void thinPartsReachTheAnswer() {
        const BlendBand band = blendBandOf(selected({40, 40}, {10, 20, 20, 3}), 8);
        QCOMPARE(band.ramp.at<float>(21, 20), 1.0F); // the middle of three rows
        QVERIFY(band.ramp.at<float>(20, 20) < 1);
        QCOMPARE(blendBandOf(selected({9, 9}, {4, 4, 1, 1}), 8).ramp.at<float>(4, 4), 1.0F);
    }

    void aThinPartDoesNotShortenTheRampOfAThickOne() {
        mask::Mask mask = selected({120, 60}, {5, 5, 50, 50});
        mask.pixels(cv::Rect(100, 5, 1, 50)) = 255;
        const BlendBand band = blendBandOf(mask, 8);
        QVERIFY(std::abs(band.ramp.at<float>(30, 8) - 0.5F) < 1e-5F); // four of eight pixels
        QCOMPARE(band.ramp.at<float>(30, 100), 1.0F);
    }

    void everythingSelectedHasNoRamp() {
        const BlendBand band = blendBandOf(selected({20, 10}, {0, 0, 20, 10}), 8);
        QCOMPARE(cv::countNonZero(band.ramp == 1), 200);
    }

    void softValuesBecomeOpacity() {
        mask::Mask mask = selected({20, 20}, {5, 5, 10, 10});
        mask.pixels(cv::Rect(5, 5, 10, 10)) = 51;
        const BlendBand band = blendBandOf(mask, 0);
        QVERIFY(std::abs(band.opacity.at<float>(8, 8) - 0.2F) < 1e-6F);
        QCOMPARE(band.ramp.at<float>(8, 8), 1.0F);
        QCOMPARE(band.ramp.at<float>(4, 8), 0.0F);
    }
};

NB_TEST(TestBlendBand)
#include "tst_blend_band.moc"
