// CanvasView, what moves the view: wheel, fingers, the magnifying glass.

#include "tests/support/test_main.h"
#include "tests/ui/desktop/canvas/canvas_window.h"
#include "ui/desktop/canvas/finger_rotation.h"
#include "ui/desktop/theme/cursors.h"
#include "ui/desktop/tools/zoom_tool.h"
#include <QInputDevice>
#include <QNativeGestureEvent>
#include <QPointingDevice>
#include <QSignalSpy>

using namespace nb;
using namespace nb::desktop;

class TestCanvasZoom : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void theWheelZoomsAtThePointer() {
        Window w;
        QSignalSpy zoomed(&w.view, &CanvasView::zoomChanged);
        const QPointF held = w.view.viewport().toPicture({120, 80});
        w.wheel({120, 80}, 4);
        QVERIFY(std::abs(w.view.viewport().zoom() - 2) < 0.01);
        QVERIFY(QLineF(w.view.viewport().fromPicture(held), {120, 80}).length() < 2);
        QCOMPARE(zoomed.size(), 1);
        w.wheel({120, 80}, -8); // stops at 100 % on its way
        QCOMPARE(w.view.viewport().zoom(), 1.0);
    }

    void theWheelWithControlIsTheBrush() {
        Window w;
        QSignalSpy sized(&w.view, &CanvasView::brushSizeStepped);
        w.wheel({100, 100}, 2, Qt::ControlModifier);
        QCOMPARE(sized.size(), 1);
        QCOMPARE(sized[0][0].toDouble(), 2.0);
        w.view.setWheel(CanvasView::Wheel::Scrolls);
        w.wheel({100, 100}, 1, Qt::ControlModifier);
        QVERIFY(w.view.viewport().zoom() > 1.1);
        QCOMPARE(sized.size(), 1);
    }

    void twoFingersZoomAndMove() {
        Window w;
        const std::unique_ptr<QPointingDevice> screen(QTest::createTouchDevice());
        QTest::touchEvent(&w.view, screen.get()).press(0, {150, 150}).press(1, {250, 150});
        const QPointF held = w.view.viewport().toPicture({200, 150});
        QTest::touchEvent(&w.view, screen.get()).move(0, {110, 150}).move(1, {310, 150});
        QVERIFY(std::abs(w.view.viewport().zoom() - 2) < 0.01);
        QVERIFY(QLineF(w.view.viewport().fromPicture(held), {210, 150}).length() < 2);
        QTest::touchEvent(&w.view, screen.get()).release(0, {110, 150}).release(1, {310, 150});
        QCOMPARE(w.tool.said, QString());
    }

    void twoFingersTurn() {
        Window w;
        const std::unique_ptr<QPointingDevice> screen(QTest::createTouchDevice());
        const auto turned = [&](double degrees) { // both fingers 100 around the middle of the view
            const QPointF arm = QTransform().rotate(degrees).map(QPointF(100, 0));
            QTest::touchEvent(&w.view, screen.get())
                .move(0, (QPointF(200, 150) - arm).toPoint())
                .move(1, (QPointF(200, 150) + arm).toPoint());
        };
        const QPointF held = w.view.viewport().toPicture({200, 150});
        QTest::touchEvent(&w.view, screen.get()).press(0, {100, 150}).press(1, {300, 150});
        turned(5);
        QCOMPARE(w.view.viewport().rotation(), 0.0); // below the threshold
        turned(40);
        QVERIFY(std::abs(w.view.viewport().rotation() - (40 - FingerRotation::kThresholdDegrees)) < 1);
        QVERIFY(std::abs(w.view.viewport().zoom() - 1) < 0.02);
        QVERIFY(QLineF(w.view.viewport().fromPicture(held), {200, 150}).length() < 3);
        turned(95);
        QVERIFY(w.view.viewport().rotation() != 90);
        QTest::touchEvent(&w.view, screen.get()).release(0, {210, 50}).release(1, {190, 250});
        QCOMPARE(w.view.viewport().rotation(), 90.0); // nearly straight becomes straight
    }

    void oneFingerMovesOrPaints() {
        Window w;
        const std::unique_ptr<QPointingDevice> screen(QTest::createTouchDevice());
        const QPointF centre = w.view.viewport().centre();
        QTest::touchEvent(&w.view, screen.get()).press(0, {150, 150});
        QTest::touchEvent(&w.view, screen.get()).move(0, {140, 145});
        QTest::touchEvent(&w.view, screen.get()).release(0, {140, 145});
        QCOMPARE(w.view.viewport().centre(), centre + QPointF(10, 5));
        QCOMPARE(w.tool.said, QString());

        w.view.setFingerPaints(true);
        QTest::touchEvent(&w.view, screen.get()).press(0, {150, 150});
        QTest::touchEvent(&w.view, screen.get()).move(0, {160, 150});
        QCOMPARE(w.tool.last.pos, w.view.viewport().toPicture({160, 150}));
        QCOMPARE(w.tool.last.pressure, 1.0);
        QTest::touchEvent(&w.view, screen.get()).release(0, {160, 150});
        QCOMPARE(w.tool.said, QStringLiteral("press move release "));
        QCOMPARE(w.view.viewport().centre(), centre + QPointF(10, 5));
    }

    void aSecondFingerTakesTheStrokeBack() {
        Window w;
        w.view.setFingerPaints(true);
        const std::unique_ptr<QPointingDevice> screen(QTest::createTouchDevice());
        QTest::touchEvent(&w.view, screen.get()).press(0, {150, 150});
        QTest::touchEvent(&w.view, screen.get()).move(0, {150, 150}).press(1, {250, 150});
        QCOMPARE(w.tool.said, QStringLiteral("press cancel "));
        QTest::touchEvent(&w.view, screen.get()).move(0, {110, 150}).move(1, {310, 150});
        QVERIFY(std::abs(w.view.viewport().zoom() - 2) < 0.01);
        QTest::touchEvent(&w.view, screen.get()).move(0, {110, 150}).release(1, {310, 150});
        const QPointF centre = w.view.viewport().centre();
        QTest::touchEvent(&w.view, screen.get()).move(0, {90, 150}); // moves on from where it is
        QTest::touchEvent(&w.view, screen.get()).release(0, {80, 150});
        QCOMPARE(w.view.viewport().centre(), centre + QPointF(10, 0));
        QCOMPARE(w.tool.said, QStringLiteral("press cancel "));
    }

    void aHandThatRestsWhileThePenDrawsIsIgnored() {
        Window w;
        const std::unique_ptr<QPointingDevice> screen(QTest::createTouchDevice());
        const QTransform before = w.view.viewport().toView();
        w.press({100, 100});
        QTest::touchEvent(&w.view, screen.get()).press(0, {150, 150});
        QTest::touchEvent(&w.view, screen.get()).move(0, {190, 150}).press(1, {250, 150});
        w.drag({110, 100});
        QTest::touchEvent(&w.view, screen.get()).release(0, {190, 150}).release(1, {250, 150});
        w.release({110, 100});
        QCOMPARE(w.tool.said, QStringLiteral("press move release "));
        QCOMPARE(w.view.viewport().toView(), before);
    }

    void aTouchpadTurns() {
        Window w;
        const std::unique_ptr<QPointingDevice> pad(
            QTest::createTouchDevice(QInputDevice::DeviceType::TouchPad));
        const auto send = [&](Qt::NativeGestureType type, double value) {
            const QPointF at(120, 80);
            QNativeGestureEvent event(type, pad.get(), 2, at, at, w.view.mapToGlobal(at), value, {});
            QApplication::sendEvent(&w.view, &event);
        };
        send(Qt::BeginNativeGesture, 0);
        send(Qt::RotateNativeGesture, FingerRotation::kThresholdDegrees);
        QCOMPARE(w.view.viewport().rotation(), 0.0);
        send(Qt::RotateNativeGesture, 3);
        QCOMPARE(w.view.viewport().rotation(), 3.0);
        send(Qt::ZoomNativeGesture, 0.5);
        QCOMPARE(w.view.viewport().zoom(), 1.5);
        send(Qt::RotateNativeGesture, 20);
        send(Qt::EndNativeGesture, 0);
        QCOMPARE(w.view.viewport().rotation(), 23.0);
    }

    void aToolMayAskTheView() {
        Window w;
        const QPointF at(310, 190);
        const QPointF before = w.view.viewport().fromPicture(at);
        Q_EMIT w.tool.zoomAsked(at, 1);
        QCOMPARE(w.view.viewport().zoom(), 1.5); // the next round one
        QVERIFY(QLineF(w.view.viewport().fromPicture(at), before).length() < 2);
        Q_EMIT w.tool.zoomAsked(at, -1);
        QCOMPARE(w.view.viewport().zoom(), 1.0);
        Q_EMIT w.tool.showAsked({100, 50, 80, 100}); // the view is 400 by 300: the height counts
        QCOMPARE(w.view.viewport().zoom(), 3.0);
        QCOMPARE(w.view.viewport().centre(), QPointF(140, 100));
    }

    void theMagnifyingGlassFollowsAlt() {
        Window w;
        ZoomTool zoom(w.document);
        w.view.setTool(&zoom);
        w.drag({100, 100}, {});
        QCOMPARE(w.view.cursor(), zoomCursor(ZoomCursor::In));
        QTest::keyPress(&w.view, Qt::Key_Alt);
        QCOMPARE(w.view.cursor(), zoomCursor(ZoomCursor::Out));
        QTest::keyRelease(&w.view, Qt::Key_Alt);
        QCOMPARE(w.view.cursor(), zoomCursor(ZoomCursor::In));
        w.press({100, 100});
        w.release({100, 100});
        QCOMPARE(w.view.viewport().zoom(), 1.5);
    }
};

NB_TEST_WIDGETS(TestCanvasZoom)

#include "tst_canvas_zoom.moc"
