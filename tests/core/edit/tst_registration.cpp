#include "core/edit/registration.h"

#include "tests/support/scene.h"
#include "tests/support/test_main.h"
#include "tests/support/test_seed.h"
#include <QRandomGenerator>
#include <QTest>
#include <cmath>
#include <opencv2/core.hpp>

using namespace nb;
using edit::Registration;
using test::Drift;

namespace {

cv::Mat discMask(cv::Size size, cv::Point centre, int radius) {
    cv::Mat mask(size, CV_8U, cv::Scalar(0));
    for (int y = 0; y < size.height; ++y)
        for (int x = 0; x < size.width; ++x)
            if (std::hypot(x - centre.x, y - centre.y) <= radius)
                mask.at<uchar>(y, x) = 255;
    return mask;
}

// The distance between where the drift puts a pixel of the ring and where the registration says it is, mean.
double meanErrorPx(const Registration& registration, const cv::Mat& mask, const Drift& drift) {
    double sum = 0;
    int count = 0;
    for (int y = 0; y < mask.rows; y += 7)
        for (int x = 0; x < mask.cols; x += 7) {
            if (mask.at<uchar>(y, x) > 0)
                continue;
            const cv::Matx21d said = registration.toAnswer * cv::Matx31d(x, y, 1);
            const cv::Point2d truth = test::driftedPoint(cv::Point2d(x, y), mask.size(), drift);
            sum += std::hypot(said(0) - truth.x, said(1) - truth.y);
            ++count;
        }
    return sum / count;
}

// What the model makes of the selected part: something else.
void repaint(cv::Mat& answer, const cv::Mat& mask, unsigned seed) {
    test::scene(answer.size(), seed).copyTo(answer, mask);
}

} // namespace

class TestRegistration : public QObject {
    Q_OBJECT

    quint32 m_seed = 0;

private Q_SLOTS:
    void init() { m_seed = nb::test::testSeed(); }

    void drifts_data() {
        QTest::addColumn<cv::Size>("size");
        QTest::addColumn<Drift>("drift");
        const Drift all{7, -5, 1.08, {1.1, 1.0, 0.9}};
        QTest::newRow("none") << cv::Size(640, 480) << Drift{};
        QTest::newRow("shift") << cv::Size(640, 480) << Drift{7, -5};
        QTest::newRow("shift, scale, tint") << cv::Size(640, 480) << all;
        QTest::newRow("odd size") << cv::Size(1023, 769) << all;
        QTest::newRow("large") << cv::Size(2048, 1536) << all;
        QTest::newRow("smaller") << cv::Size(800, 600) << Drift{-4, 9, 0.94};
        QTest::newRow("fraction of a pixel") << cv::Size(512, 512) << Drift{0.5, -0.25};
    }
    void drifts() {
        QFETCH(cv::Size, size);
        QFETCH(Drift, drift);
        const cv::Mat sent = test::scene(size, m_seed);
        const cv::Mat mask = discMask(size, {size.width / 2, size.height / 3}, size.height / 6);
        cv::Mat answer = test::drifted(sent, drift);
        repaint(answer, mask, m_seed + 1);
        const Registration registration = edit::registerAnswer(sent, answer, mask);
        QVERIFY(registration.method != Registration::Method::None);
        const double error = meanErrorPx(registration, mask, drift);
        QVERIFY2(error < 0.5, qPrintable(QString::number(error)));
        QVERIFY(registration.residualPx.has_value());
        QVERIFY2(*registration.residualPx < 0.5, qPrintable(QString::number(*registration.residualPx)));
    }

    void nothingToHoldOnTo_data() {
        QTest::addColumn<cv::Mat>("sent");
        QTest::addColumn<cv::Mat>("mask");
        const cv::Size size(300, 200);
        QTest::newRow("everything is selected")
            << test::scene(size, 1) << cv::Mat(size, CV_8U, cv::Scalar(255));
        QTest::newRow("flat") << cv::Mat(size, CV_8UC3, cv::Scalar(90, 120, 200))
                              << discMask(size, {50, 50}, 20);
        QTest::newRow("one row") << test::scene({300, 1}, 1) << cv::Mat(1, 300, CV_8U, cv::Scalar(0));
        QTest::newRow("one pixel") << test::scene({1, 1}, 1) << cv::Mat(1, 1, CV_8U, cv::Scalar(255));
    }
    void nothingToHoldOnTo() {
        QFETCH(cv::Mat, sent);
        QFETCH(cv::Mat, mask);
        const Registration registration = edit::registerAnswer(sent, sent, mask);
        QCOMPARE(registration.method, Registration::Method::None);
        QVERIFY(!registration.residualPx.has_value());
        QCOMPARE(cv::norm(registration.toAnswer - cv::Matx23d(1, 0, 0, 0, 1, 0)), 0.0);
    }

    void anotherPictureIsNotBelieved() {
        const cv::Size size(500, 400);
        const Registration registration = edit::registerAnswer(
            test::scene(size, m_seed), test::scene(size, m_seed + 9), discMask(size, {250, 200}, 60));
        QCOMPARE(registration.method, Registration::Method::None);
        QCOMPARE(cv::norm(registration.toAnswer - cv::Matx23d(1, 0, 0, 0, 1, 0)), 0.0);
    }
};

NB_TEST(TestRegistration)
#include "tst_registration.moc"
