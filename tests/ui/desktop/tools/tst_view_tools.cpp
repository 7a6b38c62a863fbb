// The tools that paint nothing: moving the selection, and the magnifying glass.

#include "tests/support/held_pool.h"
#include "tests/support/test_main.h"
#include "tests/ui/desktop/tools/tool_test.h"
#include "ui/desktop/tools/move_tool.h"
#include "ui/desktop/tools/zoom_tool.h"
#include <QSignalSpy>

using namespace nb;
using namespace nb::desktop;

namespace {

PointerEvent eventAt(QPointF pos, bool shift = false) {
    PointerEvent event;
    event.pos = pos;
    event.shift = shift;
    return event;
}

struct Selected : ToolBench {
    explicit Selected(const QRect& rect = {100, 100, 40, 30}) {
        const auto edit = document.beginMaskEdit(QStringLiteral("Paint"));
        edit->write(rect).setTo(255);
        edit->wrote(rect);
        edit->commit();
    }
    bool settle() {
        return QTest::qWaitFor([this] { return !tool.isBusy(); }, 60000);
    }
    // What is selected, if it is that rectangle and nothing else.
    bool isJust(const QRect& rect) {
        return area() == double(rect.width()) * rect.height() && at(rect.left(), rect.top()) == 255 &&
               at(rect.right(), rect.bottom()) == 255;
    }

    MoveTool tool{context};
};

} // namespace

