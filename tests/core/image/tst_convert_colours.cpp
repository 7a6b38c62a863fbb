#include "core/image/convert_colours.h"

#include "tests/support/profiles.h"
#include "tests/support/test_main.h"
#include "tests/support/test_seed.h"
#include <QRandomGenerator>
#include <QTest>
#include <opencv2/core.hpp>

using namespace nb;
using namespace nb::image;
using namespace nb::test;

namespace {

// Random samples of a type, with the profile.
Picture noise(int type, const QByteArray& icc, quint32 seed) {
    Picture picture{cv::Mat(5, 40, type), {icc, "exif"}};
    cv::RNG random(seed);
    random.fill(picture.pixels, cv::RNG::UNIFORM, 0, picture.is16Bit() ? 65536 : 256);
    return picture;
}

cv::Vec3d sampleAt(const cv::Mat& pixels, int y, int x) {
    cv::Vec3d out;
    for (int c = 0; c < 3; ++c)
        out[c] = pixels.depth() == CV_16U ? pixels.ptr<ushort>(y)[x * pixels.channels() + c] / 257.0
                                          : pixels.ptr<uchar>(y)[x * pixels.channels() + c];
    return out;
}

} // namespace

class TestConvertColours : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void meansSrgb_data() {
        QTest::addColumn<QByteArray>("icc");
        QTest::addColumn<bool>("expected");
        QTest::newRow("none") << QByteArray() << true;
        QTest::newRow("sRGB") << srgbProfile() << true;
        QTest::newRow("unreadable") << QByteArray("icc") << true;
        QTest::newRow("Adobe RGB") << adobeRgb() << false;
        QTest::newRow("linear") << linearRgb() << false;
        QTest::newRow("power 2.2") << savedProfile(rgbLcmsProfile(kD65, kSrgbPrimaries, 2.2)) << false;
    }
    void meansSrgb() {
        QFETCH(QByteArray, icc);
        QFETCH(bool, expected);
        QCOMPARE(image::meansSrgb(icc), expected);
    }

    void someProfilesWorkInOneDirectionOnly() {
        for (const QByteArray& icc :
             {QByteArray(), QByteArray("icc"), srgbProfile(), adobeRgb(), linearRgb()})
            QVERIFY(canBeConvertedTo(icc));
        QVERIFY(!canBeConvertedTo(oneWayProfile()));
    }

    void whatMeansTheSameIsShared_data() {
        QTest::addColumn<QByteArray>("from");
        QTest::addColumn<QByteArray>("to");
        QTest::newRow("none") << QByteArray() << QByteArray();
        QTest::newRow("equal") << adobeRgb() << adobeRgb();
        QTest::newRow("untagged and sRGB") << QByteArray() << srgbProfile();
        QTest::newRow("unreadable") << QByteArray("icc") << QByteArray();
    }
    void whatMeansTheSameIsShared() {
        QFETCH(QByteArray, from);
        QFETCH(QByteArray, to);
        const Picture picture = noise(CV_8UC3, from, 1);
        const Picture out = inColours(picture, to);
        QCOMPARE(out.pixels.data, picture.pixels.data);
        QCOMPARE(out.metadata.icc, to);
        QCOMPARE(out.metadata.exif, QByteArray("exif"));
    }

    void looksTheSame_data() {
        QTest::addColumn<int>("type");
        QTest::addColumn<QByteArray>("from");
        QTest::addColumn<QByteArray>("to");
        for (const int type : {CV_8UC3, CV_8UC4, CV_16UC3, CV_16UC4}) {
            const QByteArray name = QByteArray::number(type);
            // Into wider gamuts, so that nothing is clipped.
            QTest::newRow(name + " sRGB to Adobe RGB") << type << QByteArray() << adobeRgb();
            QTest::newRow(name + " sRGB to linear") << type << QByteArray() << linearRgb();
            QTest::newRow(name + " linear to sRGB") << type << linearRgb() << QByteArray();
        }
    }
    void looksTheSame() {
        QFETCH(int, type);
        QFETCH(QByteArray, from);
        QFETCH(QByteArray, to);
        const quint32 seed = testSeed();
        const Picture picture = noise(type, from, seed);
        const Picture out = inColours(picture, to);
        QCOMPARE(out.pixels.type(), CV_16UC(picture.pixels.channels()));
        for (int y = 0; y < picture.pixels.rows; ++y)
            for (int x = 0; x < picture.pixels.cols; ++x)
                QVERIFY(isNear(shown(to, sampleAt(out.pixels, y, x)),
                               shown(from, sampleAt(picture.pixels, y, x)), 0.5));
    }

    void alphaStaysAndTheInputToo() {
        for (const int type : {CV_8UC4, CV_16UC4}) {
            const Picture picture = noise(type, {}, 7);
            const cv::Mat before = picture.pixels.clone();
            const Picture out = inColours(picture, adobeRgb());
            QCOMPARE(cv::norm(before, picture.pixels, cv::NORM_INF), 0.0);
            for (int x = 0; x < 40; ++x) {
                const int alpha = out.pixels.at<cv::Vec4w>(2, x)[3];
                QCOMPARE(alpha, type == CV_16UC4 ? int(before.at<cv::Vec4w>(2, x)[3])
                                                 : before.at<cv::Vec4b>(2, x)[3] * 257);
            }
        }
    }
};

NB_TEST(TestConvertColours)
#include "tst_convert_colours.moc"
