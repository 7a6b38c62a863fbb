#include "core/edit/align.h"

#include "core/image/resample.h"
#include "tests/support/scene.h"
#include "tests/support/test_main.h"
#include "tests/support/test_seed.h"
#include <QRandomGenerator>
#include <QTest>
#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>

using namespace nb;
using edit::Aligned;
using test::Drift;

namespace {

mask::Mask rectMask(cv::Size size, const cv::Rect& selected) {
    mask::Mask mask{cv::Mat(size, CV_8U, cv::Scalar(0))};
    mask.pixels(selected) = 255;
    return mask;
}

// The mean absolute difference outside the selection and away from the region's edge, where an answer that
// moved has nothing to show; in 8-bit levels.
double ringDifference(const cv::Mat& a, const cv::Mat& b, const mask::Mask& mask) {
    cv::Mat ring;
    cv::bitwise_not(mask.pixels, ring);
    const int edge = 24;
    cv::Mat inner(ring.size(), CV_8U, cv::Scalar(0));
    inner(cv::Rect(edge, edge, ring.cols - 2 * edge, ring.rows - 2 * edge)) = 255;
    ring &= inner;
    cv::Mat difference;
    cv::absdiff(a, b, difference);
    const cv::Scalar mean = cv::mean(difference, ring);
    return (mean[0] + mean[1] + mean[2]) / 3 / (a.depth() == CV_16U ? 257 : 1);
}

} // namespace

class TestAlign : public QObject {
    Q_OBJECT

    quint32 m_seed = 0;

private Q_SLOTS:
    void init() { m_seed = nb::test::testSeed(); }

    void shiftScaleAndTintAreUndone_data() {
        QTest::addColumn<cv::Size>("size");
        QTest::addColumn<cv::Rect>("selected");
        QTest::addColumn<bool>("sixteenBit");
        QTest::newRow("8 bit") << cv::Size(640, 480) << cv::Rect(250, 180, 140, 100) << false;
        QTest::newRow("16 bit") << cv::Size(640, 480) << cv::Rect(250, 180, 140, 100) << true;
        QTest::newRow("odd size") << cv::Size(701, 523) << cv::Rect(333, 211, 97, 103) << false;
        QTest::newRow("left border") << cv::Size(640, 480) << cv::Rect(0, 180, 140, 100) << false;
        QTest::newRow("top border") << cv::Size(640, 480) << cv::Rect(250, 0, 140, 100) << true;
        QTest::newRow("right border") << cv::Size(640, 480) << cv::Rect(500, 180, 140, 100) << false;
        QTest::newRow("bottom border") << cv::Size(640, 480) << cv::Rect(250, 380, 140, 100) << false;
        QTest::newRow("one pixel") << cv::Size(640, 480) << cv::Rect(320, 240, 1, 1) << true;
    }
    void shiftScaleAndTintAreUndone() {
        QFETCH(cv::Size, size);
        QFETCH(cv::Rect, selected);
        QFETCH(bool, sixteenBit);
        const cv::Mat scene = test::scene(size, m_seed);
        const mask::Mask mask = rectMask(size, selected);
        const Drift drift{7, -5, 1.08, {1.1, 1.0, 0.9}};
        cv::Mat answer = test::drifted(scene, drift);
        cv::Mat region = scene;
        if (sixteenBit)
            scene.convertTo(region, CV_16U, 257);
        const Aligned fit = edit::align({answer, {}}, {region, {}}, region, mask);
        QCOMPARE(fit.answer.type(), region.type());
        QCOMPARE(fit.answer.size(), region.size());
        QVERIFY(*fit.registration.residualPx < 0.5);
        QVERIFY2(*fit.colour.residualDeltaE < 2, qPrintable(QString::number(*fit.colour.residualDeltaE)));
        const double left = ringDifference(fit.answer, region, mask);
        QVERIFY2(left < 4, qPrintable(QString::number(left)));
        QVERIFY(ringDifference(answer, scene, mask) > 10); // it had something to undo
    }

    void anAnswerOfAnotherSizeThatMoved() {
        // The region is 900x600 of the picture, 600x400 was sent, 768x512 came back.
        const cv::Mat region = test::scene({900, 600}, m_seed);
        const image::Picture sent{image::resized(region, {600, 400}), {}};
        const cv::Mat moved = test::drifted(sent.pixels, {4, 3, 1.03, {0.95, 1, 1.05}});
        const mask::Mask mask = rectMask(region.size(), {400, 250, 120, 90});
        const Aligned fit = edit::align({image::resized(moved, {768, 512}), {}}, sent, region, mask);
        QCOMPARE(fit.answer.size(), region.size());
        QVERIFY(*fit.registration.residualPx < 0.5);
        // What was lost on the way down cannot come back: compare with the region at that detail.
        const cv::Mat best = image::resized(image::resized(region, {600, 400}), {900, 600});
        const double left = ringDifference(fit.answer, best, mask);
        QVERIFY2(left < 4, qPrintable(QString::number(left)));
    }

    void anAnswerThatStoodStillIsTakenSampleBySample() {
        const cv::Mat region = test::scene({300, 200}, m_seed);
        cv::Mat answer = region.clone();
        const mask::Mask mask = rectMask(region.size(), {100, 80, 60, 40});
        answer.setTo(cv::Scalar(200, 30, 90), mask.pixels);
        const Aligned fit = edit::align({answer, {}}, {region, {}}, region, mask);
        QCOMPARE(cv::norm(fit.answer, answer, cv::NORM_INF), 0.0);
    }

    void anAnswerThatShowsSomethingElseIsLeftAlone() {
        const cv::Mat region = test::scene({300, 200}, m_seed);
        const cv::Mat red(200, 300, CV_8UC3, cv::Scalar(220, 10, 10));
        const Aligned fit =
            edit::align({red, {}}, {region, {}}, region, rectMask(region.size(), {100, 80, 60, 40}));
        QCOMPARE(cv::norm(fit.answer, red, cv::NORM_INF), 0.0);
        QVERIFY(!fit.registration.residualPx.has_value());
    }

    void theRegionsAlphaStays() {
        cv::Mat region, answer = test::scene({300, 200}, m_seed);
        cv::cvtColor(answer, region, cv::COLOR_RGB2RGBA);
        for (int y = 0; y < region.rows; ++y)
            region.at<cv::Vec4b>(y, 5)[3] = 99;
        const Aligned fit = edit::align({test::drifted(answer, {3, 2}), {}}, {region, {}}, region,
                                        rectMask(region.size(), {100, 80, 60, 40}));
        QCOMPARE(fit.answer.type(), CV_8UC4);
        QCOMPARE(int(fit.answer.at<cv::Vec4b>(50, 5)[3]), 99);
        QCOMPARE(int(fit.answer.at<cv::Vec4b>(50, 6)[3]), 255);
    }

    void oddRegions_data() {
        QTest::addColumn<cv::Size>("size");
        QTest::newRow("one pixel") << cv::Size(1, 1);
        QTest::newRow("one row") << cv::Size(300, 1);
        QTest::newRow("one column") << cv::Size(1, 300);
        QTest::newRow("tiny") << cv::Size(7, 5);
    }
    void oddRegions() {
        QFETCH(cv::Size, size);
        const cv::Mat region = test::scene(size, m_seed);
        const mask::Mask all{cv::Mat(size, CV_8U, cv::Scalar(255))};
        const Aligned fit = edit::align({test::scene({64, 64}, 1), {}}, {region, {}}, region, all);
        QCOMPARE(fit.answer.size(), size);
    }
};

NB_TEST(TestAlign)
#include "tst_align.moc"
