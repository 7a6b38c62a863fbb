#include "core/fill/level.h"
#include "tests/support/test_main.h"
#include <QTest>
#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>

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

class TestLevel : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void stopsWhenAsked() {
        QVERIFY_THROWS_EXCEPTION(fill::Stopped,
                                 fill::buildPyramid(cv::Mat::zeros(40, 60, CV_8UC3),
                                                    cv::Mat::zeros(40, 60, CV_8UC1),
                                                    cv::Mat::zeros(40, 60, CV_8UC1), stopped()));
    }

    void aSourceTouchesNothingUnknownAndATargetTheHole() {
        const cv::Mat colour(60, 80, CV_8UC3, cv::Scalar(9, 9, 9));
        cv::Mat hole = cv::Mat::zeros(colour.size(), CV_8UC1);
        hole(cv::Rect(30, 20, 10, 10)).setTo(255);
        cv::Mat unknown = hole.clone();
        unknown(cv::Rect(60, 0, 20, 5)).setTo(255);
        const fill::Level level = fill::buildPyramid(colour, hole, unknown).front();
        int sources = 0;
        for (int y = 0; y < colour.rows; ++y)
            for (int x = 0; x < colour.cols; ++x) {
                const cv::Rect patch(x - fill::kRadius, y - fill::kRadius, fill::kSide, fill::kSide);
                const bool whole = (patch & cv::Rect({0, 0}, colour.size())) == patch;
                const bool source = whole && cv::countNonZero(unknown(patch)) == 0;
                const bool target = whole && cv::countNonZero(hole(patch)) > 0;
                QCOMPARE(level.source.at<uchar>(y, x) != 0, source);
                QCOMPARE(level.target.at<uchar>(y, x) != 0, target);
                sources += source ? 1 : 0;
            }
        QCOMPARE(level.sources, sources);
        QCOMPARE(level.targetBounds, cv::Rect(27, 17, 16, 16));
    }

    void theHolesOwnColoursDoNotLeakIntoCoarserLevels() {
        cv::Mat colour(400, 400, CV_8UC3, cv::Scalar(10, 100, 200));
        cv::Mat hole = cv::Mat::zeros(colour.size(), CV_8UC1);
        cv::circle(hole, {200, 200}, 80, 255, cv::FILLED);
        colour.setTo(cv::Scalar(255, 0, 0), hole);
        const auto levels = fill::buildPyramid(colour, hole, hole);
        QVERIFY(levels.size() > 1);
        for (const fill::Level& level : levels)
            for (int y = 0; y < level.image.rows; ++y)
                for (int x = 0; x < level.image.cols; ++x)
                    if (level.hole.at<uchar>(y, x) == 0)
                        QCOMPARE(level.image.at<cv::Vec4b>(y, x), cv::Vec4b(10, 100, 200, 0));
    }

    void aNarrowHoleNeedsOneLevel() {
        const cv::Mat colour(300, 300, CV_8UC3, cv::Scalar(9, 9, 9));
        cv::Mat hole = cv::Mat::zeros(colour.size(), CV_8UC1);
        cv::line(hole, {20, 20}, {280, 270}, 255, 5);
        QCOMPARE(fill::buildPyramid(colour, hole, hole).size(), std::size_t(1));
    }

    void roughnessDistinguishesTexturesOfOneMean() {
        cv::Mat colour(120, 240, CV_8UC3, cv::Scalar(128, 128, 128));
        for (int y = 0; y < 120; ++y)
            for (int x = 120; x < 240; ++x)
                colour.at<cv::Vec3b>(y, x) =
                    (x / 2 + y / 2) % 2 == 0 ? cv::Vec3b(88, 88, 88) : cv::Vec3b(168, 168, 168);
        cv::Mat hole = cv::Mat::zeros(colour.size(), CV_8UC1);
        hole(cv::Rect(110, 50, 20, 20)).setTo(255);
        const fill::Level level = fill::buildPyramid(colour, hole, hole).front();
        QCOMPARE(int(level.image.at<cv::Vec4b>(60, 60)[3]), 0);
        QVERIFY(level.image.at<cv::Vec4b>(60, 180)[3] > 20);
    }

    void sourcesIsZeroIfThereIsNothingToCopyFrom() {
        const cv::Mat colour(40, 40, CV_8UC3, cv::Scalar(9, 9, 9));
        cv::Mat hole(40, 40, CV_8UC1, cv::Scalar(255));
        hole(cv::Rect(0, 0, 6, 40)).setTo(0);
        QCOMPARE(fill::buildPyramid(colour, hole, hole).front().sources, 0);
    }
};

NB_TEST(TestLevel)
#include "tst_level.moc"
