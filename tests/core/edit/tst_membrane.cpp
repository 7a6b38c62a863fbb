#include "core/edit/membrane.h"
#include "tests/support/test_main.h"

#include <QTest>
#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>

using namespace nb::edit;

namespace {

// x + 2y is harmonic: its continuation is itself.
cv::Mat plane(cv::Size size) {
    cv::Mat out(size, CV_32FC3);
    for (int y = 0; y < size.height; ++y)
        for (int x = 0; x < size.width; ++x)
            out.at<cv::Vec3f>(y, x) = cv::Vec3f::all(float(x + 2 * y) / 400);
    return out;
}

cv::Mat knownExcept(cv::Size size, const cv::Rect& hole) {
    cv::Mat known(size, CV_8UC1, cv::Scalar(255));
    known(hole) = 0;
    return known;
}

} // namespace

class TestMembrane : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aPlaneContinuesAsAPlane() {
        const cv::Size size(90, 70);
        const cv::Mat expected = plane(size);
        cv::Mat values = expected.clone();
        const cv::Rect hole(20, 15, 45, 40);
        values(hole).setTo(cv::Scalar::all(7));
        continueSmoothly(values, knownExcept(size, hole));
        QVERIFY2(cv::norm(values, expected, cv::NORM_INF) < 0.01,
                 qPrintable(QString::number(cv::norm(values, expected, cv::NORM_INF))));
    }

    void theContinuationStaysBetweenItsBoundaryValues() {
        cv::Mat values(50, 50, CV_32FC3, cv::Scalar::all(0));
        values.colRange(25, 50).setTo(cv::Scalar::all(1));
        continueSmoothly(values, knownExcept({50, 50}, {10, 10, 30, 30}));
        double least = 0, most = 0;
        cv::minMaxLoc(values.reshape(1), &least, &most);
        QVERIFY(least > -0.02 && most < 1.02);
    }

    void nothingKnownIsZero() {
        cv::Mat values(5, 6, CV_32FC3, cv::Scalar::all(3));
        continueSmoothly(values, cv::Mat(5, 6, CV_8UC1, cv::Scalar(0)));
        QCOMPARE(cv::norm(values, cv::NORM_INF), 0.0);
    }

    void allKnownStays() {
        cv::Mat values = plane({6, 5});
        continueSmoothly(values, cv::Mat(5, 6, CV_8UC1, cv::Scalar(255)));
        QCOMPARE(cv::norm(values, plane({6, 5}), cv::NORM_INF), 0.0);
    }

    void aConstantDifferenceIsCorrectedEverywhere() {
        for (const cv::Size size : {cv::Size(120, 80), {900, 500}, {1, 60}, {60, 1}}) {
            const cv::Mat picture(size, CV_32FC3, cv::Scalar(0.5, 0.4, 0.3));
            const cv::Mat answer(size, CV_32FC3, cv::Scalar(0.6, 0.4, 0.1));
            cv::Mat inside(size, CV_8UC1, cv::Scalar(0));
            inside(cv::Rect(size.width / 3, size.height / 3, (size.width + 2) / 3, (size.height + 2) / 3)) =
                255;
            const cv::Mat corrected = answer + membraneBetween(picture, answer, inside);
            QVERIFY(cv::norm(corrected, picture, cv::NORM_INF) < 1e-3);
        }
    }

    void everythingSelectedNeedsNoCorrection() {
        const cv::Mat picture(20, 30, CV_32FC3, cv::Scalar::all(0.5)),
            answer(20, 30, CV_32FC3, cv::Scalar::all(0));
        const cv::Mat all(20, 30, CV_8UC1, cv::Scalar(255));
        QCOMPARE(cv::norm(membraneBetween(picture, answer, all), cv::NORM_INF), 0.0);
    }
};

NB_TEST(TestMembrane)
#include "tst_membrane.moc"
