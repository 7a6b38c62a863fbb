#include "core/fill/smooth.h"
#include "tests/support/test_main.h"
#include <QTest>
#include <opencv2/core.hpp>

using namespace nb;

namespace {

fill::Execution stopped() {
    std::stop_source source;
    source.request_stop();
    fill::Execution execution;
    execution.cancel = source.get_token();
    return execution;
}

} // namespace

class TestSmooth : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void stopsWhenAsked() {
        cv::Mat picture = cv::Mat::zeros(40, 60, CV_8UC3);
        QVERIFY_THROWS_EXCEPTION(fill::Stopped,
                                 fill::fillSmoothly(picture, cv::Mat::zeros(40, 60, CV_8UC1), stopped()));
    }

    void leavesWhatIsKnown() {
        cv::Mat picture(31, 45, CV_8UC3);
        cv::RNG rng(5);
        rng.fill(picture, cv::RNG::UNIFORM, 0, 256);
        const cv::Mat before = picture.clone();
        cv::Mat unknown = cv::Mat::zeros(picture.size(), CV_8UC1);
        unknown(cv::Rect(10, 8, 12, 9)).setTo(255);
        fill::fillSmoothly(picture, unknown);
        cv::Mat difference;
        cv::absdiff(picture, before, difference);
        difference.setTo(cv::Scalar::all(0), unknown);
        QCOMPARE(cv::norm(difference, cv::NORM_INF), 0.0);
    }

    void staysBetweenTheKnownValues() {
        cv::Mat picture(64, 64, CV_16UC3, cv::Scalar(1000, 20000, 60000));
        picture.colRange(32, 64).setTo(cv::Scalar(3000, 10000, 50000));
        cv::Mat unknown = cv::Mat::zeros(picture.size(), CV_8UC1);
        unknown(cv::Rect(8, 8, 48, 48)).setTo(255);
        picture.setTo(cv::Scalar(65535, 0, 0), unknown);
        fill::fillSmoothly(picture, unknown);
        const cv::Scalar low(1000, 10000, 50000);
        const cv::Scalar high(3000, 20000, 60000);
        cv::Mat within;
        cv::inRange(picture, low, high, within);
        QCOMPARE(cv::countNonZero(within), 64 * 64);
        // Each half is closer to the colour on its own side.
        using Pixel = cv::Vec<ushort, 3>;
        const int left = picture.at<Pixel>(32, 10)[0];
        const int right = picture.at<Pixel>(32, 53)[0];
        QVERIFY(left < right);
    }

    void oneKnownPixelColoursAll() {
        cv::Mat picture(17, 9, CV_8UC3, cv::Scalar(255, 0, 255));
        cv::Mat unknown(17, 9, CV_8UC1, cv::Scalar(255));
        picture.at<cv::Vec3b>(16, 8) = {1, 2, 3};
        unknown.at<uchar>(16, 8) = 0;
        fill::fillSmoothly(picture, unknown);
        cv::Mat within;
        cv::inRange(picture, cv::Scalar(1, 2, 3), cv::Scalar(1, 2, 3), within);
        QCOMPARE(cv::countNonZero(within), 17 * 9);
    }
};

NB_TEST(TestSmooth)
#include "tst_smooth.moc"
