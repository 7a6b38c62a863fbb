#include "ui/desktop/canvas/levels.h"

#include "core/image/cv_rect.h"
#include "tests/support/test_main.h"
#include "tests/support/test_seed.h"
#include <QRandomGenerator>
#include <QTest>
#include <opencv2/core.hpp>

using namespace nb::desktop;
using nb::cvRect;

namespace {

cv::Mat noise(int width, int height, int type, quint32 seed) {
    cv::Mat out(height, width, type);
    cv::RNG random(seed);
    random.fill(out, cv::RNG::UNIFORM, 0, 256);
    return out;
}

} // namespace

class TestLevels : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void halvingTakesTheMean() {
        const cv::Mat samples = (cv::Mat_<uchar>(3, 3) << 0, 10, 100, 20, 30, 200, 40, 60, 80);
        const cv::Mat half = halved(samples);
        QCOMPARE(half.size(), cv::Size(2, 2));
        QCOMPARE(half.at<uchar>(0, 0), uchar(15));  // (0 + 10 + 20 + 30) / 4
        QCOMPARE(half.at<uchar>(0, 1), uchar(150)); // the edge stands for itself
        QCOMPARE(half.at<uchar>(1, 0), uchar(50));
        QCOMPARE(half.at<uchar>(1, 1), uchar(80));
    }

    void theLevelHasAtLeastOneSampleForAPixel() {
        QCOMPARE(levelFor(3, 6), 0);
        QCOMPARE(levelFor(1, 6), 0);
        QCOMPARE(levelFor(0.51, 6), 0);
        QCOMPARE(levelFor(0.5, 6), 1);
        QCOMPARE(levelFor(0.26, 6), 1);
        QCOMPARE(levelFor(0.25, 6), 2);
        QCOMPARE(levelFor(0.02, 6), 5);
        QCOMPARE(levelFor(0.02, 3), 3);
    }

    void anUpdateLeavesWhatABuildWouldMake() {
        const quint32 seed = nb::test::testSeed();
        QRandomGenerator random(seed);
        cv::Mat samples = noise(203, 157, CV_8UC3, seed);
        Levels levels({203, 157}, CV_8UC3);
        levels.put({}, levelsAbove(samples, levels.count()));
        for (int run = 0; run < 50; ++run) {
            const QRect rect = QRect(random.bounded(203), random.bounded(157), 1 + random.bounded(60),
                                     1 + random.bounded(60)) &
                               QRect(0, 0, 203, 157);
            samples(cvRect(rect)).setTo(cv::Scalar::all(random.bounded(256)));
            const QRect even = evenRect(rect, {203, 157});
            QVERIFY(even.contains(rect));
            levels.update(even, samples(cvRect(even)));
        }
        const std::vector<cv::Mat> expected = levelsAbove(samples, levels.count());
        for (int n = 1; n <= levels.count(); ++n)
            QCOMPARE(cv::norm(levels.at(n), expected[size_t(n - 1)], cv::NORM_INF), 0.0);
    }

    void everyNthTakesTheMiddle() {
        cv::Mat samples(1, 7, CV_8UC1);
        for (int x = 0; x < 7; ++x)
            samples.at<uchar>(0, x) = uchar(x);
        const cv::Mat some = everyNth(samples, 2);
        QCOMPARE(some.cols, 2);
        QCOMPARE(some.at<uchar>(0, 0), uchar(2));
        QCOMPARE(some.at<uchar>(0, 1), uchar(6));
    }
};

NB_TEST(TestLevels)
#include "tst_levels.moc"
