#include "core/image/png_colour.h"

#include "tests/support/png_maker.h"
#include "tests/support/profiles.h"
#include "tests/support/test_main.h"
#include <QTest>
#include <QtEndian>
#include <cmath>

using namespace nb;
using namespace nb::image;
using namespace nb::test;

namespace {

QByteArray bigEndian(std::initializer_list<quint32> numbers) {
    QByteArray bytes;
    for (const quint32 number : numbers) {
        QByteArray four(4, '\0');
        qToBigEndian(number, four.data());
        bytes += four;
    }
    return bytes;
}

QByteArray chrmOf(const cmsCIExyY& white, const cmsCIExyYTRIPLE& p) {
    QByteArray bytes;
    for (const cmsCIExyY& point : {white, p.Red, p.Green, p.Blue})
        bytes += bigEndian({quint32(std::lround(point.x * 100000)), quint32(std::lround(point.y * 100000))});
    return bytes;
}

QByteArray iccpOf(const QByteArray& profile) {
    return QByteArray("name\0\0", 6) + deflated(profile);
}

const QByteArray kGamma1 = bigEndian({100000});
const QByteArray kGamma22 = bigEndian({45455});
const QByteArray kSrgbChrm = chrmOf(kD65, kSrgbPrimaries);
const QByteArray kP3Chrm = chrmOf(kD65, kP3Primaries);
const QByteArray kSrgb(1, '\0');

struct Said {
    QByteArray profile;
    QStringList warnings;
};

Said said(const PngInput& chunks, SourceColour colour = SourceColour::Rgb) {
    Said out;
    out.profile = profileOfPng(chunks, colour, out.warnings);
    return out;
}

// Every look is that of the oracle's profile.
bool looksLike(const QByteArray& icc, cmsHPROFILE oracle) {
    for (const cv::Vec3d& sample : {cv::Vec3d(0, 0, 0), cv::Vec3d(64, 64, 64), cv::Vec3d(255, 255, 255),
                                    cv::Vec3d(200, 30, 90), cv::Vec3d(3, 5, 9), cv::Vec3d(120, 180, 40)})
        if (!isNear(shown(icc, sample), shown(oracle, sample), 0.3)) {
            const cv::Vec3d is = shown(icc, sample), right = shown(oracle, sample);
            qWarning("%g shown as %g %g %g, not %g %g %g", sample[0], is[0], is[1], is[2], right[0], right[1],
                     right[2]);
            return false;
        }
    return true;
}

bool looksLike(const QByteArray& icc, const cmsCIExyYTRIPLE& primaries, double gamma) {
    const LcmsProfile oracle(rgbLcmsProfile(kD65, primaries, gamma), cmsCloseProfile);
    return looksLike(icc, oracle.get());
}

} // namespace

class TestPngColour : public QObject {
    Q_OBJECT

private Q_SLOTS:
    // (64 / 255) is the light; 1.055 * 0.25098^(1 / 2.4) - 0.055 = 0.5381 of 255 is 137.2 on an sRGB screen.
    void gammaOneIsLinear() {
        const Said one = said({.gama = kGamma1});
        QVERIFY(one.warnings.isEmpty());
        QVERIFY(isNear(shown(one.profile, {64, 64, 64}), cv::Vec3d::all(137.2), 0.1));
        QVERIFY(looksLike(one.profile, kSrgbPrimaries, 1));
    }

    void gammaAndPrimaries() {
        QVERIFY(looksLike(said({.gama = kGamma22}).profile, kSrgbPrimaries, 100000.0 / 45455));
        QVERIFY(looksLike(said({.gama = kGamma22, .chrm = kP3Chrm}).profile, kP3Primaries, 100000.0 / 45455));
        QVERIFY(looksLike(said({.gama = kGamma1}, SourceColour::Grey).profile, kSrgbPrimaries, 1));
    }

