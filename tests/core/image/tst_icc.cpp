#include "core/image/icc.h"

#include "tests/support/profiles.h"
#include "tests/support/test_main.h"
#include <QTest>

using namespace nb;
using namespace nb::image;
using namespace nb::test;

class TestIcc : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void theSameArgumentsGiveTheSameBytes() {
        const ToneCurve curve = powerCurve(1.8);
        const QByteArray once = makeRgbProfile(srgbChromaticities(), curve.get(), "a name", "origin");
        QCOMPARE(makeRgbProfile(srgbChromaticities(), curve.get(), "a name", "origin"), once);
        QCOMPARE(originOf(once), QByteArray("origin"));
        QVERIFY(once.mid(16, 4) == "RGB ");
        char name[16] = {};
        const IccProfile read = openRgbProfile(once);
        cmsGetProfileInfoASCII(read.get(), cmsInfoDescription, "en", "US", name, sizeof name);
        QCOMPARE(name, "a name");
        QCOMPARE(originOf(makeRgbProfile(srgbChromaticities(), curve.get(), "a name")), QByteArray());
        QCOMPARE(originOf(adobeRgb()), QByteArray());
        QCOMPARE(originOf("no profile"), QByteArray());
    }

    void powerZeroIsSrgb() {
        const ToneCurve curve = powerCurve(0);
        const QByteArray icc = makeRgbProfile(srgbChromaticities(), curve.get(), "a name");
        for (const int v : {0, 3, 10, 100, 255})
            QVERIFY(isNear(shown(icc, cv::Vec3d::all(v)), cv::Vec3d::all(v), 0.05));
    }

    void profilesForRgbStay() {
        QStringList warnings;
        for (const SourceColour colour : {SourceColour::Rgb, SourceColour::Palette, SourceColour::Grey})
            QCOMPARE(profileForRgb(adobeRgb(), colour, warnings), adobeRgb());
        QVERIFY(warnings.isEmpty());
        QCOMPARE(profileForRgb({}, SourceColour::Rgb, warnings), QByteArray());
        QVERIFY(warnings.isEmpty());
    }

    void oneThatCannotBeReadStaysWithAWarning() {
        QStringList warnings;
        const QByteArray odd = QByteArray(16, 'p') + "RGB " + QByteArray(200, 'x');
        QCOMPARE(profileForRgb(odd, SourceColour::Rgb, warnings), odd);
        QCOMPARE(warnings.size(), 1);
    }

    void greyLooksTheSameInRgb_data() {
        QTest::addColumn<QByteArray>("grey");
        QTest::newRow("linear") << greyProfile(1);
        QTest::newRow("power 2.2") << greyProfile(2.2);
        // With lightness as its connection space: a curve of 1 is L* then.
        cmsToneCurve* curve = cmsBuildGamma(nullptr, 1);
        cmsHPROFILE lab = cmsCreateGrayProfile(cmsD50_xyY(), curve);
        cmsFreeToneCurve(curve);
        cmsSetPCS(lab, cmsSigLabData);
        QTest::newRow("lightness") << savedProfile(lab);
    }
    void greyLooksTheSameInRgb() {
        QFETCH(QByteArray, grey);
        QStringList warnings;
        const QByteArray rgb = profileForRgb(grey, SourceColour::Grey, warnings);
        QVERIFY(warnings.isEmpty());
        const LcmsProfile from(cmsOpenProfileFromMem(grey.constData(), cmsUInt32Number(grey.size())),
                               cmsCloseProfile);
        const LcmsProfile srgb(cmsCreate_sRGBProfile(), cmsCloseProfile);
        cmsHTRANSFORM oracle = cmsCreateTransform(from.get(), TYPE_GRAY_16, srgb.get(), TYPE_RGB_16,
                                                  INTENT_RELATIVE_COLORIMETRIC, cmsFLAGS_NOOPTIMIZE);
        for (int v = 0; v <= 255; v += 5) {
            const auto sample = cmsUInt16Number(v * 257);
            cmsUInt16Number right[3];
            cmsDoTransform(oracle, &sample, right, 1);
            QVERIFY2(
                isNear(shown(rgb, cv::Vec3d::all(v)), cv::Vec3d(right[0], right[1], right[2]) / 257.0, 0.3),
                qPrintable(QString::number(v)));
        }
        cmsDeleteTransform(oracle);
    }

    void profilesOfOtherColoursAreDropped() {
        QStringList warnings;
        QCOMPARE(profileForRgb(greyProfile(1), SourceColour::Rgb, warnings), QByteArray());
        QCOMPARE(warnings.size(), 1);
        QCOMPARE(
            profileForRgb(QByteArray(16, 'p') + "GRAY" + QByteArray(200, 'x'), SourceColour::Grey, warnings),
            QByteArray());
        QCOMPARE(warnings.size(), 2);
        QVERIFY(!openRgbProfile(greyProfile(1)));
        QVERIFY(!openRgbProfile("no profile"));
        QVERIFY(openRgbProfile(adobeRgb()));
    }
};

NB_TEST(TestIcc)
#include "tst_icc.moc"
