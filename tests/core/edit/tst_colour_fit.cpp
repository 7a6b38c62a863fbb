#include "core/edit/colour_fit.h"

#include "tests/support/scene.h"
#include "tests/support/test_main.h"
#include "tests/support/test_seed.h"
#include <QRandomGenerator>
#include <QTest>
#include <cmath>
#include <opencv2/core.hpp>

using namespace nb;
using edit::ColourFit;

namespace {

cv::Mat centreMask(cv::Size size) {
    cv::Mat mask(size, CV_8U, cv::Scalar(0));
    mask(cv::Rect(size.width / 4, size.height / 4, size.width / 2, size.height / 2)) = 255;
    return mask;
}

} // namespace

class TestColourFit : public QObject {
    Q_OBJECT

    quint32 m_seed = 0;

private Q_SLOTS:
    void init() { m_seed = nb::test::testSeed(); }

    void aTintIsUndone_data() {
        QTest::addColumn<bool>("sixteenBit");
        QTest::newRow("8 bit") << false;
        QTest::newRow("16 bit") << true;
    }
    void aTintIsUndone() {
        QFETCH(bool, sixteenBit);
        cv::Mat picture = test::scene({320, 240}, m_seed);
        cv::Mat answer = test::drifted(picture, {.gain = {1.1, 1.0, 0.9}});
        const cv::Mat mask = centreMask(picture.size());
        answer.setTo(cv::Scalar(255, 0, 255), mask); // what was painted must not count
        if (sixteenBit)
            picture.convertTo(picture, CV_16U, 257);
        const ColourFit fit = edit::fitColour(picture, answer, mask);
        QVERIFY(std::abs(fit.gain[0] - 1 / 1.1) < 0.01);
        QVERIFY(std::abs(fit.gain[1] - 1) < 0.01);
        QVERIFY(std::abs(fit.gain[2] - 1 / 0.9) < 0.01);
        QVERIFY(fit.residualDeltaE.has_value());
        QVERIFY2(*fit.residualDeltaE < 2, qPrintable(QString::number(*fit.residualDeltaE)));
    }

    void outliersDoNotPull() {
        const cv::Mat picture = test::scene({320, 240}, m_seed);
        cv::Mat answer = test::drifted(picture, {.gain = {1.1, 1.1, 1.1}});
        answer(cv::Rect(0, 0, 320, 40)) = cv::Scalar(250, 20, 20); // a sixth of the picture is something else
        const ColourFit fit = edit::fitColour(picture, answer, centreMask(picture.size()));
        for (int c = 0; c < 3; ++c)
            QVERIFY2(std::abs(fit.gain[c] - 1 / 1.1) < 0.03, qPrintable(QString::number(fit.gain[c])));
    }

    // A region is a view of the picture: what lies beside it has no counterpart in the answer.
    void nothingOutsideTheRegionIsLookedAt() {
        const cv::Mat picture = test::scene({320, 240}, m_seed);
        const cv::Mat region = picture(cv::Rect(100, 70, 64, 48));
        const cv::Mat answer = test::drifted(region.clone(), {.gain = {1.1, 1, 1}});
        const ColourFit fit = edit::fitColour(region, answer, centreMask(region.size()));
        const ColourFit alone = edit::fitColour(region.clone(), answer, centreMask(region.size()));
        QCOMPARE(fit.residualDeltaE, alone.residualDeltaE);
        QCOMPARE(fit.gain, alone.gain);
    }

    void nothingToFitChangesNothing() {
        const cv::Mat picture = test::scene({64, 48}, m_seed);
        const ColourFit whole = edit::fitColour(picture, picture, cv::Mat(48, 64, CV_8U, cv::Scalar(255)));
        QVERIFY(!whole.residualDeltaE.has_value());
        cv::Mat answer;
        picture.convertTo(answer, CV_16U, 257);
        const cv::Mat before = answer.clone();
        edit::applyColour(answer, whole);
        QCOMPARE(cv::norm(answer, before, cv::NORM_INF), 0.0);
        edit::applyColour(answer, edit::fitColour(picture, picture, centreMask(picture.size())));
        QCOMPARE(cv::norm(answer, before, cv::NORM_INF), 0.0);
    }

    void aFlatRingGivesTheLevelOnly() {
        const cv::Mat picture(48, 64, CV_8UC3, cv::Scalar(100, 100, 100));
        const cv::Mat answer(48, 64, CV_8UC3, cv::Scalar(110, 100, 90));
        const ColourFit fit = edit::fitColour(picture, answer, centreMask(picture.size()));
        QCOMPARE(fit.gain, cv::Vec3d(1, 1, 1));
        cv::Mat fitted;
        answer.convertTo(fitted, CV_16U, 257);
        edit::applyColour(fitted, fit);
        for (int c = 0; c < 3; ++c)
            QVERIFY(std::abs(fitted.at<cv::Vec3w>(0, 0)[c] - 100 * 257) <= 2);
    }
};

NB_TEST(TestColourFit)
#include "tst_colour_fit.moc"
