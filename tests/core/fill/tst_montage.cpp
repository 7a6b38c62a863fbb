#include "core/fill/montage.h"
#include <QTest>
#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>

using namespace nb;

namespace {

constexpr int kPeriod = 20;
constexpr int kSize = 120;

cv::Mat wallpaper() {
    cv::Mat tile(kPeriod, kPeriod, CV_8UC3), picture;
    cv::RNG(3).fill(tile, cv::RNG::UNIFORM, 0, 256);
    cv::repeat(tile, kSize / kPeriod, kSize / kPeriod, picture);
    return picture;
}

// A dark pole, 6 pixels wide, on a light ground with a little grain.
cv::Mat pole() {
    cv::Mat picture(kSize, kSize, CV_8UC3);
    cv::RNG(4).fill(picture, cv::RNG::UNIFORM, 190, 200);
    picture.colRange(57, 63).setTo(cv::Scalar(20, 20, 20));
    return picture;
}

cv::Mat disc(int radiusPx) {
    cv::Mat mask = cv::Mat::zeros(kSize, kSize, CV_8U);
    cv::circle(mask, {kSize / 2, kSize / 2}, radiusPx, 255, cv::FILLED);
    return mask;
}

fill::Level levelOf(cv::Mat picture, const cv::Mat& hole) {
    picture.setTo(cv::Scalar(128, 128, 128), hole);
    return std::move(fill::buildPyramid(picture, hole, hole).front());
}

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
