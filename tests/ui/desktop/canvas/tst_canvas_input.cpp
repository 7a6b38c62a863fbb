// CanvasView, what mouse, pen and keys do.
#include "tests/support/test_main.h"
#include "tests/ui/desktop/canvas/canvas_window.h"
#include <QInputDevice>
#include <QPointingDevice>
#include <QSignalSpy>

using namespace nb;
using namespace nb::desktop;

class TestCanvasInput : public QObject {
    Q_OBJECT

private Q_SLOTS:
    // ---- the tool

    void theToolGetsPictureCoordinates() {
        Window w;
        w.view.setZoom(2);
        const QPointF at(123, 87);
        w.press(at, Qt::LeftButton, Qt::ShiftModifier | Qt::ControlModifier);
        QCOMPARE(w.tool.last.pos, w.view.viewport().toPicture(at));
        QCOMPARE(w.tool.last.pixelPx, 2.0);
        QVERIFY(w.tool.last.shift && w.tool.last.ctrl && !w.tool.last.alt && !w.tool.last.erases);
        w.drag({-50, 87}); // outside
        QVERIFY(w.tool.last.pos.x() < w.view.viewport().toPicture({0, 0}).x());
        w.release({-50, 87});
        QCOMPARE(w.tool.said, QStringLiteral("press move release "));
        w.mouse(QEvent::MouseButtonDblClick, at, Qt::LeftButton, Qt::LeftButton);
        w.release(at);
        QVERIFY(w.tool.said.endsWith(QStringLiteral("double release ")));
    }

    void sideBySideBothHalvesAreThePicture() {
        Window w;
        w.view.setCompare(CompareMode::SideBySide);
        w.drag({50, 100}, {});
        const QPointF left = w.tool.last.pos;
        w.drag({50.0 + 400 - w.view.viewport().viewSize().width(), 100}, {});
        QCOMPARE(w.tool.last.pos, left);
    }

    void theRightButtonErases() {
        Window w;
        w.press({100, 100}, Qt::RightButton);
        QVERIFY(w.tool.last.erases);
        w.drag({110, 100}, Qt::RightButton);
        QVERIFY(w.tool.last.erases);
        w.release({110, 100}, Qt::RightButton);
        w.press({100, 100});
        QVERIFY(!w.tool.last.erases);
    }

    void thePenHasPressureAndAnEraser() {
        Window w;
        const QPointingDevice pen(
            QStringLiteral("pen"), 1, QInputDevice::DeviceType::Stylus, QPointingDevice::PointerType::Pen,
            QInputDevice::Capability::Position | QInputDevice::Capability::Pressure, 1, 2);
        const QPointingDevice eraser(QStringLiteral("eraser"), 2, QInputDevice::DeviceType::Stylus,
                                     QPointingDevice::PointerType::Eraser,
                                     QInputDevice::Capability::Position | QInputDevice::Capability::Pressure,
                                     1, 2);
        const auto send = [&](const QPointingDevice& device, QEvent::Type type, double pressure,
                              bool touches) {
            QTabletEvent event(type, &device, {100, 100}, w.view.mapToGlobal(QPointF(100, 100)), pressure, 0,
                               0, 0, 0, 0, {}, type == QEvent::TabletMove ? Qt::NoButton : Qt::LeftButton,
                               touches ? Qt::LeftButton : Qt::NoButton);
            QApplication::sendEvent(&w.view, &event);
            QVERIFY(event.isAccepted());
        };
        send(pen, QEvent::TabletPress, 0.25, true);
        QCOMPARE(w.tool.last.pressure, 0.25);
        QVERIFY(!w.tool.last.erases);
        send(pen, QEvent::TabletMove, 0.5, true);
        QCOMPARE(w.tool.last.pressure, 0.5);
        send(pen, QEvent::TabletRelease, 0, false);
        send(eraser, QEvent::TabletPress, 0.75, true);
        QVERIFY(w.tool.last.erases);
        send(eraser, QEvent::TabletRelease, 0, false);
        QCOMPARE(w.tool.said, QStringLiteral("press move release press release "));
    }

