#include "core/edit/seam_score.h"
#include "tests/support/test_main.h"

#include <QTest>
#include <cmath>
#include <opencv2/core.hpp>

using namespace nb::edit;

namespace {

cv::Mat flat(double grey) {
    return {20, 20, CV_32FC3, cv::Scalar::all(grey)};
}

// L* of a grey, after CIE 1976 and IEC 61966-2-1.
double lightness(double coded) {
    return 116 * std::cbrt(std::pow((coded + 0.055) / 1.055, 2.4)) - 16;
}

cv::Mat stepAt(int column) {
    cv::Mat ramp(20, 20, CV_32FC1, cv::Scalar(0));
    ramp.colRange(column, 20) = 1;
    return ramp;
}

} // namespace

class TestSeamScore : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aHardStepCountsInFull() {
        cv::Mat mixed = flat(0.5);
        mixed.colRange(10, 20).setTo(cv::Scalar::all(0.6));
        const double seam = seamDeltaE(mixed, flat(0.5), flat(0.6), stepAt(10));
        QVERIFY2(std::abs(seam - (lightness(0.6) - lightness(0.5))) < 0.1, qPrintable(QString::number(seam)));
    }

    void theSamePictureHasNoSeam() {
        cv::Mat noise(20, 20, CV_32FC3);
        cv::RNG(7).fill(noise, cv::RNG::UNIFORM, 0, 1);
        QVERIFY(seamDeltaE(noise, noise, noise, stepAt(10)) < 1e-6);
    }

    void aGentleRampCountsLessThanASteepOne() {
        cv::Mat ramp(20, 20, CV_32FC1, cv::Scalar(0)), gentle = flat(0.5);
        for (int x = 5; x < 20; ++x) {
            const double t = std::min(1.0, (x - 4) / 10.0);
            ramp.col(x) = t;
            gentle.col(x).setTo(cv::Scalar::all(0.5 + 0.1 * t));
        }
        const double seam = seamDeltaE(gentle, flat(0.5), flat(0.6), ramp);
        QVERIFY(seam > 0);
        QVERIFY(seam < 0.2 * (lightness(0.6) - lightness(0.5)));
    }

    void withoutABandThereIsNoSeam() {
        const cv::Mat all(20, 20, CV_32FC1, cv::Scalar(1));
        QCOMPARE(seamDeltaE(flat(0.6), flat(0.5), flat(0.6), all), 0.0);
    }
};

NB_TEST(TestSeamScore)
#include "tst_seam_score.moc"
