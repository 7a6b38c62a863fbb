#include "tests/support/test_main.h"
#include "ui/desktop/convert/display_colour.h"

#include <QTest>
#include <cmath>
#include <lcms2.h>
#include <opencv2/core.hpp>

using namespace nb::desktop;

namespace {

// The primaries of sRGB with a curve of one's own.
QByteArray profile(double gamma) {
    const cmsCIExyY white{0.3127, 0.3290, 1};
    const cmsCIExyYTRIPLE primaries{{0.64, 0.33, 1}, {0.30, 0.60, 1}, {0.15, 0.06, 1}};
    cmsToneCurve* curve = cmsBuildGamma(nullptr, gamma);
    cmsToneCurve* curves[] = {curve, curve, curve};
    cmsHPROFILE made = cmsCreateRGBProfile(&white, &primaries, curves);
    cmsUInt32Number size = 0;
    cmsSaveProfileToMem(made, nullptr, &size);
    QByteArray bytes(int(size), '\0');
    cmsSaveProfileToMem(made, bytes.data(), &size);
    cmsCloseProfile(made);
    cmsFreeToneCurve(curve);
    return bytes;
}

QByteArray srgbProfile() {
    cmsHPROFILE made = cmsCreate_sRGBProfile();
    cmsUInt32Number size = 0;
    cmsSaveProfileToMem(made, nullptr, &size);
    QByteArray bytes(int(size), '\0');
    cmsSaveProfileToMem(made, bytes.data(), &size);
    cmsCloseProfile(made);
    return bytes;
}

// The sRGB curve, from linear light (0 to 1) to a sample of 8 bits.
int encoded(double linear) {
    return int(std::lround(
        255 * (linear <= 0.0031308 ? 12.92 * linear : 1.055 * std::pow(linear, 1 / 2.4) - 0.055)));
}

} // namespace

class TestDisplayColour : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void plainSamplesAreShared_data() {
        QTest::addColumn<QByteArray>("icc");
        QTest::newRow("no profile") << QByteArray();
        QTest::newRow("sRGB") << srgbProfile();
        QTest::newRow("damaged") << QByteArray("no profile at all");
    }
    void plainSamplesAreShared() {
        QFETCH(QByteArray, icc);
        const DisplayColour colour(icc, CV_8UC3);
        QVERIFY(colour.isIdentity());
        const cv::Mat samples(3, 3, CV_8UC3, cv::Scalar(1, 2, 3));
        QCOMPARE(colour.toDisplay(samples).data, samples.data);
    }

    void aProfileIsFollowed() {
        const DisplayColour colour(profile(1.0), CV_8UC3);
        QVERIFY(!colour.isIdentity());
        cv::Mat samples(1, 256, CV_8UC3);
        for (int x = 0; x < 256; ++x)
            samples.at<cv::Vec3b>(0, x) = cv::Vec3b::all(uchar(x));
        const cv::Mat shown = colour.toDisplay(samples);
        for (int x = 0; x < 256; ++x)
            for (int c = 0; c < 3; ++c)
                QVERIFY(std::abs(shown.at<cv::Vec3b>(0, x)[c] - encoded(x / 255.0)) <= 2);
    }

    void sixteenBitsAreRoundedOnce() {
        const DisplayColour colour({}, CV_16UC3);
        cv::Mat samples(1, 2, CV_16UC3, cv::Scalar(257 * 7, 257 * 100, 65535));
        samples.at<cv::Vec3w>(0, 1) = {257 * 7 + 100, 257 * 7 + 150, 0};
        const cv::Mat shown = colour.toDisplay(samples);
        QCOMPARE(shown.type(), CV_8UC3);
        QCOMPARE(shown.at<cv::Vec3b>(0, 0), cv::Vec3b(7, 100, 255));
        QCOMPARE(shown.at<cv::Vec3b>(0, 1), cv::Vec3b(7, 8, 0));
    }

    void sixteenBitsThroughAProfile() {
        const DisplayColour colour(profile(1.0), CV_16UC3);
        const cv::Mat samples(2, 2, CV_16UC3, cv::Scalar::all(65535 / 5));
        QVERIFY(std::abs(colour.toDisplay(samples).at<cv::Vec3b>(1, 1)[1] - encoded(0.2)) <= 1);
    }

    void alphaIsKeptAndPremultiplied_data() {
        QTest::addColumn<QByteArray>("icc");
        QTest::addColumn<int>("type");
        QTest::newRow("8 bits") << QByteArray() << CV_8UC4;
        QTest::newRow("16 bits") << QByteArray() << CV_16UC4;
        QTest::newRow("8 bits, profile") << profile(1.0) << CV_8UC4;
        QTest::newRow("16 bits, profile") << profile(1.0) << CV_16UC4;
    }
    void alphaIsKeptAndPremultiplied() {
        QFETCH(QByteArray, icc);
        QFETCH(int, type);
        const int unit = CV_MAT_DEPTH(type) == CV_16U ? 257 : 1;
        cv::Mat all(4, 6, type, cv::Scalar(51 * unit, 102 * unit, 204 * unit, 100 * unit));
        const cv::Mat samples = all(cv::Rect(1, 1, 3, 2)); // a part, with a stride of its own
        const cv::Mat shown = DisplayColour(icc, type).toDisplay(samples);
        QCOMPARE(shown.type(), CV_8UC4);
        QCOMPARE(shown.size(), cv::Size(3, 2));
        const auto p = shown.at<cv::Vec4b>(1, 2);
        QCOMPARE(p[3], uchar(100));
        for (int c = 0; c < 3; ++c) {
            const double straight =
                icc.isEmpty() ? (c + 1 + (c == 2)) * 51 : encoded((c + 1 + (c == 2)) / 5.0);
            QVERIFY(std::abs(p[c] - straight * 100 / 255) <= 1);
        }
    }

    void aMaskIsShownAsItIs() { QVERIFY(DisplayColour(profile(1.0), CV_8UC1).isIdentity()); }
};

NB_TEST_APPLESS(TestDisplayColour)
#include "tst_display_colour.moc"