    void spaceMovesThePictureOrWhatIsBeingDrawn() {
        Window w;
        const QPointF centre = w.view.viewport().centre();
        QTest::keyPress(&w.view, Qt::Key_Space);
        w.press({100, 100});
        w.drag({90, 95});
        w.release({90, 95});
        QTest::keyRelease(&w.view, Qt::Key_Space);
        QCOMPARE(w.view.viewport().centre(), centre + QPointF(10, 5));
        QCOMPARE(w.tool.said, QString());

        w.press({100, 100});
        QTest::keyPress(&w.view, Qt::Key_Space);
        QVERIFY(w.tool.last.space);
        w.drag({110, 100});
        QVERIFY(w.tool.last.space);
        QTest::keyRelease(&w.view, Qt::Key_Space);
        QVERIFY(!w.tool.last.space);
        w.release({110, 100});
        QCOMPARE(w.view.viewport().centre(), centre + QPointF(10, 5));
    }

    void aModifierCountsAtOnce() {
        Window w;
        w.press({100, 100});
        w.drag({130, 120});
        QTest::keyPress(&w.view, Qt::Key_Shift, Qt::ShiftModifier);
        QVERIFY(w.tool.last.shift);
        QCOMPARE(w.tool.last.pos, w.view.viewport().toPicture({130, 120}));
        QTest::keyRelease(&w.view, Qt::Key_Shift);
        QVERIFY(!w.tool.last.shift);
    }

    void leavingTheWindowDropsWhatIsHeld() {
        Window w;
        QTest::keyPress(&w.view, Qt::Key_Space);
        w.press({100, 100});
        QEvent leave(QEvent::WindowDeactivate);
        QApplication::sendEvent(&w.view, &leave);
        const QPointF centre = w.view.viewport().centre();
        w.drag({50, 50});
        QCOMPARE(w.view.viewport().centre(), centre); // neither panning
        w.release({50, 50});
        w.press({100, 100}); // nor Space
        QCOMPARE(w.tool.said, QStringLiteral("press "));
        QApplication::sendEvent(&w.view, &leave);
        QCOMPARE(w.tool.said, QStringLiteral("press cancel "));
    }

    void escapeAndReturn() {
        Window w;
        QVERIFY(!w.view.cancelGesture());
        w.press({100, 100});
        QTest::keyClick(&w.view, Qt::Key_Escape);
        QCOMPARE(w.tool.said, QStringLiteral("press cancel "));
        w.release({100, 100});
        QCOMPARE(w.tool.said, QStringLiteral("press cancel ")); // the gesture is over
        w.tool.busy = true;
        QTest::keyClick(&w.view, Qt::Key_Return);
        QVERIFY(w.tool.said.endsWith(QStringLiteral("finish ")));
        QVERIFY(w.view.cancelGesture());
        QVERIFY(w.tool.said.endsWith(QStringLiteral("cancel ")));
    }

    void anotherToolCancelsTheGesture() {
        Window w;
        w.press({100, 100});
        FakeTool other(w.document);
        w.view.setTool(&other);
        QCOMPARE(w.tool.said, QStringLiteral("press cancel "));
        w.drag({120, 100});
        QCOMPARE(other.said, QString());
    }

    void aToolMayGoBeforeTheView() {
        Window w;
        {
            FakeTool brief(w.document);
            w.view.setTool(&brief);
        }
        QVERIFY(w.view.tool() == nullptr);
        const QPointF centre = w.view.viewport().centre();
        w.press({100, 100}); // the hand
        w.drag({110, 100});
        w.release({110, 100});
        QCOMPARE(w.view.viewport().centre(), centre - QPointF(10, 0));
    }

