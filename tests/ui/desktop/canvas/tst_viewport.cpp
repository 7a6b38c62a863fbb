#include "ui/desktop/canvas/viewport.h"

#include "tests/support/test_main.h"
#include "tests/support/test_seed.h"
#include <QRandomGenerator>
#include <QTest>
#include <cmath>

using namespace nb::desktop;

namespace {

Viewport viewport(QSize picture, QSize view, double ratio = 1) {
    Viewport v;
    v.setView(view, ratio);
    v.setPicture(picture);
    return v;
}

double apart(QPointF a, QPointF b) {
    return std::hypot(a.x() - b.x(), a.y() - b.y());
}

} // namespace

class TestViewport : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aLargePictureIsFittedAndCentred() {
        const Viewport v = viewport({4000, 2000}, {1000, 800});
        QCOMPARE(v.zoom(), 0.25); // the width decides: 1000 / 4000
        QVERIFY(v.isFitted());
        QCOMPARE(v.fromPicture({0, 0}), QPointF(0, 150)); // (800 - 2000 / 4) / 2
        QCOMPARE(v.fromPicture({4000, 2000}), QPointF(1000, 650));
    }

    void aSmallPictureIsNotEnlargedUntilAskedFor() {
        Viewport v = viewport({100, 100}, {1000, 800});
        QCOMPARE(v.zoom(), 1.0);
        v.fit();
        QCOMPARE(v.zoom(), 8.0);
    }

    void aFittedPictureFollowsTheView() {
        Viewport v = viewport({4000, 2000}, {1000, 800});
        v.setView({2000, 1600}, 1);
        QCOMPARE(v.zoom(), 0.5);
        v.setZoom(0.3);
        v.setView({1000, 800}, 1);
        QCOMPARE(v.zoom(), 0.3);
        QCOMPARE(v.centre(), QPointF(2000, 1000));
    }

    void aTurnedPictureIsFittedByItsBounds() {
        Viewport v = viewport({4000, 2000}, {1000, 800});
        v.setRotation(90);
        v.fit();
        QCOMPARE(v.zoom(), 0.2);                          // 800 / 4000
        QCOMPARE(v.fromPicture({0, 0}), QPointF(700, 0)); // clockwise: the top left corner is now top right
    }

    void hundredPercentIsOneDevicePixel() {
        Viewport v = viewport({4000, 2000}, {1000, 800}, 2);
        QCOMPARE(v.zoom(), 0.5); // 2000 device pixels for 4000
        v.setZoom(1);
        const QPointF step = v.fromPicture({1, 0}) - v.fromPicture({0, 0});
        QCOMPARE(step, QPointF(0.5, 0)); // view pixels
        QCOMPARE(v.deviceSize(), QSize(2000, 1600));
    }

    void zoomIsCut() {
        Viewport v = viewport({100, 100}, {500, 500});
        v.setZoom(1000);
        QCOMPARE(v.zoom(), 64.0);
        v.setZoom(0);
        QCOMPARE(v.zoom(), 0.02);
    }

    void roundZoomsGoUpAndDownAgain() {
        Viewport v = viewport({100, 100}, {500, 500});
        v.setZoom(0.02);
        std::vector<double> up{v.zoom()};
        while (v.nextZoom() > v.zoom()) {
            v.setZoom(v.nextZoom());
            up.push_back(v.zoom());
        }
        QCOMPARE(up.back(), 64.0);
        QVERIFY(std::find(up.begin(), up.end(), 1.0) != up.end());
        for (auto it = up.rbegin() + 1; it != up.rend(); ++it) {
            QCOMPARE(v.previousZoom(), *it);
            v.setZoom(*it);
        }
        v.setZoom(1.2);
        QCOMPARE(v.nextZoom(), 1.5);
        QCOMPARE(v.previousZoom(), 1.0);
    }

    void whatIsUnderThePointerStaysThere() {
        const quint32 seed = nb::test::testSeed();
        QRandomGenerator random(seed);
        for (int run = 0; run < 300; ++run) {
            Viewport v = viewport({3000, 2000}, {900, 700}, run % 3 == 0 ? 1.5 : 1);
            v.setRotation(random.bounded(360.0));
            v.setZoom(std::exp2(random.bounded(4.0) - 2));
            v.centreOn({1200 + random.bounded(600.0), 800 + random.bounded(400.0)});
            const QPointF at(350 + random.bounded(200.0), 250 + random.bounded(200.0));
            const QPointF held = v.toPicture(at);
            v.zoomAt(at, v.zoom() * std::exp2(random.bounded(1.0)));
            // Rounding to whole device pixels moves by at most half the diagonal of one: before, enlarged
            // up to twice, and after.
            QVERIFY(apart(v.fromPicture(held), at) * v.devicePixelRatio() <= 3 * 0.7072);
        }
    }

    void whatIsUnderTheFingersStaysThere() {
        Viewport v = viewport({3000, 2000}, {900, 700}, 1.5);
        v.setZoom(0.8);
        const QPointF at(350, 250);
        const QPointF held = v.toPicture(at);
        v.rotateAt(at, 73);
        QCOMPARE(v.rotation(), 73.0);
        QVERIFY(apart(v.fromPicture(held), at) * v.devicePixelRatio() <= 2 * 0.7072);
    }

    void anAreaIsShownAsLargeAsItGoes() {
        Viewport v = viewport({3000, 2000}, {900, 700});
        v.show({100, 200, 300, 100});
        QCOMPARE(v.zoom(), 3.0);
        QCOMPARE(v.centre(), QPointF(250, 250));
        v.setRotation(90);
        v.show({100, 200, 350, 100}); // lies on its side: 350 high
        QCOMPARE(v.zoom(), 2.0);
        v.show({100, 200, 1, 1});
        QCOMPARE(v.zoom(), Viewport::kMaxZoom);
    }

    // The choice of a person outlives any number of docks that come and go.
    void aFittedPictureStaysAsItWasFitted() {
        Viewport v = viewport({300, 200}, {600, 600});
        QCOMPARE(v.zoom(), 1.0); // opened: not enlarged
        v.setView({150, 600}, 1);
        QCOMPARE(v.zoom(), 0.5);
        v.setView({600, 600}, 1);
        QCOMPARE(v.zoom(), 1.0);
        v.fit();
        QCOMPARE(v.zoom(), 2.0);
        v.setView({150, 600}, 1);
        v.panBy({0, 0}); // a click with the hand
        v.setView({900, 600}, 1);
        QCOMPARE(v.zoom(), 3.0);
        v.panBy({1, 0});
        v.setView({150, 600}, 1);
        QCOMPARE(v.zoom(), 3.0);
    }

    void thereAndBackIsTheSamePoint() {
        Viewport v = viewport({3000, 2000}, {900, 700}, 1.25);
        v.setRotation(33);
        v.setZoom(0.7);
        QVERIFY(apart(v.toPicture(v.fromPicture({123.25, 456.5})), {123.25, 456.5}) < 1e-6);
    }

    void aPanFollowsTheHandAndStopsAtTheEdge() {
        Viewport v = viewport({3000, 2000}, {900, 700}, 2);
        v.setZoom(1);
        v.setRotation(90);
        const QPointF held = v.toPicture({400, 300});
        v.panBy({50, -30});
        QVERIFY(apart(v.fromPicture(held), {450, 270}) <= 0.7072);
        v.panBy({1e6, 1e6});
        QVERIFY(QRectF(0, 0, 3000, 2000).contains(v.centre()));
    }

    void panningIsAShiftByWholeDevicePixels() {
        Viewport v = viewport({3000, 2000}, {900, 700});
        v.setZoom(0.37);
        v.setRotation(12);
        for (int i = 0; i < 20; ++i) {
            const QTransform t = v.toDevice();
            QCOMPARE(t.dx(), std::round(t.dx()));
            QCOMPARE(t.dy(), std::round(t.dy()));
            v.panBy({1.3, 0.7});
        }
    }

    void rotationIsCountedOnce() {
        Viewport v = viewport({300, 200}, {900, 700});
        v.setRotation(-90);
        QCOMPARE(v.rotation(), 270.0);
        v.setRotation(725);
        QCOMPARE(v.rotation(), 5.0);
    }

    void deviceRectangleCoversWhatIsDrawn() {
        Viewport v = viewport({3000, 2000}, {900, 700});
        v.setZoom(0.31);
        v.setRotation(20);
        v.centreOn({1000, 900});
        const QRect part(950, 850, 37, 21);
        const QRect device = v.deviceRect(part);
        for (const QPointF corner :
             {QPointF(950, 850), QPointF(987, 850), QPointF(987, 871), QPointF(950, 871)})
            QVERIFY(QRectF(device).adjusted(1, 1, -1, -1).contains(v.toDevice().map(corner)));
        QVERIFY(v.pictureRect(device).contains(part));
        QVERIFY(v.deviceRect({}).isEmpty());
    }

    void withoutPictureOrViewItIsStillUsable() {
        Viewport v;
        v.fit();
        QVERIFY(v.toDevice().isInvertible());
        v.zoomAt({0, 0}, 2);
        v.panBy({5, 5});
        QCOMPARE(v.centre(), QPointF(0, 0));
    }
};

NB_TEST_APPLESS(TestViewport)
#include "tst_viewport.moc"
