#include "core/fill/compose.h"
#include "core/fill/vote.h"
#include "tests/core/fill/patterns.h"
#include "tests/support/test_main.h"
#include <QTest>
#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>

using namespace nb;
using namespace nb::fill;

namespace {

// Every pixel from another known place: the worst guess.
cv::Mat scattered(const cv::Mat& hole) {
    cv::Mat guess(hole.size(), CV_32SC2, cv::Scalar::all(-1));
    for (int y = 0; y < hole.rows; ++y)
        for (int x = 0; x < hole.cols; ++x)
            if (hole.at<uchar>(y, x) != 0)
                guess.at<cv::Vec2i>(y, x) = {5 + (x * 37 + y * 11) % 100, 5 + (x * 7 + y * 3) % 15};
    return guess;
}

// Tiles of slightly different tone with dark joints, and a bar that covers a joint from end to end.
cv::Mat tiles() {
    cv::Mat picture(kSize, kSize, CV_8UC3);
    cv::RNG random(6);
    for (int y = 0; y < kSize; y += kPeriod)
        for (int x = 0; x < kSize; x += kPeriod) {
            picture(cv::Rect(x, y, kPeriod, kPeriod)).setTo(cv::Scalar::all(60));
            picture(cv::Rect(x, y, kPeriod - 3, kPeriod - 3))
                .setTo(cv::Scalar::all(180 + random.uniform(-4, 5)));
        }
    return picture;
}

const cv::Rect kOverJoint(30, 52, 65, 14);

cv::Mat rgbOf(const fill::Level& level) {
    cv::Mat rgb;
    cv::cvtColor(level.image, rgb, cv::COLOR_RGBA2RGB);
    return rgb;
}

} // namespace

class TestCompose : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aWallpaperIsComposedExactly() {
        const cv::Mat hole = disc(15);
        fill::Level level = levelOf(wallpaper(), hole);
        const fill::Field field = fill::compose(level, fill::randomField(level, {}), scattered(hole), {});
        QCOMPARE(cv::norm(rgbOf(level), wallpaper(), cv::NORM_INF), 0.0);
        // The matches agree with the pixels: what they copy is what is there.
        for (int y = level.targetBounds.y; y < level.targetBounds.br().y; ++y)
            for (int x = level.targetBounds.x; x < level.targetBounds.br().x; ++x)
                if (level.hole.at<uchar>(y, x) != 0) {
                    QCOMPARE((field.at(x, y).x - x) % kPeriod, 0);
                    QCOMPARE((field.at(x, y).y - y) % kPeriod, 0);
                }
    }

    void aPoleIsContinued() {
        const cv::Mat hole = disc(20);
        fill::Level level = levelOf(pole(), hole);
        (void)fill::compose(level, fill::randomField(level, {}), scattered(hole), {});
        cv::Mat difference;
        cv::absdiff(rgbOf(level), pole(), difference);
        difference.setTo(cv::Scalar::all(0), ~hole);
        QVERIFY(cv::norm(difference, cv::NORM_INF) <= 10); // the grain differs, nothing else may
    }

    void aGoodGuessIsKept() {
        const cv::Mat hole = disc(15);
        fill::Level level = levelOf(wallpaper(), hole);
        cv::Mat guess(hole.size(), CV_32SC2, cv::Scalar::all(-1));
        for (int y = 0; y < hole.rows; ++y)
            for (int x = 0; x < hole.cols; ++x)
                if (hole.at<uchar>(y, x) != 0)
                    guess.at<cv::Vec2i>(y, x) = {x - 2 * kPeriod, y};
        copyFrom<cv::Vec4b>(guess, level.image, {});
        const cv::Mat before = level.image.clone();
        (void)fill::compose(level, fill::randomField(level, {}), guess, {});
        QCOMPARE(cv::norm(level.image, before, cv::NORM_INF), 0.0);
    }

    void aCompletelyHiddenJointIsRestored() {
        cv::Mat hole = cv::Mat::zeros(kSize, kSize, CV_8U);
        hole(kOverJoint).setTo(255);
        fill::Level level = levelOf(tiles(), hole);
        // In the guess the joint is missing: each pixel comes from the tile above or below.
        cv::Mat guess(hole.size(), CV_32SC2, cv::Scalar::all(-1));
        for (int y = kOverJoint.y; y < kOverJoint.br().y; ++y)
            for (int x = kOverJoint.x; x < kOverJoint.br().x; ++x)
                guess.at<cv::Vec2i>(y, x) = {x, y < 59 ? kOverJoint.y - 1 : kOverJoint.br().y};
        copyFrom<cv::Vec4b>(guess, level.image, {});
        (void)fill::compose(level, fill::randomField(level, {}), guess, {});
        // Joints are the rows 57 to 59.
        const cv::Mat row = rgbOf(level)(cv::Rect(kOverJoint.x, 58, kOverJoint.width, 1));
        QCOMPARE(cv::norm(row, cv::Mat(row.size(), CV_8UC3, cv::Scalar::all(60)), cv::NORM_INF), 0.0);
    }

    void isTheSameOnAnyNumberOfThreads() {
        cv::Mat pictures[3];
        for (const int threads : {1, 2}) {
            const cv::Mat hole = disc(20);
            fill::Level level = levelOf(pole(), hole);
            fill::Execution execution;
            execution.threads = threads;
            (void)fill::compose(level, fill::randomField(level, {}), scattered(hole), execution);
            pictures[threads] = rgbOf(level);
        }
        QCOMPARE(cv::norm(pictures[1], pictures[2], cv::NORM_INF), 0.0);
    }

    void stopsWhenAsked() {
        std::stop_source source;
        source.request_stop();
        fill::Execution execution;
        execution.cancel = source.get_token();
        const cv::Mat hole = disc(15);
        fill::Level level = levelOf(wallpaper(), hole);
        QVERIFY_THROWS_EXCEPTION(fill::Stopped, (void)fill::compose(level, fill::randomField(level, {}),
                                                                    scattered(hole), execution));
    }
};

NB_TEST(TestCompose)
#include "tst_compose.moc"
