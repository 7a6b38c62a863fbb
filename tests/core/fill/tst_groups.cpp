#include "core/fill/groups.h"
#include "tests/support/test_main.h"
#include <QTest>
#include <opencv2/core.hpp>
#include <random>

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

class TestGroups : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void stopsWhenAsked() {
        QVERIFY_THROWS_EXCEPTION(fill::Stopped, fill::groupsOf(cv::Mat::zeros(40, 60, CV_8UC1), stopped()));
    }

    void nothingSelectedIsNoGroup() { QVERIFY(fill::groupsOf(cv::Mat::zeros(40, 60, CV_8UC1)).empty()); }

    void distantSpecksAreSeparateGroups() {
        cv::Mat mask = cv::Mat::zeros(500, 700, CV_8UC1);
        mask(cv::Rect(3, 5, 2, 4)).setTo(1);
        mask(cv::Rect(690, 480, 7, 3)).setTo(255);
        const auto groups = fill::groupsOf(mask);
        QCOMPARE(groups.size(), std::size_t(2));
        QCOMPARE(groups[0].bounds, cv::Rect(3, 5, 2, 4));
        QCOMPARE(groups[1].bounds, cv::Rect(690, 480, 7, 3));
        QCOMPARE(cv::countNonZero(groups[0].hole == 255), 8);
    }

    void aConnectedShapeIsOneGroup() {
        cv::Mat mask = cv::Mat::zeros(300, 300, CV_8UC1);
        for (int i = 10; i < 290; ++i)
            mask.at<uchar>(i, i) = 255;
        const auto groups = fill::groupsOf(mask);
        QCOMPARE(groups.size(), std::size_t(1));
        QCOMPARE(groups[0].bounds, cv::Rect(10, 10, 280, 280));
    }

    void aLongScratchIsCutIntoSmallGroups() {
        // One pixel wide across 4000x3000: as one rectangle it would be 12 megapixels of work.
        cv::Mat mask = cv::Mat::zeros(3000, 4000, CV_8UC1);
        for (int x = 0; x < 4000; ++x)
            mask.at<uchar>(x * 3 / 4, x) = 255;
        const auto groups = fill::groupsOf(mask);
        std::int64_t area = 0;
        int pixels = 0;
        for (const auto& group : groups) {
            area += group.bounds.area();
            pixels += cv::countNonZero(group.hole);
        }
        QCOMPARE(pixels, 4000);
        QVERIFY(area < 1000000);
    }

    void everySelectedPixelIsInExactlyOneGroup() {
        const unsigned seed = std::random_device()();
        qInfo("seed %u", seed);
        std::mt19937 random(seed);
        for (int round = 0; round < 40; ++round) {
            cv::Mat mask = cv::Mat::zeros(1 + int(random() % 120), 1 + int(random() % 120), CV_8UC1);
            for (unsigned i = random() % 30; i-- > 0;)
                mask.at<uchar>(int(random() % unsigned(mask.rows)), int(random() % unsigned(mask.cols))) = 9;
            cv::Mat covered = cv::Mat::zeros(mask.size(), CV_8UC1);
            for (const fill::Group& group : fill::groupsOf(mask)) {
                QCOMPARE(group.hole.size(), group.bounds.size());
                cv::Mat part = covered(group.bounds);
                cv::add(part, cv::Mat(group.hole / 255), part);
            }
            QCOMPARE(cv::countNonZero(covered != cv::Mat(mask / 9)), 0);
        }
    }
};

NB_TEST(TestGroups)
#include "tst_groups.moc"