    void primariesAloneHaveTheCurveOfSrgb() {
        cmsToneCurve* curves[3];
        const LcmsProfile srgb(cmsCreate_sRGBProfile(), cmsCloseProfile);
        for (auto*& curve : curves)
            curve = static_cast<cmsToneCurve*>(cmsReadTag(srgb.get(), cmsSigRedTRCTag));
        const LcmsProfile oracle(cmsCreateRGBProfile(&kD65, &kP3Primaries, curves), cmsCloseProfile);
        QVERIFY(looksLike(said({.chrm = kP3Chrm}).profile, oracle.get()));
        QVERIFY(said({.chrm = kSrgbChrm}).profile.isEmpty());
    }

    void precedence() {
        const QByteArray icc = iccpOf(adobeRgb());
        const QByteArray p3 = QByteArray::fromHex("0c0d0001"), srgb = QByteArray::fromHex("010d0001");
        QVERIFY(said({.cicp = srgb, .iccp = icc, .gama = kGamma1}).profile.isEmpty());
        QVERIFY(looksLike(said({.cicp = QByteArray::fromHex("0c080001"), .iccp = icc, .srgb = kSrgb}).profile,
                          kP3Primaries, 1));
        QCOMPARE(said({.iccp = icc, .srgb = kSrgb, .gama = kGamma1}).profile, adobeRgb());
        QVERIFY(said({.srgb = kSrgb, .gama = kGamma1, .chrm = kP3Chrm}).profile.isEmpty());
        QVERIFY(!said({.cicp = p3}).profile.isEmpty());
    }

    void whatCannotBeUsedIsPassedOverWithAWarning_data() {
        QTest::addColumn<QByteArray>("cicp");
        QTest::addColumn<QByteArray>("iccp");
        QTest::addColumn<QByteArray>("gama");
        QTest::addColumn<QByteArray>("chrm");
        const QByteArray no;
        QTest::newRow("cICP of an unknown curve") << QByteArray::fromHex("01020001") << no << no << no;
        QTest::newRow("cICP of YCbCr") << QByteArray::fromHex("010d0101") << no << no << no;
        QTest::newRow("cICP too short") << QByteArray::fromHex("010d") << no << no << no;
        QTest::newRow("iCCP without a name's end") << no << QByteArray(100, 'x') << no << no;
        QTest::newRow("iCCP of no zlib data") << no << QByteArray("name\0\0garbage", 13) << no << no;
        QTest::newRow("iCCP cut") << no << iccpOf(adobeRgb()).chopped(40) << no << no;
        QTest::newRow("iCCP of another method")
            << no << QByteArray("name\0\1", 6) + deflated(adobeRgb()) << no << no;
        QTest::newRow("iCCP over 4 MiB") << no << iccpOf(QByteArray(5 << 20, 'x')) << no << no;
        QTest::newRow("iCCP for grey") << no << iccpOf(greyProfile(1)) << no << no;
        QTest::newRow("gAMA of 0") << no << no << bigEndian({0}) << no;
        QTest::newRow("gAMA too long") << no << no << QByteArray(5, '\1') << no;
        QTest::newRow("cHRM of a point") << no << no << no << QByteArray(32, '\0');
        QTest::newRow("cHRM with white outside") << no << no << no << chrmOf({0.7, 0.2, 1}, kSrgbPrimaries);
    }
    void whatCannotBeUsedIsPassedOverWithAWarning() {
        QFETCH(QByteArray, cicp);
        QFETCH(QByteArray, iccp);
        QFETCH(QByteArray, gama);
        QFETCH(QByteArray, chrm);
        PngInput chunks;
        if (!cicp.isEmpty())
            chunks.cicp = cicp;
        if (!iccp.isEmpty())
            chunks.iccp = iccp;
        if (!gama.isEmpty())
            chunks.gama = gama;
        if (!chrm.isEmpty())
            chunks.chrm = chrm;
        const Said passed = said(chunks);
        QCOMPARE(passed.profile, QByteArray());
        QCOMPARE(passed.warnings.size(), 1);
    }

