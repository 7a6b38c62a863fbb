#include "ui/desktop/canvas/blend.h"

#include "tests/support/test_main.h"
#include <QTest>

using namespace nb::desktop;

namespace {

constexpr QRgb kNothing = 0xff010203;

QImage canvas(int width, int height) {
    QImage image(width, height, QImage::Format_RGB32);
    image.fill(kNothing);
    return image;
}

} // namespace

class TestBlend : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void theTintFollowsTheMask_data() {
        QTest::addColumn<MaskView>("view");
        QTest::newRow("overlay") << MaskView::Overlay;
        QTest::newRow("quick mask") << MaskView::QuickMask;
    }
    void theTintFollowsTheMask() {
        QFETCH(MaskView, view);
        const MaskStyle style{view, QColor(255, 40, 80), 0.6, false};
        QImage base(256, 2, QImage::Format_RGB32);
        QImage cover(256, 2, QImage::Format_Grayscale8);
        for (int x = 0; x < 256; ++x) {
            base.setPixel(x, 0, qRgb(x, 255 - x, 77));
            base.setPixel(x, 1, qRgb(x, 255 - x, 77));
            cover.scanLine(0)[x] = uchar(x);          // all values
            cover.scanLine(1)[x] = x < 100 ? 0 : 255; // runs
        }
        QImage out(256, 2, QImage::Format_RGB32);
        out.fill(kNothing);
        const QRect rect(1, 0, 250, 2); // no multiple of what is done at once
        blendMask(base, cover, style, rect, out);
        QCOMPARE(out.pixel(0, 0), kNothing);
        QCOMPARE(out.pixel(251, 1), kNothing);
        for (int y = 0; y < 2; ++y)
            for (int x = 1; x <= 250; ++x) {
                const double mask = cover.constScanLine(y)[x] / 255.0;
                const double weight = 0.6 * (view == MaskView::Overlay ? mask : 1 - mask);
                const QRgb under = base.pixel(x, y);
                const auto near = [&](int actual, int below, int tint) {
                    return std::abs(actual - (below * (1 - weight) + tint * weight)) <= 2.5;
                };
                QVERIFY(near(qRed(out.pixel(x, y)), qRed(under), 255));
                QVERIFY(near(qGreen(out.pixel(x, y)), qGreen(under), 40));
                QVERIFY(near(qBlue(out.pixel(x, y)), qBlue(under), 80));
                if (weight == 0)
                    QCOMPARE(out.pixel(x, y), under);
            }
    }

    void blackAndWhiteIsTheMask() {
        QImage base = canvas(3, 1);
        QImage cover(3, 1, QImage::Format_Grayscale8);
        cover.scanLine(0)[0] = 0;
        cover.scanLine(0)[1] = 99;
        cover.scanLine(0)[2] = 255;
        QImage out = canvas(3, 1);
        blendMask(base, cover, {MaskView::BlackWhite, {}, 1, false}, out.rect(), out);
        QCOMPARE(out.pixel(0, 0), qRgb(0, 0, 0));
        QCOMPARE(out.pixel(1, 0), qRgb(99, 99, 99));
        QCOMPARE(out.pixel(2, 0), qRgb(255, 255, 255));
    }

    void antsWalkAlongTheEdge() {
        QImage cover(9, 9, QImage::Format_Grayscale8);
        cover.fill(0);
        for (int y = 2; y <= 6; ++y)
            for (int x = 2; x <= 6; ++x)
                cover.scanLine(y)[x] = 255;
        QImage out = canvas(9, 9);
        QVERIFY(drawAnts(cover, out.rect(), 0, out));
        for (int y = 0; y < 9; ++y)
            for (int x = 0; x < 9; ++x) {
                const bool inside = QRect(2, 2, 5, 5).contains(x, y);
                const bool edge = inside && !QRect(3, 3, 3, 3).contains(x, y);
                QCOMPARE(out.pixel(x, y) != kNothing, edge);
            }
        cover.fill(255);
        QVERIFY(!drawAnts(cover, out.rect(), 0, out)); // the border of the view is no edge
    }

    void aShiftMovesPixels() {
        for (const QPoint delta :
             {QPoint(2, 1), QPoint(-2, -1), QPoint(3, -2), QPoint(0, 2), QPoint(50, 0)}) {
            QImage image(8, 6, QImage::Format_RGB32);
            for (int i = 0; i < 48; ++i)
                image.setPixel(i % 8, i / 8, qRgb(i, 0, 0));
            shiftPixels(image, delta);
            for (int i = 0; i < 48; ++i) {
                const QPoint to = QPoint(i % 8, i / 8) + delta;
                if (image.rect().contains(to))
                    QCOMPARE(qRed(image.pixel(to)), i);
            }
        }
    }

    void differenceIsFourTimesAsBright() {
        QImage a(2, 1, QImage::Format_RGB32);
        QImage b(2, 1, QImage::Format_RGB32);
        a.setPixel(0, 0, qRgb(10, 20, 200));
        b.setPixel(0, 0, qRgb(13, 15, 0));
        a.setPixel(1, 0, qRgb(7, 7, 7));
        b.setPixel(1, 0, qRgb(7, 7, 7));
        makeDifference(a, b, a.rect());
        QCOMPARE(a.pixel(0, 0), qRgb(12, 20, 255));
        QCOMPARE(a.pixel(1, 0), qRgb(0, 0, 0));
    }
};

NB_TEST(TestBlend)
#include "tst_blend.moc"
