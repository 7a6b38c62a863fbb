#include "core/fill/montage.h"
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

class TestMontage : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aPieceThatFitsReplacesABadGuess() {
        const cv::Mat hole = disc(15);
        const fill::Level level = levelOf(wallpaper(), hole);
        const fill::Montages montages(level, {});
        for (const int rimPx : {2, 3, 4}) {
            const cv::Mat amended = montages.amend(shiftedBy(kOffPeriod, hole), {kPeriods}, rimPx, {});
            QVERIFY(!amended.empty());
            QCOMPARE(cv::norm(amended, shiftedBy(kPeriods, hole), cv::NORM_INF), 0.0);
        }
    }

    void aGuessThatFitsIsNotReplaced() {
        const cv::Mat hole = disc(15);
        const fill::Level level = levelOf(wallpaper(), hole);
        QVERIFY(fill::Montages(level, {}).amend(shiftedBy(kPeriods, hole), {kOffPeriod}, 2, {}).empty());
    }

    void theBestPieceIsTakenWithoutAGuess() {
        const cv::Mat hole = disc(15);
        const fill::Level level = levelOf(wallpaper(), hole);
        const cv::Mat composed = fill::Montages(level, {}).compose({kOffPeriod, kPeriods}, 2, {});
        QCOMPARE(cv::norm(composed, shiftedBy(kPeriods, hole), cv::NORM_INF), 0.0);
    }

    void piecesThatDoNotCoverTheHoleAreNone() {
        const cv::Mat hole = disc(15);
        const fill::Level level = levelOf(wallpaper(), hole);
        const fill::Montages montages(level, {});
        QVERIFY(montages.compose({{kSize, 0}, {-kSize, kSize}}, 2, {}).empty());
        QVERIFY(montages.compose({}, 2, {}).empty());
    }

    void onlyKnownPixelsAreThereToCopy() {
        const cv::Mat hole = disc(15);
        const fill::Level level = levelOf(wallpaper(), hole);
        const fill::Montages montages(level, {});
        QCOMPARE(cv::countNonZero(montages.known() & hole), 0);
        QCOMPARE(montages.known().at<uchar>(0, 0), uchar(255));
    }
};

NB_TEST(TestMontage)
#include "tst_montage.moc"