class TestViewTools : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void theSelectionIsDraggedInOneStep() {
        Selected bench;
        bench.tool.press(eventAt({110, 110}));
        bench.tool.move(eventAt({120.4, 105.6}));
        QCOMPARE(bench.tool.outline().maskShift, QPoint(10, -4)); // shown there, by whole pixels
        QVERIFY(bench.isJust({100, 100, 40, 30}));                // but not yet made
        bench.tool.move(eventAt({135, 115}));
        bench.tool.release(eventAt({135, 115}));
        QVERIFY(bench.settle());
        QVERIFY(bench.isJust({125, 105, 40, 30}));
        QCOMPARE(bench.tool.outline().maskShift, QPoint());
        QCOMPARE(bench.document.undoStack().count(), 2);
        QCOMPARE(bench.document.undoStack().undoText(), QStringLiteral("Move selection"));
        bench.document.undoStack().undo();
        QVERIFY(bench.isJust({100, 100, 40, 30}));
    }

    void whatLeavesThePictureComesBackWithUndo() {
        Selected bench;
        QVERIFY(bench.drag(bench.tool, {{110, 110}, {110 - 120, 110 + 180}}));
        QVERIFY(bench.isJust({0, 280, 20, 20})); // the picture is 400 by 300
        QVERIFY(bench.drag(bench.tool, {{10, 290}, {130, 110}}));
        QVERIFY(bench.isJust({120, 100, 20, 20})); // what was cut is gone
        bench.document.undoStack().undo();
        bench.document.undoStack().undo();
        QVERIFY(bench.isJust({100, 100, 40, 30}));
        QVERIFY(bench.drag(bench.tool, {{0, 0}, {500, 0}}));
        QCOMPARE(bench.area(), 0.0);
    }

    void escapeLeavesItWhereItWas() {
        Selected bench;
        bench.tool.press(eventAt({110, 110}));
        bench.tool.move(eventAt({150, 150}));
        bench.tool.cancel();
        QVERIFY(!bench.tool.isBusy());
        QCOMPARE(bench.tool.outline().maskShift, QPoint());
        bench.tool.release(eventAt({150, 150}));
        QVERIFY(bench.settle());
        QVERIFY(bench.isJust({100, 100, 40, 30}));
        QCOMPARE(bench.document.undoStack().count(), 1);
    }

    void shiftKeepsToEighths() {
        Selected bench;
        bench.tool.press(eventAt({110, 110}));
        bench.tool.move(eventAt({150, 115}, true));
        QCOMPARE(bench.tool.outline().maskShift, QPoint(40, 0));
        bench.tool.release(eventAt({141, 139}, true));
        QVERIFY(bench.settle());
        QVERIFY(bench.isJust({130, 130, 40, 30}));
    }

    void arrowsNudge() {
        Selected bench;
        QVERIFY(bench.tool.nudge({1, 0}));
        QVERIFY(bench.settle());
        QVERIFY(bench.tool.nudge({0, -10}));
        QVERIFY(bench.settle());
        QVERIFY(bench.isJust({101, 90, 40, 30}));
        QCOMPARE(bench.document.undoStack().count(), 3);
    }

    // Key presses that come faster than the mask is moved add up, and make one undo command.
    void nudgesAddUpWhileOneIsWorkedOn() {
        Selected bench;
        test::HeldPool held(bench.pool);
        for (int i = 0; i < 5; ++i)
            bench.tool.nudge({1, 2});
        QCOMPARE(bench.tool.outline().maskShift, QPoint(5, 10));
        bench.tool.press(eventAt({0, 0})); // and a drag goes on from there
        bench.tool.move(eventAt({10, 0}));
        QCOMPARE(bench.tool.outline().maskShift, QPoint(15, 10));
        bench.tool.release(eventAt({10, 0}));
        held.release();
        QVERIFY(bench.settle());
        QVERIFY(bench.isJust({115, 110, 40, 30}));
        QCOMPARE(bench.document.undoStack().count(), 2);
    }

    void withoutASelectionItSaysSo() {
        ToolBench bench;
        MoveTool tool(bench.context);
        QSignalSpy failed(&tool, &Tool::failed);
        tool.press(eventAt({10, 10}));
        tool.move(eventAt({20, 20}));
        tool.release(eventAt({20, 20}));
        QCOMPARE(failed.count(), 1);
        QCOMPARE(bench.document.undoStack().count(), 0);
    }

    // ---- zoom

    void aClickGoesNearerAndAltAway() {
        ToolBench bench;
        ZoomTool tool(bench.document);
        QSignalSpy asked(&tool, &Tool::zoomAsked);
        QSignalSpy shown(&tool, &Tool::showAsked);
        PointerEvent event = eventAt({120, 90});
        tool.press(event);
        tool.release(event);
        event.alt = true;
        tool.press(event);
        tool.release(event);
        event.alt = false;
        event.erases = true; // the right button
        tool.press(event);
        tool.release(event);
        QCOMPARE(shown.count(), 0);
        QCOMPARE(asked.count(), 3);
        for (const QList<QVariant>& one : asked)
            QCOMPARE(one[0].toPointF(), QPointF(120, 90));
        QCOMPARE(asked[0][1].toInt(), 1);
        QCOMPARE(asked[1][1].toInt(), -1);
        QCOMPARE(asked[2][1].toInt(), -1);
        QCOMPARE(bench.document.undoStack().count(), 0);
    }

    void aRectangleIsShown() {
        ToolBench bench;
        ZoomTool tool(bench.document);
        QSignalSpy asked(&tool, &Tool::zoomAsked);
        QSignalSpy shown(&tool, &Tool::showAsked);
        tool.press(eventAt({100, 80}));
        tool.move(eventAt({60, 50}));
        QCOMPARE(tool.outline().path.boundingRect(), QRectF(60, 50, 40, 30));
        tool.release(eventAt({60, 40}));
        QCOMPARE(shown.count(), 1);
        QCOMPARE(shown[0][0].toRectF(), QRectF(60, 40, 40, 40));
        QCOMPARE(asked.count(), 0);
        QVERIFY(tool.outline().path.isEmpty());
    }

    // Three pixels on the screen are a click, however many of the picture they are.
    void aTremblingHandClicks() {
        ToolBench bench;
        ZoomTool tool(bench.document);
        QSignalSpy asked(&tool, &Tool::zoomAsked);
        QSignalSpy shown(&tool, &Tool::showAsked);
        PointerEvent event = eventAt({100, 100});
        event.pixelPx = 0.1;
        tool.press(event);
        event.pos = {130, 100};
        tool.release(event);
        QCOMPARE(asked.count(), 1);
        event.pixelPx = 10;
        tool.press(event);
        event.pos = {131, 101};
        tool.release(event);
        QCOMPARE(shown.count(), 1);
    }

    void aCancelledDragShowsNothing() {
        ToolBench bench;
        ZoomTool tool(bench.document);
        QSignalSpy shown(&tool, &Tool::showAsked);
        tool.press(eventAt({100, 80}));
        tool.move(eventAt({60, 50}));
        tool.cancel();
        QVERIFY(!tool.isBusy());
        tool.release(eventAt({60, 50}));
        QCOMPARE(shown.count(), 0);
    }
};

NB_TEST(TestViewTools)
#include "tst_view_tools.moc"
