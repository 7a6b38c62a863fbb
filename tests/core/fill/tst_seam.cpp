#include "core/fill/seam.h"
#include "tests/support/test_main.h"
#include <QTest>
#include <opencv2/core.hpp>

using namespace nb;

namespace {

constexpr int kSize = 60;
const cv::Rect kHole(20, 20, 12, 20);

// The hole copied from 15 pixels to the left.
cv::Mat sources() {
    cv::Mat from(kSize, kSize, CV_32SC2, cv::Scalar::all(-1));
    for (int y = kHole.y; y < kHole.br().y; ++y)
        for (int x = kHole.x; x < kHole.br().x; ++x)
            from.at<cv::Vec2i>(y, x) = {x - 15, y};
    return from;
}

cv::Mat unknown() {
    cv::Mat mask = cv::Mat::zeros(kSize, kSize, CV_8U);
    mask(kHole).setTo(255);
    return mask;
}

template <class Pixel>
cv::Mat copied(cv::Mat picture) {
    const cv::Mat from = sources();
    for (int y = kHole.y; y < kHole.br().y; ++y)
        for (int x = kHole.x; x < kHole.br().x; ++x)
            picture.at<Pixel>(y, x) = picture.at<Pixel>(cv::Point(from.at<cv::Vec2i>(y, x)));
    return picture;
}

int stepAtTheLeftRim(const cv::Mat& picture) {
    return std::abs(picture.at<cv::Vec3b>(30, 20)[1] - picture.at<cv::Vec3b>(30, 19)[1]);
}

} // namespace

class TestSeam : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void theSeamInARampIsRemoved() {
        // Brightness rises by 3 a pixel, so what is copied from 15 to the left is 45 too dark.
        cv::Mat picture(kSize, kSize, CV_8UC3);
        for (int x = 0; x < kSize; ++x)
            picture.col(x).setTo(cv::Scalar::all(20 + 3 * x));
        picture = copied<cv::Vec3b>(picture);
        const cv::Mat before = picture.clone();
        QCOMPARE(stepAtTheLeftRim(picture), 42);
        fill::removeSeams(picture, sources(), unknown(), {});
        QVERIFY(stepAtTheLeftRim(picture) < 15);
        cv::Mat outside;
        cv::absdiff(picture, before, outside);
        outside(kHole).setTo(cv::Scalar::all(0));
        QCOMPARE(cv::norm(outside, cv::NORM_INF), 0.0);
    }

    void exactCopiesAreNotChanged() {
        for (const int type : {CV_8UC3, CV_16UC3}) {
            cv::Mat tile(kSize, 15, type), picture;
            cv::RNG(2).fill(tile, cv::RNG::UNIFORM, 0, 256);
            cv::repeat(tile, 1, 4, picture); // repeats every 15 pixels: the copies are exact
            const cv::Mat before = picture.clone();
            fill::removeSeams(picture, sources(), unknown(), {});
            QCOMPARE(cv::norm(picture, before, cv::NORM_INF), 0.0);
        }
    }

    void theNumberOfThreadsDoesNotMatter() {
        cv::Mat picture(kSize, kSize, CV_8UC3);
        cv::RNG(2).fill(picture, cv::RNG::UNIFORM, 0, 256);
        picture = copied<cv::Vec3b>(picture);
        cv::Mat other = picture.clone();
        fill::Execution three;
        three.threads = 3;
        fill::removeSeams(picture, sources(), unknown(), {});
        fill::removeSeams(other, sources(), unknown(), three);
        QCOMPARE(cv::norm(picture, other, cv::NORM_INF), 0.0);
    }

    void anEmptyHoleChangesNothing() {
        cv::Mat picture(kSize, kSize, CV_8UC3, cv::Scalar(1, 2, 3));
        const cv::Mat before = picture.clone();
        fill::removeSeams(picture, cv::Mat(kSize, kSize, CV_32SC2, cv::Scalar::all(-1)), unknown(), {});
        QCOMPARE(cv::norm(picture, before, cv::NORM_INF), 0.0);
    }
};

NB_TEST(TestSeam)
#include "tst_seam.moc"