    void aProfileForGreyBecomesOneForRgb() {
        const Said grey = said({.iccp = iccpOf(greyProfile(1.4))}, SourceColour::GreyAlpha);
        QVERIFY(looksLike(grey.profile, kSrgbPrimaries, 1.4));
        QVERIFY(grey.warnings.isEmpty());
    }

    void chunksComeBack_data() {
        QTest::addColumn<QByteArray>("cicp");
        QTest::addColumn<QByteArray>("gama");
        QTest::addColumn<QByteArray>("chrm");
        QTest::addColumn<QByteArrayList>("types");
        const QByteArray no;
        QTest::newRow("gAMA") << no << kGamma1 << no << QByteArrayList{"gAMA"};
        QTest::newRow("both") << no << kGamma22 << kP3Chrm << QByteArrayList{"gAMA", "cHRM"};
        QTest::newRow("cHRM") << no << no << kP3Chrm << QByteArrayList{"cHRM"};
        for (const char* code :
             {"0c0d0001", "09100001", "09120001", "01010000", "05080001", "160e0001", "04040001"})
            QTest::newRow(code) << QByteArray::fromHex(code) << no << no << QByteArrayList{"cICP"};
    }
    void chunksComeBack() {
        QFETCH(QByteArray, cicp);
        QFETCH(QByteArray, gama);
        QFETCH(QByteArray, chrm);
        QFETCH(QByteArrayList, types);
        PngInput chunks;
        if (!cicp.isEmpty())
            chunks.cicp = cicp;
        if (!gama.isEmpty())
            chunks.gama = gama;
        if (!chrm.isEmpty())
            chunks.chrm = chrm;
        const QByteArray profile = said(chunks).profile;
        QVERIFY(!profile.isEmpty());
        QCOMPARE(said(chunks).profile, profile); // the same bytes each time
        const PngColour back = pngColourOf(profile);
        QByteArrayList written;
        for (const PngColourChunk& chunk : back.chunks) {
            written += chunk.type;
            QCOMPARE(chunk.data, chunk.type == "gAMA" ? gama : chunk.type == "cHRM" ? chrm : cicp);
        }
        QCOMPARE(written, types);
        QCOMPARE(back.needsProfile, !cicp.isEmpty());
    }

    void otherProfilesAreWrittenAsTheyAre() {
        for (const QByteArray& icc : {adobeRgb(), QByteArray(), QByteArray("no profile")}) {
            QVERIFY(pngColourOf(icc).chunks.empty());
            QVERIFY(pngColourOf(icc).needsProfile);
        }
        // A tag that says something else than the profile does.
        QByteArray changed = said({.gama = kGamma1}).profile;
        const qsizetype at = changed.indexOf("gAMA\4") + 5;
        changed.replace(at, 4, kGamma22);
        QVERIFY(pngColourOf(changed).chunks.empty());
    }

    // BT.2100: PQ code 0.5807 is 203 nits, which is white here; HLG code 0.75 too.
    void whiteOfHdrIs203Nits() {
        const auto grey = [](const char* code, double sample) {
            return shown(said({.cicp = QByteArray::fromHex(code)}).profile, cv::Vec3d::all(sample * 255))[1];
        };
        QVERIFY(std::abs(grey("09100001", 0.5807) - 255) < 0.5);
        QVERIFY(grey("09100001", 0.5) < 200);
        QVERIFY(std::abs(grey("09120001", 0.75) - 255) < 1);
    }

    // Samples 16 and 235 are black and white.
    void narrowRange() {
        const QByteArray icc = said({.cicp = QByteArray::fromHex("010d0000")}).profile;
        QVERIFY(isNear(shown(icc, cv::Vec3d::all(16)), cv::Vec3d::all(0), 0.2));
        QVERIFY(isNear(shown(icc, cv::Vec3d::all(235)), cv::Vec3d::all(255), 0.2));
        QVERIFY(isNear(shown(icc, cv::Vec3d::all(126)), cv::Vec3d::all(110 * 255 / 219.0), 0.3));
    }
};

NB_TEST(TestPngColour)
#include "tst_png_colour.moc"
