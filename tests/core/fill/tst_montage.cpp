#include "core/fill/montage.h"
#include "tests/core/fill/patterns.h"
#include <QTest>
#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>

using namespace nb;
using namespace nb::fill;

namespace {

// Every pixel from another known place: as bad a guess as there is.
cv::Mat scattered(const cv::Mat& hole) {
    cv::Mat guess(hole.size(), CV_32SC2, cv::Scalar::all(-1));
    for (int y = 0; y < hole.rows; ++y)
        for (int x = 0; x < hole.cols; ++x)
            if (hole.at<uchar>(y, x) != 0)
                guess.at<cv::Vec2i>(y, x) = {5 + (x * 37 + y * 11) % 100, 5 + (x * 7 + y * 3) % 15};
    return guess;
}

cv::Mat rgbOf(const fill::Level& level) {
    cv::Mat rgb;
    cv::cvtColor(level.image, rgb, cv::COLOR_RGBA2RGB);
    return rgb;
}

} // namespace

class TestMontage : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aWallpaperIsComposedWithoutAFault() {
        const cv::Mat hole = disc(15);
        fill::Level level = levelOf(wallpaper(), hole);
        const fill::Field field = fill::compose(level, fill::randomField(level, {}), scattered(hole), {});
        QCOMPARE(cv::norm(rgbOf(level), wallpaper(), cv::NORM_INF), 0.0);
        // Matches say the same: what they copy is what is there.
        for (int y = level.work.y; y < level.work.br().y; ++y)
            for (int x = level.work.x; x < level.work.br().x; ++x)
                if (level.hole.at<uchar>(y, x) != 0) {
                    QCOMPARE((field.at(x, y).x - x) % kPeriod, 0);
                    QCOMPARE((field.at(x, y).y - y) % kPeriod, 0);
                }
    }

    void aPoleGoesThrough() {
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
        const cv::Mat before = level.image.clone();
        (void)fill::compose(level, fill::randomField(level, {}), guess, {});
        QCOMPARE(cv::norm(level.image, before, cv::NORM_INF), 0.0);
    }

    void stopsWhenAsked() {
        std::stop_source source;
        source.request_stop();
        fill::Work work;
        work.cancel = source.get_token();
        const cv::Mat hole = disc(15);
        fill::Level level = levelOf(wallpaper(), hole);
        QVERIFY_EXCEPTION_THROWN(
            (void)fill::compose(level, fill::randomField(level, {}), scattered(hole), work), fill::Stopped);
    }
};

QTEST_GUILESS_MAIN(TestMontage)
#include "tst_montage.moc"
