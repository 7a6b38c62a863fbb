#include "core/image/rgb_to_cmyk.h"

#include "tests/support/test_main.h"
#include <QTest>
#include <cstdlib>

using namespace nb::image;

class TestRgbToCmyk : public QObject {
    Q_OBJECT

private Q_SLOTS:
    // (1 - ink) * (1 - black), by hand: red 200 is black 55, no cyan, all yellow and magenta.
    void withoutAProfile() {
        const unsigned char red[] = {200, 0, 0};
        unsigned char cmyk[4];
        RgbToCmyk({}, {}, CmykSense::InkIsHigh).convert(red, cmyk);
        QCOMPARE(int(cmyk[0]), 0);
        QCOMPARE(int(cmyk[1]), 255);
        QCOMPARE(int(cmyk[2]), 255);
        QCOMPARE(int(cmyk[3]), 55);
        RgbToCmyk({}, {}, CmykSense::InkIsLow).convert(red, cmyk);
        QCOMPARE(int(cmyk[0]), 255);
        QCOMPARE(int(cmyk[3]), 200);
    }

    void thereAndBack() {
        for (const CmykSense sense : {CmykSense::InkIsHigh, CmykSense::InkIsLow})
            for (int i = 0; i < 1000; ++i) {
                const unsigned char rgb[] = {static_cast<unsigned char>(i * 7),
                                             static_cast<unsigned char>(i * 13),
                                             static_cast<unsigned char>(i * 29)};
                unsigned char cmyk[4], back[3];
                RgbToCmyk({}, "no profile", sense).convert(rgb, cmyk);
                CmykToRgb({}, sense).convert(cmyk, back, 1);
                for (int c = 0; c < 3; ++c)
                    QVERIFY(std::abs(back[c] - rgb[c]) <= 1);
            }
    }
};

NB_TEST_APPLESS(TestRgbToCmyk)
#include "tst_rgb_to_cmyk.moc"
