#include "core/fill/complete.h"
#include "tests/support/test_main.h"
#include <QTest>
#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>

using namespace nb;

namespace {

constexpr int kSize = 140;
constexpr int kPeriod = 14;

cv::Mat wallpaper() {
    cv::Mat tile(kPeriod, kPeriod, CV_8UC3), picture;
    cv::RNG(6).fill(tile, cv::RNG::UNIFORM, 0, 256);
    cv::repeat(tile, kSize / kPeriod, kSize / kPeriod, picture);
    return picture;
}

cv::Mat disc(int radiusPx) {
    cv::Mat mask = cv::Mat::zeros(kSize, kSize, CV_8U);
    cv::circle(mask, {kSize / 2, kSize / 2}, radiusPx, 255, cv::FILLED);
    return mask;
}

cv::Mat scratch(int widthPx) {
    cv::Mat mask = cv::Mat::zeros(kSize, kSize, CV_8U);
    cv::line(mask, {20, 5}, {120, 130}, 255, widthPx);
    return mask;
}

cv::Mat completed(const cv::Mat& truth, const cv::Mat& hole, const fill::LevelCallbacks& callbacks = {}) {
    cv::Mat hidden = truth.clone();
    hidden.setTo(cv::Scalar(128, 128, 128), hole);
    return fill::complete(hidden, hole, hole, {}, callbacks);
}

} // namespace

class TestComplete : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void eachPixelOfTheHoleGetsAKnownSourceAndNoOtherDoes_data() {
        QTest::addColumn<cv::Mat>("hole");
        QTest::newRow("disc") << disc(25);
        QTest::newRow("scratch") << scratch(3);
        cv::Mat corner = cv::Mat::zeros(kSize, kSize, CV_8U);
        corner(cv::Rect(0, 0, 30, 20)).setTo(255);
        QTest::newRow("corner") << corner;
    }
    void eachPixelOfTheHoleGetsAKnownSourceAndNoOtherDoes() {
        QFETCH(cv::Mat, hole);
        const cv::Mat sources = completed(wallpaper(), hole);
        for (int y = 0; y < kSize; ++y)
            for (int x = 0; x < kSize; ++x) {
                const cv::Point from(sources.at<cv::Vec2i>(y, x));
                if (hole.at<uchar>(y, x) == 0) {
                    QCOMPARE(from, cv::Point(-1, -1));
                    continue;
                }
                QVERIFY(cv::Rect(0, 0, kSize, kSize).contains(from));
                QCOMPARE(hole.at<uchar>(from), uchar(0));
            }
    }

    void aNarrowHoleInAWallpaperIsFilledExactly_data() {
        QTest::addColumn<int>("widthPx");
        QTest::newRow("1") << 1;
        QTest::newRow("3") << 3;
        QTest::newRow("5") << 5;
    }
    void aNarrowHoleInAWallpaperIsFilledExactly() {
        QFETCH(int, widthPx);
        const cv::Mat truth = wallpaper(), hole = scratch(widthPx);
        const cv::Mat sources = completed(truth, hole);
        for (int y = 0; y < kSize; ++y)
            for (int x = 0; x < kSize; ++x)
                if (hole.at<uchar>(y, x) != 0)
                    QCOMPARE(truth.at<cv::Vec3b>(cv::Point(sources.at<cv::Vec2i>(y, x))),
                             truth.at<cv::Vec3b>(y, x));
    }

    void callbacksComeFromCoarseToFine() {
        std::vector<int> halvings;
        std::vector<double> fractions;
        fill::LevelCallbacks callbacks;
        callbacks.onEstimate = [&](const cv::Mat& image, int halved) {
            halvings.push_back(halved);
            QCOMPARE(image.type(), CV_8UC4);
            QCOMPARE(image.cols, (kSize + (1 << halved) - 1) >> halved);
        };
        callbacks.onProgress = [&](double fraction) { fractions.push_back(fraction); };
        (void)completed(wallpaper(), disc(25), callbacks);
        QVERIFY(halvings.size() >= 2);
        QVERIFY(std::is_sorted(halvings.rbegin(), halvings.rend()));
        QCOMPARE(halvings.back(), 0);
        QVERIFY(std::is_sorted(fractions.begin(), fractions.end()));
        QCOMPARE(fractions.back(), 1.0);
    }

    void theResultIsEmptyIfThereIsNothingToCopy() { QVERIFY(completed(wallpaper(), disc(200)).empty()); }
};

NB_TEST(TestComplete)
#include "tst_complete.moc"
