#include "core/fill/shift_map.h"
#include "tests/core/fill/patterns.h"
#include "tests/support/test_main.h"
#include <QTest>
#include <opencv2/core.hpp>

using namespace nb;
using namespace nb::fill;

namespace {

// Copied from this far away, the same everywhere.
cv::Mat shiftedBy(cv::Point shift, const cv::Mat& hole) {
    cv::Mat sources(hole.size(), CV_32SC2, cv::Scalar::all(-1));
    for (int y = 0; y < hole.rows; ++y)
        for (int x = 0; x < hole.cols; ++x)
            if (hole.at<uchar>(y, x) != 0)
                sources.at<cv::Vec2i>(y, x) = {x + shift.x, y + shift.y};
    return sources;
}

const cv::Point kPeriods(2 * kPeriod, 0);
const cv::Point kOffPeriod(2 * kPeriod + 7, 3);

} // namespace

class TestShiftMap : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aMatchingPieceReplacesABadGuess() {
        const cv::Mat hole = disc(15);
        const fill::Level level = levelOf(wallpaper(), hole);
        const fill::ShiftMaps maps(level, {});
        for (const int rimPx : {2, 3, 4}) {
            const cv::Mat improved = maps.improved(shiftedBy(kOffPeriod, hole), {kPeriods}, rimPx, {});
            QVERIFY(!improved.empty());
            QCOMPARE(cv::norm(improved, shiftedBy(kPeriods, hole), cv::NORM_INF), 0.0);
        }
    }

    void aMatchingGuessIsNotReplaced() {
        const cv::Mat hole = disc(15);
        const fill::Level level = levelOf(wallpaper(), hole);
        QVERIFY(fill::ShiftMaps(level, {}).improved(shiftedBy(kPeriods, hole), {kOffPeriod}, 2, {}).empty());
    }

    void theBestPieceIsUsedWithoutAGuess() {
        const cv::Mat hole = disc(15);
        const fill::Level level = levelOf(wallpaper(), hole);
        const cv::Mat composed = fill::ShiftMaps(level, {}).composed({kOffPeriod, kPeriods}, 2, {});
        QCOMPARE(cv::norm(composed, shiftedBy(kPeriods, hole), cv::NORM_INF), 0.0);
    }

    void theResultIsEmptyIfThePiecesDoNotCoverTheHole() {
        const cv::Mat hole = disc(15);
        const fill::Level level = levelOf(wallpaper(), hole);
        const fill::ShiftMaps maps(level, {});
        QVERIFY(maps.composed({{kSize, 0}, {-kSize, kSize}}, 2, {}).empty());
        QVERIFY(maps.composed({}, 2, {}).empty());
    }

    void onlyKnownPixelsMayBeCopied() {
        const cv::Mat hole = disc(15);
        const fill::Level level = levelOf(wallpaper(), hole);
        const fill::ShiftMaps maps(level, {});
        QCOMPARE(cv::countNonZero(maps.known() & hole), 0);
        QCOMPARE(maps.known().at<uchar>(0, 0), uchar(255));
    }
};

NB_TEST(TestShiftMap)
#include "tst_shift_map.moc"
