#include "core/edit/match_format.h"
#include "tests/support/test_main.h"

#include <QTest>
#include <opencv2/core.hpp>

using namespace nb;

namespace {

image::Picture flat(int width, int height, int type, const cv::Scalar& value) {
    return {cv::Mat(height, width, type, value), {}};
}

} // namespace

class TestMatchFormat : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void sameKindIsUnchanged() {
        const image::Picture answer = flat(5, 4, CV_8UC3, {1, 2, 3});
        const image::Picture out = edit::matchFormat(answer, flat(5, 4, CV_8UC3, {0, 0, 0}));
        QCOMPARE(cv::norm(out.pixels, answer.pixels, cv::NORM_INF), 0.0);
    }

    void anotherSizeIsResampled() {
        const image::Picture out =
            edit::matchFormat(flat(64, 64, CV_8UC3, {10, 100, 200}), flat(50, 41, CV_8UC3, {0, 0, 0}));
        QCOMPARE(out.size(), QSize(50, 41));
        QCOMPARE(out.pixels.at<cv::Vec3b>(20, 20), cv::Vec3b(10, 100, 200));
    }

    void depthFollowsTheSource() {
        const image::Picture up =
            edit::matchFormat(flat(2, 2, CV_8UC3, {0, 128, 255}), flat(2, 2, CV_16UC3, {}));
        QCOMPARE(up.pixels.at<cv::Vec3w>(0, 0), cv::Vec3w(0, 32896, 65535));
        const image::Picture down =
            edit::matchFormat(flat(2, 2, CV_16UC3, {0, 32896, 65535}), flat(2, 2, CV_8UC3, {}));
        QCOMPARE(down.pixels.at<cv::Vec3b>(0, 0), cv::Vec3b(0, 128, 255));
    }

    void alphaAndMetadataAreTheSources() {
        image::Picture like = flat(2, 2, CV_8UC4, {9, 9, 9, 77});
        like.metadata.icc = "profile";
        const image::Picture out = edit::matchFormat(flat(2, 2, CV_8UC3, {1, 2, 3}), like);
        QCOMPARE(out.pixels.at<cv::Vec4b>(1, 1), cv::Vec4b(1, 2, 3, 77));
        QCOMPARE(out.metadata.icc, QByteArray("profile"));
    }

    void whereTheAnswerIsTransparentTheSourceShows() {
        image::Picture answer = flat(2, 1, CV_8UC4, {200, 200, 200, 255});
        answer.pixels.at<cv::Vec4b>(0, 1) = {0, 0, 0, 0};
        const image::Picture out = edit::matchFormat(answer, flat(2, 1, CV_8UC3, {50, 60, 70}));
        QCOMPARE(out.pixels.at<cv::Vec3b>(0, 0), cv::Vec3b(200, 200, 200));
        QCOMPARE(out.pixels.at<cv::Vec3b>(0, 1), cv::Vec3b(50, 60, 70));
    }
};

NB_TEST(TestMatchFormat)
#include "tst_match_format.moc"
