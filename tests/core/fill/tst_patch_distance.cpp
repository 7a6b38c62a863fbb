#include "core/fill/patch_distance.h"
#include "tests/support/test_main.h"
#include <QTest>
#include <cmath>
#include <opencv2/core.hpp>

using namespace nb;

namespace {

constexpr int kSize = 160;
const cv::Rect kHole(50, 50, 60, 60);

cv::Mat noise(int seed) {
    cv::Mat picture(kSize, kSize, CV_8UC4);
    cv::RNG(static_cast<std::uint64_t>(seed)).fill(picture, cv::RNG::NORMAL, 128, 30);
    return picture;
}

double distanceOf(const cv::Mat& picture) {
    cv::Mat hole = cv::Mat::zeros(kSize, kSize, CV_8U);
    hole(kHole).setTo(255);
    return fill::patchDistance(picture, hole, hole == 0, {});
}

} // namespace

class TestPatchDistance : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void noiseInNoiseHasASmallDistance() { QVERIFY(distanceOf(noise(1)) < 0.1); }

    void aFlatHoleInNoiseIsOffByTheMeanDeviation() {
        // Projections of noise are normal, and those of a flat hole are all in the middle: the distance is
        // the mean of |x|, sqrt(2 / pi) of the spread. Patches at the rim of the hole lower it a little.
        cv::Mat picture = noise(2);
        picture(kHole).setTo(cv::Scalar::all(128));
        const double expected = std::sqrt(2 / CV_PI);
        QVERIFY(distanceOf(picture) < expected);
        QVERIFY(distanceOf(picture) > expected * 0.8);
    }

    void thePlaceOfPatchesDoesNotMatter() {
        cv::Mat picture = noise(3);
        const double before = distanceOf(picture);
        cv::flip(picture(kHole).clone(), picture(kHole), 1);
        QVERIFY(std::abs(distanceOf(picture) - before) < 0.05);
    }

    void missingStripesRaiseTheDistance() {
        cv::Mat picture(kSize, kSize, CV_8UC4, cv::Scalar::all(180));
        for (int x = 0; x < kSize; x += 10)
            picture.colRange(x, x + 3).setTo(cv::Scalar::all(60));
        const double whole = distanceOf(picture);
        picture(kHole).setTo(cv::Scalar::all(180));
        QVERIFY(distanceOf(picture) > whole + 0.3);
    }

    void aPictureOfOneColourHasDistanceZero() {
        QCOMPARE(distanceOf(cv::Mat(kSize, kSize, CV_8UC4, cv::Scalar::all(7))), 0.0);
    }

    void theDistanceIsZeroWithoutPatchesToCompare() {
        cv::Mat hole = cv::Mat::zeros(kSize, kSize, CV_8U);
        hole.at<uchar>(0, 0) = 255;
        QCOMPARE(fill::patchDistance(noise(4), hole, hole == 0, {}), 0.0);
        QCOMPARE(fill::patchDistance(noise(4), cv::Mat::ones(kSize, kSize, CV_8U),
                                     cv::Mat::zeros(kSize, kSize, CV_8U), {}),
                 0.0);
    }

    void stopsWhenAsked() {
        std::stop_source source;
        source.request_stop();
        fill::Execution execution;
        execution.cancel = source.get_token();
        const cv::Mat all = cv::Mat::ones(kSize, kSize, CV_8U);
        QVERIFY_THROWS_EXCEPTION(fill::Stopped, (void)fill::patchDistance(noise(5), all, all, execution));
    }
};

NB_TEST(TestPatchDistance)
#include "tst_patch_distance.moc"
