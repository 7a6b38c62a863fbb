#include "core/fill/screened_poisson.h"
#include "tests/support/test_main.h"
#include <QTest>
#include <opencv2/core.hpp>

using namespace nb;

namespace {

constexpr int kSize = 60;
const cv::Rect kHole(20, 10, 15, 30);

cv::Mat noise() {
    cv::Mat picture(kSize, kSize, CV_8UC4);
    cv::RNG(9).fill(picture, cv::RNG::UNIFORM, 0, 256);
    return picture;
}

cv::Mat only(const cv::Rect& hole) {
    cv::Mat mask = cv::Mat::zeros(kSize, kSize, CV_8U);
    mask(hole).setTo(255);
    return mask;
}

// The colours and gradients of the picture itself, in its whole area.
fill::PoissonTargets targetsOf(const cv::Mat& picture) {
    fill::PoissonTargets targets({0, 0, kSize, kSize});
    picture.convertTo(targets.colour, CV_32F);
    targets.right.setTo(cv::Scalar::all(0));
    targets.down.setTo(cv::Scalar::all(0));
    const cv::Mat& colour = targets.colour;
    cv::subtract(colour.colRange(1, kSize), colour.colRange(0, kSize - 1),
                 targets.right.colRange(0, kSize - 1));
    cv::subtract(colour.rowRange(1, kSize), colour.rowRange(0, kSize - 1),
                 targets.down.rowRange(0, kSize - 1));
    targets.given.setTo(fill::PoissonTargets::Colour | fill::PoissonTargets::Right |
                        fill::PoissonTargets::Down);
    return targets;
}

} // namespace

class TestScreenedPoisson : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void consistentTargetsAreReachedExactly() {
        cv::Mat image = noise();
        image(kHole).setTo(cv::Scalar::all(1));
        fill::solveScreenedPoisson(image, only(kHole), targetsOf(noise()), {});
        QCOMPARE(cv::norm(image, noise(), cv::NORM_INF), 0.0);
    }

    void theGradientToTheRightIsWeighedAgainstTheColour() {
        // Known: 100 to the right, which should be 20 more than here; the given colour is 60. The weighted
        // mean of 80 and 0.3 times 60 is (80 + 18) / 1.3 = 75.4.
        const cv::Point here(30, 30);
        cv::Mat image(kSize, kSize, CV_8UC4, cv::Scalar::all(100));
        fill::PoissonTargets targets({0, 0, kSize, kSize});
        targets.colour.at<cv::Vec4f>(here) = cv::Vec4f::all(60);
        targets.right.at<cv::Vec4f>(here) = cv::Vec4f::all(20);
        targets.given.at<uchar>(here) = fill::PoissonTargets::Colour | fill::PoissonTargets::Right;
        fill::solveScreenedPoisson(image, only({here, cv::Size(1, 1)}), targets, {});
        QCOMPARE(int(image.at<cv::Vec4b>(here)[2]), 75);
    }

    void gradientsFromTheLeftAndFromAboveCountToo() {
        // The same by the gradients of two neighbours: 100 - 20 is 80, twice: (160 + 18) / 2.3 = 77.4.
        const cv::Point here(30, 30), left(29, 30), above(30, 29);
        cv::Mat image(kSize, kSize, CV_8UC4, cv::Scalar::all(100));
        fill::PoissonTargets targets({0, 0, kSize, kSize});
        targets.colour.at<cv::Vec4f>(here) = cv::Vec4f::all(60);
        targets.right.at<cv::Vec4f>(left) = cv::Vec4f::all(-20);
        targets.down.at<cv::Vec4f>(above) = cv::Vec4f::all(-20);
        targets.given.at<uchar>(here) = fill::PoissonTargets::Colour;
        targets.given.at<uchar>(left) = fill::PoissonTargets::Right;
        targets.given.at<uchar>(above) = fill::PoissonTargets::Down;
        fill::solveScreenedPoisson(image, only({here, cv::Size(1, 1)}), targets, {});
        QCOMPARE(int(image.at<cv::Vec4b>(here)[0]), 77);
    }

    void pixelsWithoutTargetsStay() {
        cv::Mat image = noise();
        fill::solveScreenedPoisson(image, only(kHole), fill::PoissonTargets({0, 0, kSize, kSize}), {});
        QCOMPARE(cv::norm(image, noise(), cv::NORM_INF), 0.0);
    }

    void isTheSameOnAnyNumberOfThreads() {
        cv::Mat one = noise(), two = noise();
        fill::PoissonTargets targets = targetsOf(noise());
        targets.colour.setTo(cv::Scalar::all(128));
        fill::Execution execution;
        fill::solveScreenedPoisson(one, only(kHole), targets, execution);
        execution.threads = 2;
        fill::solveScreenedPoisson(two, only(kHole), targets, execution);
        QCOMPARE(cv::norm(one, two, cv::NORM_INF), 0.0);
        QVERIFY(cv::norm(one, noise(), cv::NORM_INF) > 0);
    }

    void stopsWhenAsked() {
        std::stop_source source;
        source.request_stop();
        fill::Execution execution;
        execution.cancel = source.get_token();
        cv::Mat image = noise();
        QVERIFY_THROWS_EXCEPTION(
            fill::Stopped, fill::solveScreenedPoisson(image, only(kHole), targetsOf(noise()), execution));
        QCOMPARE(cv::norm(image, noise(), cv::NORM_INF), 0.0);
    }
};

NB_TEST(TestScreenedPoisson)
#include "tst_screened_poisson.moc"
