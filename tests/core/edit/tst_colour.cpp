#include "core/edit/colour.h"

#include <QTest>
#include <cmath>

using namespace nb::edit;

class TestColour : public QObject {
    Q_OBJECT

    static bool near(double a, double b, double tolerance) { return std::abs(a - b) <= tolerance; }

private Q_SLOTS:
    void transferCurve() {
        QVERIFY(near(linearFromSrgb(0.5), 0.2140, 0.0001));
        QVERIFY(near(linearFromSrgb(0.04), 0.0030960, 0.0000001));
        for (int i = 0; i <= 255; ++i)
            QVERIFY(near(srgbFromLinear(linearFromSrgb(i / 255.0)), i / 255.0, 1e-9));
    }

    // Published values for the sRGB primaries (D65).
    void lab() {
        const cv::Vec3d white = labFromLinear({1, 1, 1});
        QVERIFY(near(white[0], 100, 0.01) && near(white[1], 0, 0.02) && near(white[2], 0, 0.02));
        const cv::Vec3d red = labFromLinear({1, 0, 0});
        QVERIFY(near(red[0], 53.24, 0.02) && near(red[1], 80.09, 0.05) && near(red[2], 67.20, 0.05));
        QVERIFY(near(deltaE({50, 3, 4}, {50, 0, 0}), 5, 1e-9));
    }
};

QTEST_GUILESS_MAIN(TestColour)
#include "tst_colour.moc"
