#include "core/image/cmyk.h"
#include "tests/support/test_main.h"

#include <QTest>
#include <array>

using namespace nb;
using image::CmykSense;

namespace {

std::array<int, 3> rgb(CmykSense sense, std::array<unsigned char, 4> cmyk, const QByteArray& profile = {}) {
    std::array<unsigned char, 3> out{};
    image::CmykToRgb(profile, sense).convert(cmyk.data(), out.data(), 1);
    return {out[0], out[1], out[2]};
}

} // namespace

class TestCmyk : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void plainFormula() {
        using Rgb = std::array<int, 3>;
        QVERIFY((rgb(CmykSense::InkIsHigh, {0, 0, 0, 0}) == Rgb{255, 255, 255}));
        QVERIFY((rgb(CmykSense::InkIsHigh, {255, 0, 0, 0}) == Rgb{0, 255, 255}));
        QVERIFY((rgb(CmykSense::InkIsHigh, {0, 0, 0, 255}) == Rgb{0, 0, 0}));
        // (255 - 51) * (255 - 102) / 255 = 122.4
        QVERIFY((rgb(CmykSense::InkIsHigh, {51, 0, 255, 102}) == Rgb{122, 153, 0}));
    }

    void adobeStoresInkInverted() {
        QVERIFY(rgb(CmykSense::InkIsLow, {204, 255, 0, 153}) == rgb(CmykSense::InkIsHigh, {51, 0, 255, 102}));
    }

    void aBrokenProfileIsIgnored() {
        QVERIFY(rgb(CmykSense::InkIsHigh, {51, 0, 255, 102}, "no profile") ==
                rgb(CmykSense::InkIsHigh, {51, 0, 255, 102}));
    }
};

NB_TEST(TestCmyk)
#include "tst_cmyk.moc"
