#include "core/mask/stroke_coverage.h"

#include "tests/support/test_main.h"
#include <QTest>
#include <opencv2/core.hpp>

using namespace nb::mask;

namespace {

cv::Mat dab(int width, int height, int value) {
    return {height, width, CV_8UC1, cv::Scalar(value)};
}

// What has changed since the last call, as one picture; 0 where nothing has. Rectangles must not overlap.
cv::Mat changes(StrokeCoverage& stroke, const QSize& picture) {
    cv::Mat all = cv::Mat::zeros(picture.height(), picture.width(), CV_8UC1);
    stroke.visitChanged([&](const QRect& rect, const cv::Mat& coverage) {
        QCOMPARE(rect.topLeft() / kTilePx, rect.bottomRight() / kTilePx); // within one tile
        QCOMPARE(QSize(coverage.cols, coverage.rows), rect.size());
        coverage.copyTo(all(cv::Rect(rect.x(), rect.y(), rect.width(), rect.height())));
    });
    return all;
}

} // namespace

class TestStrokeCoverage : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aDabOverFourTilesIsWhole() {
        StrokeCoverage stroke({300, 200});
        stroke.add({120, 120}, dab(20, 16, 90));
        const cv::Mat all = changes(stroke, {300, 200});
        QCOMPARE(cv::sum(all)[0], 90.0 * 20 * 16);
        QCOMPARE(cv::countNonZero(all(cv::Rect(120, 120, 20, 16))), 20 * 16);
    }

    void overlappingDabsGiveTheirMaximum() {
        StrokeCoverage stroke({100, 100});
        stroke.add({10, 10}, dab(10, 1, 90));
        stroke.add({15, 10}, dab(10, 1, 200));
        stroke.add({10, 10}, dab(10, 1, 100));
        const cv::Mat all = changes(stroke, {100, 100});
        QCOMPARE(int(all.at<uchar>(10, 12)), 100);
        QCOMPARE(int(all.at<uchar>(10, 17)), 200);
        QCOMPARE(int(all.at<uchar>(10, 24)), 200);
        QCOMPARE(int(all.at<uchar>(10, 25)), 0);
    }

    void strengthScalesTheSamples() {
        StrokeCoverage stroke({100, 100});
        stroke.add({0, 0}, dab(4, 4, 200), 0.25);
        QCOMPARE(int(changes(stroke, {100, 100}).at<uchar>(2, 2)), 50);
    }

    void onlyWhatChangedIsVisited() {
        StrokeCoverage stroke({300, 300});
        stroke.add({10, 10}, dab(10, 10, 90));
        QCOMPARE(cv::countNonZero(changes(stroke, {300, 300})), 100);
        QCOMPARE(cv::countNonZero(changes(stroke, {300, 300})), 0);
        stroke.add({10, 10}, dab(10, 10, 90)); // covered already
        QCOMPARE(cv::countNonZero(changes(stroke, {300, 300})), 0);
        stroke.add({200, 200}, dab(3, 3, 90));
        QCOMPARE(cv::countNonZero(changes(stroke, {300, 300})), 9);
    }

    void partsOutsideThePictureAreIgnored() {
        StrokeCoverage stroke({100, 100});
        stroke.add({-5, 95}, dab(10, 10, 90));
        stroke.add({100, 0}, dab(10, 10, 90));
        QCOMPARE(cv::countNonZero(changes(stroke, {100, 100})), 25);
    }
};

NB_TEST(TestStrokeCoverage)
#include "tst_stroke_coverage.moc"