    void theContextIsDraggedByItsLabel() {
        Window w;
        w.view.fit();
        w.settle();
        const QRect frame(200, 150, 200, 150);
        w.view.setContextPreview({{frame, QStringLiteral("200 × 150")}});
        const QImage with = w.shot();
        w.view.setContextPreview({});
        QVERIFY(with != w.shot());
        w.view.setContextPreview({{frame, QStringLiteral("200 × 150")}});
        QSignalSpy dragged(&w.view, &CanvasView::contextDragged);
        const QPointF grip = w.view.viewport().fromPicture(frame.topLeft()) + QPointF(8, -8);
        w.press(grip);
        w.drag(grip + QPointF(30, 0));
        QCOMPARE(dragged.size(), 0); // not before it is let go
        w.drag(grip + QPointF(20, 0));
        w.release(grip + QPointF(20, 0));
        QCOMPARE(dragged.size(), 1);
        const QRect moved = dragged[0][0].toRect();
        QCOMPARE(moved.size(), frame.size());
        QCOMPARE(moved.top(), frame.top());
        QCOMPARE(moved.left(), frame.left() + qRound(20 / w.view.viewport().zoom()));
        w.press(grip);
        w.drag({-2000, -2000});
        w.release({-2000, -2000});
        QCOMPARE(dragged.last()[0].toRect().topLeft(), QPoint(0, 0)); // stays in the picture
        QCOMPARE(w.tool.said, QString());
    }

    // ---- keys

    // The status line shows nothing without a picture, and must learn the zoom of the first one.
    void theZoomOfEachPictureIsAnnounced() {
        Window w;
        QSignalSpy zoomed(&w.view, &CanvasView::zoomChanged);
        w.document.open({pattern(40, 30), {}}, QStringLiteral("small")); // fits at 100 %, where it was
        QCOMPARE(zoomed.size(), 1);
        QCOMPARE(zoomed[0][0].toDouble(), 1.0);
    }

    void altAndTheRightButtonAreSizeAndHardness() {
        Window w;
        QSignalSpy dragged(&w.view, &CanvasView::brushDragged);
        w.press({100, 100}, Qt::RightButton, Qt::AltModifier);
        w.drag({107, 97}, Qt::RightButton, Qt::AltModifier);
        w.release({107, 97}, Qt::RightButton);
        QCOMPARE(dragged.size(), 1);
        QCOMPARE(dragged[0][0].toDouble(), 7.0);
        QCOMPARE(dragged[0][1].toDouble(), 3.0);
        QCOMPARE(w.tool.said, QString());
    }

    void arrowsMoveThePicture() {
        Window w;
        const QPointF centre = w.view.viewport().centre();
        QTest::keyClick(&w.view, Qt::Key_Right);
        QVERIFY(w.view.viewport().centre().x() > centre.x());
    }

    void arrowsMayBeTheTools() {
        Window w;
        w.tool.takesArrows = true;
        const QPointF centre = w.view.viewport().centre();
        QTest::keyClick(&w.view, Qt::Key_Right);
        QTest::keyClick(&w.view, Qt::Key_Up, Qt::ShiftModifier);
        QCOMPARE(w.tool.nudged, QPoint(1, -10));
        QCOMPARE(w.view.viewport().centre(), centre);
    }

    void thePointerIsReported() {
        Window w;
        QSignalSpy moved(&w.view, &CanvasView::pointerMoved);
        w.drag({100, 100}, {});
        QCOMPARE(moved.last()[0].toPointF(), w.view.viewport().toPicture({100, 100}));
    }

    void itCanBeReachedAndHasAName() {
        Window w;
        QCOMPARE(w.view.focusPolicy(), Qt::StrongFocus);
        QVERIFY(!w.view.accessibleName().isEmpty());
    }
};

NB_TEST_WIDGETS(TestCanvasInput)

#include "tst_canvas_input.moc"
