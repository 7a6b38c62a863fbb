#include "core/fill/vote.h"
#include "tests/support/test_main.h"
#include <QTest>
#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>

using namespace nb;

namespace {

constexpr int kSize = 80;
const cv::Rect kHole(40, 30, 12, 14);
const cv::Point kNear(-25, 0), kFar(-25, 30);

cv::Mat noise() {
    cv::Mat picture(kSize, kSize, CV_8UC3);
    cv::RNG(6).fill(picture, cv::RNG::UNIFORM, 0, 256);
    return picture;
}

cv::Mat hole() {
    cv::Mat mask = cv::Mat::zeros(kSize, kSize, CV_8U);
    mask(kHole).setTo(255);
    return mask;
}

fill::Level levelOf(const cv::Mat& picture) {
    return std::move(fill::buildPyramid(picture, hole(), hole()).front());
}

// Every patch at one shift, with one distance.
fill::Field agreed(const fill::Level& level, cv::Point shift, std::uint32_t distance) {
    fill::Field field(level.targetBounds);
    for (int y = level.targetBounds.y; y < level.targetBounds.br().y; ++y)
        for (int x = level.targetBounds.x; x < level.targetBounds.br().x; ++x)
            field.at(x, y) = {x + shift.x, y + shift.y, distance};
    return field;
}

template <class F>
void forEachHolePixel(F f) {
    for (int y = kHole.y; y < kHole.br().y; ++y)
        for (int x = kHole.x; x < kHole.br().x; ++x)
            f(x, y);
}

} // namespace

class TestVote : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void anAgreedMatchIsWritten() {
        // What is copied at this shift also fits the rim: colours and steps agree.
        cv::Mat tile(kSize, -kNear.x, CV_8UC3), truth, hidden;
        cv::RNG(5).fill(tile, cv::RNG::UNIFORM, 0, 256);
        cv::repeat(tile, 1, 4, truth);
        truth = truth.colRange(0, kSize).clone();
        hidden = truth.clone();
        hidden.setTo(cv::Scalar::all(128), hole());
        fill::Level level = levelOf(hidden);
        const cv::Mat before = level.image.clone();
        fill::vote(level, agreed(level, kNear, 100), level.hole, level.target, {});
        forEachHolePixel([&](int x, int y) {
            for (int c = 0; c < 3; ++c)
                QVERIFY(std::abs(level.image.at<cv::Vec4b>(y, x)[c] - truth.at<cv::Vec3b>(y, x)[c]) <= 1);
        });
        cv::Mat outside;
        cv::absdiff(level.image, before, outside);
        outside(kHole).setTo(cv::Scalar::all(0));
        QCOMPARE(cv::norm(outside, cv::NORM_INF), 0.0);
    }

    void anAgreedMatchIsChosen() {
        const fill::Level level = levelOf(noise());
        const cv::Mat sources = fill::chooseSources(level, agreed(level, kNear, 100), {});
        for (int y = 0; y < kSize; ++y)
            for (int x = 0; x < kSize; ++x)
                QCOMPARE(cv::Point(sources.at<cv::Vec2i>(y, x)),
                         kHole.contains({x, y}) ? cv::Point(x, y) + kNear : cv::Point(-1, -1));
    }

    void aFewSimilarPatchesOutweighManyOthers() {
        // Of 49 patches over a pixel deep in the hole, every fourth column is like it, the others are not.
        const fill::Level level = levelOf(noise());
        fill::Field field = agreed(level, kFar, 400000);
        for (int y = level.targetBounds.y; y < level.targetBounds.br().y; ++y)
            for (int x = level.targetBounds.x; x < level.targetBounds.br().x; x += 4)
                field.at(x, y) = {x + kNear.x, y + kNear.y, 100};
        const cv::Mat sources = fill::chooseSources(level, field, {});
        forEachHolePixel(
            [&](int x, int y) { QCOMPARE(cv::Point(sources.at<cv::Vec2i>(y, x)), cv::Point(x, y) + kNear); });
    }

    void onlyVotingPatchesCount() {
        fill::Level level = levelOf(noise());
        const cv::Mat before = level.image.clone();
        fill::vote(level, agreed(level, kNear, 100), level.hole, cv::Mat::zeros(kSize, kSize, CV_8U), {});
        QCOMPARE(cv::norm(level.image, before, cv::NORM_INF), 0.0);
    }

    void theNumberOfThreadsDoesNotMatter() {
        fill::Execution two;
        two.threads = 2;
        fill::Level a = levelOf(noise()), b = levelOf(noise());
        const fill::Field field = fill::randomField(a, {});
        fill::vote(a, field, a.hole, a.target, {});
        fill::vote(b, field, b.hole, b.target, two);
        QCOMPARE(cv::norm(a.image, b.image, cv::NORM_INF), 0.0);
        QCOMPARE(
            cv::norm(fill::chooseSources(a, field, {}), fill::chooseSources(b, field, two), cv::NORM_INF),
            0.0);
    }

    void stopsWhenAsked() {
        std::stop_source source;
        source.request_stop();
        fill::Execution execution;
        execution.cancel = source.get_token();
        const fill::Level level = levelOf(noise());
        QVERIFY_THROWS_EXCEPTION(fill::Stopped,
                                 (void)fill::chooseSources(level, agreed(level, kNear, 1), execution));
    }
};

NB_TEST(TestVote)
#include "tst_vote.moc"
