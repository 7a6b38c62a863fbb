#include "core/mask/coverage.h"

#include "tests/support/test_main.h"
#include <QTest>
#include <cmath>
#include <opencv2/core.hpp>

using namespace nb;
using namespace nb::mask;

namespace {

constexpr QRect kPicture(0, 0, 200, 300);

Mask maskOf(int value) {
    return {cv::Mat(kPicture.height(), kPicture.width(), CV_8UC1, cv::Scalar(value))};
}

// The same strength everywhere in a rectangle.
Coverage flat(const QRect& bounds, int value) {
    return {bounds, [value](const QRect& rect) {
                return cv::Mat(rect.height(), rect.width(), CV_8UC1, cv::Scalar(value));
            }};
}

} // namespace

class TestCoverage : public QObject {
    Q_OBJECT

private Q_SLOTS:
    // Against the formula in real numbers, for every value of mask and coverage: two roundings, so off by one
    // at most.
    void addingAndSubtractingFollowTheFormula() {
        cv::Mat mask(256, 256, CV_8UC1), coverage(256, 256, CV_8UC1), sum(256, 256, CV_8UC1),
            difference(256, 256, CV_8UC1);
        for (int i = 0; i < 256; ++i) {
            mask.row(i).setTo(i);
            coverage.col(i).setTo(i);
        }
        for (const double opacity : {0.0, 0.2, 0.5, 1.0}) {
            addCoverage(mask, coverage, opacity, sum);
            subtractCoverage(mask, coverage, opacity, difference);
            for (int m = 0; m < 256; ++m)
                for (int c = 0; c < 256; ++c) {
                    const double share = c / 255.0 * opacity;
                    QVERIFY(std::abs(sum.at<uchar>(m, c) - (m + (255 - m) * share)) <= 1.01);
                    QVERIFY(std::abs(difference.at<uchar>(m, c) - m * (1 - share)) <= 1.01);
                }
        }
        QCOMPARE(cv::countNonZero(sum.col(255) != 255), 0); // full coverage at opacity 1 is exact
        QCOMPARE(cv::countNonZero(difference.col(255)), 0);
        QCOMPARE(cv::norm(sum.col(0), mask.col(0), cv::NORM_INF), 0.0); // and so is none
        QCOMPARE(cv::norm(difference.col(0), mask.col(0), cv::NORM_INF), 0.0);
    }

    void applyingChangesOnlyTheBounds() {
        Mask mask = maskOf(40);
        const QRect bounds(10, 20, 100, 200); // over two rows of tiles
        applyCoverage(mask, flat(bounds, 255), CoverageMode::Add, 1)->redo(mask);
        QCOMPARE(cv::sum(mask.pixels)[0], 40.0 * (200 * 300 - 100 * 200) + 255.0 * 100 * 200);
        QCOMPARE(int(mask.pixels.at<uchar>(20, 10)), 255);
        QCOMPARE(int(mask.pixels.at<uchar>(219, 109)), 255);
        applyCoverage(mask, flat(bounds, 255), CoverageMode::Subtract, 0.6)->redo(mask);
        QCOMPARE(int(mask.pixels.at<uchar>(100, 50)), 102); // 255 * 0.4
        QCOMPARE(int(mask.pixels.at<uchar>(100, 5)), 40);
    }

    void partsOutsideTheMaskAreIgnored() {
        const Mask mask = maskOf(0);
        QCOMPARE(applyCoverage(mask, flat({150, 290, 500, 500}, 255), CoverageMode::Add, 1)->bounds(),
                 QRect(128, 256, 72, 44));
        QVERIFY(applyCoverage(mask, flat({200, 0, 9, 9}, 255), CoverageMode::Add, 1)->isEmpty());
        QVERIFY(applyCoverage(mask, flat({}, 255), CoverageMode::Add, 1)->isEmpty());
    }

    // The centre of column x is at x + 0.5: over 100 pixels the coverage there is 1 - (x + 0.5 - 50) / 100.
    void aGradientFallsLinearly() {
        const Coverage gradient = gradientCoverage({50, 7}, {150, 7}, kPicture);
        QCOMPARE(gradient.bounds, kPicture);
        const cv::Mat samples = gradient.samples({0, 100, 200, 2});
        for (int x = 0; x < 200; ++x) {
            const double expected = 255 * std::clamp(1 - (x + 0.5 - 50) / 100, 0.0, 1.0);
            QVERIFY(std::abs(samples.at<uchar>(0, x) - expected) <= 0.51);
            QCOMPARE(samples.at<uchar>(1, x), samples.at<uchar>(0, x)); // it runs along x only
        }
        const cv::Mat part = gradient.samples({70, 100, 10, 1}); // any part gives the same samples
        QCOMPARE(cv::norm(part, samples(cv::Rect(70, 0, 10, 1)), cv::NORM_INF), 0.0);
    }

    void aGradientWithoutLengthIsAStep() {
        const cv::Mat samples = gradientCoverage({50, 50}, {50, 50}, kPicture).samples(kPicture);
        QCOMPARE(samples.size(), cv::Size(200, 300));
    }

    void stopsWhenAsked() {
        std::stop_source stop;
        stop.request_stop();
        const auto delta =
            applyCoverage(maskOf(0), flat(kPicture, 255), CoverageMode::Add, 1, stop.get_token());
        QCOMPARE(delta.error().code, ErrorCode::Cancelled);
    }
};

NB_TEST(TestCoverage)
#include "tst_coverage.moc"
