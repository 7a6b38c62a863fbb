#include "tests/support/fake_picture_service.h"
#include "tests/support/test_main.h"
#include <QTest>
#include <opencv2/core.hpp>

using namespace nb;
using namespace nb::test;

namespace {

// Black with a bright square of 9x9 pixels around (60, 40).
image::Picture dot(int type = CV_8UC3) {
    image::Picture picture;
    picture.pixels = cv::Mat(81, 121, type, cv::Scalar::all(0));
    picture.pixels(cv::Rect(56, 36, 9, 9)).setTo(cv::Scalar(100, 150, 200, 255));
    return picture;
}

const cv::Mat kNothing = cv::Mat::zeros(81, 121, CV_8UC1);

// Where the brightness is, in pixels.
cv::Point2d centroid(const cv::Mat& pixels) {
    cv::Point2d sum;
    double weight = 0;
    for (int y = 0; y < pixels.rows; ++y)
        for (int x = 0; x < pixels.cols; ++x) {
            const double value = pixels.ptr<uchar>(y, x)[0];
            sum += cv::Point2d(x * value, y * value);
            weight += value;
        }
    return sum / weight;
}

} // namespace

// Other tests measure against what these fakes do to a picture, so that must be what they say.
class TestFakePictureService : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void withoutSpoilingOnlyTheSelectionChanges() {
        const image::Picture picture = dot();
        cv::Mat mask = kNothing.clone();
        mask.at<uchar>(3, 2) = 1;
        const auto result = FakePictureService::edited(picture, mask, {});
        cv::Mat expected = picture.pixels.clone();
        expected.at<cv::Vec3b>(3, 2) = {200, 30, 90};
        QCOMPARE(cv::norm(result.pixels, expected, cv::NORM_INF), 0.0);
        QCOMPARE(cv::norm(picture.pixels, dot().pixels, cv::NORM_INF), 0.0); // the input is not written to
    }

    void shiftsRightAndDown() {
        Spoiling spoiling;
        spoiling.shiftPx = {7, -5};
        const auto result = FakePictureService::edited(dot(), kNothing, spoiling);
        QCOMPARE(result.pixels.at<cv::Vec3b>(35, 67), cv::Vec3b(100, 150, 200));
        const cv::Point2d at = centroid(result.pixels);
        QVERIFY(std::abs(at.x - 67) < 0.01 && std::abs(at.y - 35) < 0.01);
    }

    void rescalesAboutTheCentre() {
        image::Picture picture;
        picture.pixels = cv::Mat(81, 121, CV_8UC3, cv::Scalar::all(0));
        picture.pixels(cv::Rect(81, 51, 9, 9)).setTo(cv::Scalar::all(200)); // centre at (85, 55): +25, +15
        Spoiling spoiling;
        spoiling.scale = 1.08;
        const auto result = FakePictureService::edited(picture, kNothing, spoiling);
        const cv::Point2d at = centroid(result.pixels);
        QVERIFY(std::abs(at.x - (60 + 25 * 1.08)) < 0.1);
        QVERIFY(std::abs(at.y - (40 + 15 * 1.08)) < 0.1);
    }

    void tintsEachChannel() {
        Spoiling spoiling;
        spoiling.gain = {1.1, 1.0, 0.5};
        const auto result = FakePictureService::edited(dot(), kNothing, spoiling);
        QCOMPARE(result.pixels.at<cv::Vec3b>(40, 60), cv::Vec3b(110, 150, 100));
    }

    void resizesAndKeepsAlpha() {
        Spoiling spoiling;
        spoiling.size = {60, 40};
        const auto result = FakePictureService::edited(dot(CV_8UC4), kNothing, spoiling);
        QCOMPARE(result.size(), QSize(60, 40));
        QCOMPARE(result.pixels.channels(), 4);
    }
};

NB_TEST(TestFakePictureService)
#include "tst_fake_picture_service.moc"
