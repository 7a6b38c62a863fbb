#include "core/fill/field.h"
#include "core/fill/vote.h"
#include "tests/support/test_main.h"
#include <QTest>
#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>

using namespace nb;

namespace {

constexpr int kSize = 90;
constexpr int kPeriod = 9;

// Wallpaper with a hole that shows the truth: the right match has distance 0.
fill::Level level() {
    cv::Mat tile(kPeriod, kPeriod, CV_8UC3), picture;
    cv::RNG(8).fill(tile, cv::RNG::UNIFORM, 0, 256);
    cv::repeat(tile, kSize / kPeriod, kSize / kPeriod, picture);
    cv::Mat hole = cv::Mat::zeros(kSize, kSize, CV_8U);
    cv::circle(hole, {45, 45}, 9, 255, cv::FILLED);
    fill::Level made = std::move(fill::buildPyramid(picture, hole, hole).front());
    cv::Mat roughness(picture.size(), CV_8U, cv::Scalar(40)); // the same everywhere
    const cv::Mat parts[] = {picture, roughness};
    const int pairs[] = {0, 0, 1, 1, 2, 2, 3, 3};
    cv::mixChannels(parts, 2, &made.image, 1, pairs, 4);
    return made;
}

template <class F>
void forEachTarget(const fill::Level& level, F f) {
    for (int y = level.targetBounds.y; y < level.targetBounds.br().y; ++y)
        for (int x = level.targetBounds.x; x < level.targetBounds.br().x; ++x)
            if (level.target.at<uchar>(y, x) != 0)
                f(x, y);
}

std::uint32_t distanceOf(const cv::Mat& image, cv::Point a, cv::Point b) {
    std::uint32_t sum = 0;
    for (int dy = -fill::kRadius; dy <= fill::kRadius; ++dy)
        for (int dx = -fill::kRadius; dx <= fill::kRadius; ++dx)
            for (int c = 0; c < 4; ++c) {
                const int d = image.at<cv::Vec4b>(a + cv::Point(dx, dy))[c] -
                              image.at<cv::Vec4b>(b + cv::Point(dx, dy))[c];
                sum += static_cast<std::uint32_t>(d * d);
            }
    return sum;
}

fill::Search wide(int passes) {
    fill::Search search;
    search.passes = passes;
    search.radiusPx = kSize;
    return search;
}

} // namespace

// The field and the votes computed from it, which need the same pictures.
class TestField : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void startsAtSources() {
        const fill::Level at = level();
        const fill::Field field = fill::randomField(at, {});
        forEachTarget(
            at, [&](int x, int y) { QVERIFY(at.source.at<uchar>(field.at(x, y).y, field.at(x, y).x) != 0); });
    }

    void distancesAreTrueAndOnlyFall() {
        const fill::Level at = level();
        fill::Field field = fill::randomField(at, {});
        fill::improve(field, at, wide(1), {});
        const fill::Field before = field;
        forEachTarget(at, [&](int x, int y) {
            const fill::Match& match = field.at(x, y);
            QCOMPARE(match.distance, distanceOf(at.image, {x, y}, {match.x, match.y}));
        });
        fill::improve(field, at, wide(2), {});
        forEachTarget(at,
                      [&](int x, int y) { QVERIFY(field.at(x, y).distance <= before.at(x, y).distance); });
    }

    void findsTheRepeatsOfAWallpaper() {
        const fill::Level at = level();
        fill::Field field = fill::randomField(at, {});
        fill::improve(field, at, wide(8), {});
        forEachTarget(at, [&](int x, int y) { QCOMPARE(field.at(x, y).distance, 0U); });
    }

    void keepsTheMinimalShift() {
        const fill::Level at = level();
        fill::Field field = fill::randomField(at, {});
        fill::Search search = wide(6);
        search.minShiftPx = 30;
        fill::improve(field, at, search, {});
        forEachTarget(at, [&](int x, int y) {
            const fill::Match& match = field.at(x, y);
            if (match.distance != fill::kNoDistance)
                QVERIFY((match.x - x) * (match.x - x) + (match.y - y) * (match.y - y) >= 900);
        });
    }

    void aFinerFieldPointsAtTheSamePlace() {
        const fill::Level at = level();
        fill::Field coarse(cv::Rect(at.targetBounds.x / 2, at.targetBounds.y / 2,
                                    at.targetBounds.width / 2 + 1, at.targetBounds.height / 2 + 1));
        for (int y = coarse.area().y; y < coarse.area().br().y; ++y)
            for (int x = coarse.area().x; x < coarse.area().br().x; ++x)
                coarse.at(x, y) = {x - 13, y, 0};
        const fill::Field fine = fill::finerField(at, coarse, {});
        forEachTarget(at, [&](int x, int y) {
            if (at.source.at<uchar>(y, x - 26) != 0) {
                QCOMPARE(fine.at(x, y).x, x - 26);
                QCOMPARE(fine.at(x, y).y, y);
            }
        });
    }

    void votesOfExactMatchesGiveTheTruth() {
        fill::Level at = level();
        const cv::Mat truth = at.image.clone();
        fill::Field field = fill::randomField(at, {});
        fill::improve(field, at, wide(8), {});
        at.image.setTo(cv::Scalar::all(0), at.hole);
        fill::vote(at, field, at.hole, at.target, {});
        QCOMPARE(cv::norm(at.image, truth, cv::NORM_INF), 0.0);
        const cv::Mat sources = fill::chooseSources(at, field, {});
        for (int y = 0; y < kSize; ++y)
            for (int x = 0; x < kSize; ++x) {
                const cv::Point from(sources.at<cv::Vec2i>(y, x));
                QCOMPARE(from.x >= 0, at.hole.at<uchar>(y, x) != 0);
                if (from.x >= 0)
                    QCOMPARE(truth.at<cv::Vec4b>(from), truth.at<cv::Vec4b>(y, x));
            }
    }

    void theMoreSimilarPatchWeighsMore() {
        // Two patches vote for one pixel: one has a similar match, the other a very different one.
        fill::Level at = level();
        const cv::Point pixel(45, 45);
        fill::Field field(at.targetBounds);
        cv::Mat voters = cv::Mat::zeros(kSize, kSize, CV_8U), only = voters.clone();
        only.at<uchar>(pixel) = 255;
        voters.at<uchar>(45, 44) = voters.at<uchar>(45, 46) = 255;
        at.image.at<cv::Vec4b>(20, 21) = {100, 100, 100, 100}; // the source pixel of the left patch
        at.image.at<cv::Vec4b>(70, 69) = {200, 200, 200, 200}; // and of the right one
        field.at(44, 45) = {20, 20, 0};
        field.at(46, 45) = {70, 70, 5000000};
        fill::vote(at, field, only, voters, {});
        QVERIFY(at.image.at<cv::Vec4b>(pixel)[0] < 110);
    }
};

NB_TEST(TestField)
#include "tst_field.moc"
