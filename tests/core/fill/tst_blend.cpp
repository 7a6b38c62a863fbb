#include "core/fill/blend.h"
#include "tests/support/test_main.h"
#include <QTest>
#include <opencv2/core.hpp>

using namespace nb;

namespace {

constexpr int kSize = 60;
const cv::Rect kHole(20, 10, 15, 30);

cv::Mat noise() {
    cv::Mat picture(kSize, kSize, CV_8UC4);
    cv::RNG(9).fill(picture, cv::RNG::UNIFORM, 0, 256);
    return picture;
}

cv::Mat only(const cv::Rect& hole) {
    cv::Mat mask = cv::Mat::zeros(kSize, kSize, CV_8U);
    mask(hole).setTo(255);
    return mask;
}

// What picture itself would wish for, in its whole area.
fill::Wish wishOf(const cv::Mat& picture) {
    fill::Wish wish({0, 0, kSize, kSize});
    picture.convertTo(wish.colour, CV_32F);
    wish.right.setTo(cv::Scalar::all(0));
    wish.down.setTo(cv::Scalar::all(0));
    const cv::Mat& colour = wish.colour;
    cv::subtract(colour.colRange(1, kSize), colour.colRange(0, kSize - 1), wish.right.colRange(0, kSize - 1));
    cv::subtract(colour.rowRange(1, kSize), colour.rowRange(0, kSize - 1), wish.down.rowRange(0, kSize - 1));
    wish.has.setTo(fill::Wish::kColour | fill::Wish::kRight | fill::Wish::kDown);
    return wish;
}

} // namespace

class TestBlend : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void wishesThatAgreeAreAllFulfilled() {
        cv::Mat image = noise();
        image(kHole).setTo(cv::Scalar::all(1));
        fill::blend(image, only(kHole), wishOf(noise()), {});
        QCOMPARE(cv::norm(image, noise(), cv::NORM_INF), 0.0);
    }

    void oneSideDecidesWithTheColour() {
        // Known: 100 to the right, which should be 20 more than here; the colour wished for is 60. The mean
        // of 80 and 0.3 times 60 is (80 + 18) / 1.3 = 75.4.
        const cv::Point here(30, 30);
        cv::Mat image(kSize, kSize, CV_8UC4, cv::Scalar::all(100));
        fill::Wish wish({0, 0, kSize, kSize});
        wish.colour.at<cv::Vec4f>(here) = cv::Vec4f::all(60);
        wish.right.at<cv::Vec4f>(here) = cv::Vec4f::all(20);
        wish.has.at<uchar>(here) = fill::Wish::kColour | fill::Wish::kRight;
        fill::blend(image, only({here, cv::Size(1, 1)}), wish, {});
        QCOMPARE(int(image.at<cv::Vec4b>(here)[2]), 75);
    }

    void fromTheLeftAndFromAboveToo() {
        // The same by the neighbours' wishes: 100 and a step of -20 is 80, twice: (160 + 18) / 2.3 = 77.4.
        const cv::Point here(30, 30), left(29, 30), above(30, 29);
        cv::Mat image(kSize, kSize, CV_8UC4, cv::Scalar::all(100));
        fill::Wish wish({0, 0, kSize, kSize});
        wish.colour.at<cv::Vec4f>(here) = cv::Vec4f::all(60);
        wish.right.at<cv::Vec4f>(left) = cv::Vec4f::all(-20);
        wish.down.at<cv::Vec4f>(above) = cv::Vec4f::all(-20);
        wish.has.at<uchar>(here) = fill::Wish::kColour;
        wish.has.at<uchar>(left) = fill::Wish::kRight;
        wish.has.at<uchar>(above) = fill::Wish::kDown;
        fill::blend(image, only({here, cv::Size(1, 1)}), wish, {});
        QCOMPARE(int(image.at<cv::Vec4b>(here)[0]), 77);
    }

    void whatHasNoWishStays() {
        cv::Mat image = noise();
        fill::blend(image, only(kHole), fill::Wish({0, 0, kSize, kSize}), {});
        QCOMPARE(cv::norm(image, noise(), cv::NORM_INF), 0.0);
    }

    void isTheSameOnAnyNumberOfThreads() {
        cv::Mat one = noise(), two = noise();
        fill::Wish wish = wishOf(noise());
        wish.colour.setTo(cv::Scalar::all(128));
        fill::Work work;
        fill::blend(one, only(kHole), wish, work);
        work.threads = 2;
        fill::blend(two, only(kHole), wish, work);
        QCOMPARE(cv::norm(one, two, cv::NORM_INF), 0.0);
        QVERIFY(cv::norm(one, noise(), cv::NORM_INF) > 0);
    }

    void stopsWhenAsked() {
        std::stop_source source;
        source.request_stop();
        fill::Work work;
        work.cancel = source.get_token();
        cv::Mat image = noise();
        QVERIFY_EXCEPTION_THROWN(fill::blend(image, only(kHole), wishOf(noise()), work), fill::Stopped);
        QCOMPARE(cv::norm(image, noise(), cv::NORM_INF), 0.0);
    }
};

NB_TEST(TestBlend)
#include "tst_blend.moc"
