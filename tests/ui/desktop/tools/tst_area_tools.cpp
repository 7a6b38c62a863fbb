// Rectangle, ellipse, gradient, lasso, polygon and wand: their geometry by hand.
#include "tests/support/held_pool.h"
#include "tests/support/test_main.h"
#include "tests/support/test_seed.h"
#include "tests/ui/desktop/tools/tool_test.h"
#include "ui/desktop/tools/drag_tool.h"
#include "ui/desktop/tools/lasso_tool.h"
#include "ui/desktop/tools/object_tool.h"
#include "ui/desktop/tools/wand_tool.h"
#include <QRandomGenerator>
#include <QSignalSpy>
#include <numbers>

using namespace nb;
using namespace nb::desktop;

namespace {

PointerEvent eventAt(double x, double y) {
    PointerEvent event;
    event.pos = {x, y};
    return event;
}

struct Key {
    bool PointerEvent::*held;
    PointerEvent operator()(double x, double y) const {
        PointerEvent event = eventAt(x, y);
        event.*held = true;
        return event;
    }
};

constexpr Key shift{&PointerEvent::shift}, alt{&PointerEvent::alt}, space{&PointerEvent::space},
    ctrl{&PointerEvent::ctrl};

} // namespace

class TestAreaTools : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aRectangleIsSharp() {
        ToolBench bench;
        RectangleTool tool(bench.context);
        QVERIFY(bench.drag(tool, {{10.4, 20.6}, {59.6, 50.2}})); // rounds to 10, 21, 60, 50
        QCOMPARE(bench.area(), 50.0 * 29);
        QCOMPARE(cv::countNonZero(bench.document.mask().pixels), 50 * 29);
        QCOMPARE(bench.at(10, 21), 255);
        QCOMPARE(bench.at(59, 49), 255);
        QCOMPARE(bench.document.undoStack().undoText(), QStringLiteral("Rectangle"));
    }

    void anEllipseHasTheAreaOfAnEllipse() {
        ToolBench bench;
        EllipseTool tool(bench.context);
        QVERIFY(bench.drag(tool, {{50.5, 60.25}, {250.5, 160.75}}));
        QVERIFY(std::abs(bench.area() - std::numbers::pi * 100 * 50.25) < 20);
        QCOMPARE(bench.at(150, 110), 255);
        QCOMPARE(bench.at(51, 61), 0);
    }

    void shiftMakesASquareAndAltStartsInTheMiddle() {
        ToolBench bench;
        RectangleTool tool(bench.context);
        tool.press(eventAt(100, 100));
        tool.release(shift(80, 150)); // 50 to the left and down: the longer way counts
        QCOMPARE(bench.area(), 2500.0);
        QCOMPARE(bench.at(50, 100), 255);
        QCOMPARE(bench.at(99, 149), 255);
        bench.document.undoStack().undo();
        tool.press(eventAt(100, 100));
        tool.release(alt(110, 130));
        QCOMPARE(bench.area(), 20.0 * 60);
        QCOMPARE(bench.at(90, 70), 255);
    }

    void spaceMovesWhatIsDrawn() {
        ToolBench bench;
        RectangleTool tool(bench.context);
        tool.press(eventAt(10, 10));
        tool.move(eventAt(30, 40));
        tool.move(space(130, 140));
        tool.release(eventAt(131, 140));
        QCOMPARE(bench.area(), 21.0 * 30);
        QCOMPARE(bench.at(110, 110), 255);
        QCOMPARE(bench.at(20, 20), 0);
    }

    void controlAndRightButtonSubtract() {
        ToolBench bench;
        RectangleTool tool(bench.context);
        QVERIFY(bench.drag(tool, {{0, 0}, {100, 100}}));
        QVERIFY(bench.drag(tool, {{0, 0}, {10, 10}}, ctrl(0, 0)));
        PointerEvent right;
        right.erases = true;
        QVERIFY(bench.drag(tool, {{90, 90}, {200, 200}}, right));
        QCOMPARE(bench.area(), 10000.0 - 100 - 100);
    }

    void opacityMakesItSoft() {
        ToolBench bench;
        bench.settings.setValue(Setting::Opacity, 0.4);
        RectangleTool tool(bench.context);
        QVERIFY(bench.drag(tool, {{0, 0}, {10, 10}}));
        QCOMPARE(bench.at(5, 5), 102); // 0.4 * 255
    }

    void escapeAndEmptyDragsChangeNothing() {
        ToolBench bench;
        RectangleTool rectangle(bench.context);
        GradientTool gradient(bench.context);
        LassoTool lasso(bench.context);
        for (Tool* tool : std::initializer_list<Tool*>{&rectangle, &gradient, &lasso}) {
            tool->press(eventAt(10, 10));
            tool->move(eventAt(50, 60));
            tool->move(eventAt(10, 60));
            QVERIFY(tool->isBusy());
            QVERIFY(!tool->outline().path.isEmpty());
            tool->cancel();
            QVERIFY(!tool->isBusy());
            QVERIFY(tool->outline().path.isEmpty());
            tool->release(eventAt(50, 60));
            QVERIFY(bench.drag(*tool, {{20, 20}}));
            QVERIFY(bench.drag(*tool, {{-200, -200}, {-100, -100}}) || tool == &gradient);
        }
        bench.document.undoStack().setIndex(0);
        QCOMPARE(bench.area(), 0.0);
    }

    void shapesEndAtThePicture() {
        ToolBench bench;
        RectangleTool tool(bench.context);
        QVERIFY(bench.drag(tool, {{-1000, -1000}, {5000, 5000}}));
        QCOMPARE(bench.area(), 400.0 * 300);
    }

    void aLargeShapeIsMadeOnAnotherThread() {
        ToolBench bench(3000, 2000);
        EllipseTool tool(bench.context);
        {
            const test::HeldPool held(bench.pool);
            tool.press(eventAt(0, 0));
            tool.release(eventAt(3000, 2000));
            QVERIFY(tool.isBusy());
            QCOMPARE(tool.cursor(), Qt::BusyCursor);
        }
        QTRY_VERIFY_WITH_TIMEOUT(!tool.isBusy(), 60'000);
        QVERIFY(std::abs(bench.area() / (std::numbers::pi * 1500 * 1000) - 1) < 1e-3); // of Bézier arcs
        {
            const test::HeldPool held(bench.pool);
            tool.press(eventAt(0, 0));
            tool.release(ctrl(3000, 2000));
            tool.cancel();
        }
        QVERIFY(test::drain(bench.pool));
        QVERIFY(bench.area() > 4'000'000);
    }

    void aGradientFallsLinearly() {
        ToolBench bench;
        GradientTool tool(bench.context);
        QVERIFY(bench.drag(tool, {{100, 50}, {200, 50}}));
        QCOMPARE(bench.at(50, 10), 255);
        QCOMPARE(bench.at(250, 290), 0);
        QVERIFY(std::abs(bench.at(149, 150) - 255 * 0.505) <= 1); // the middle of pixel 149 is at 149.5
        QVERIFY(std::abs(bench.at(124, 0) - 255 * 0.755) <= 1);
        bench.document.undoStack().undo();
        tool.press(eventAt(100, 50));
        tool.release(shift(200, 70)); // nearest eighth: to the right
        QCOMPARE(bench.at(149, 10), bench.at(149, 290));
    }

    void eighths() {
        QCOMPARE(toEighths({0, 0}, {10, 1}), QPointF(10, 0));
        const QPointF diagonal = toEighths({5, 5}, {15, 13});
        QCOMPARE(diagonal.x() - 5, diagonal.y() - 5);
        QCOMPARE(toEighths({3, 3}, {3, 3}), QPointF(3, 3));
    }

    void aLassoClosesOnRelease() {
        ToolBench bench;
        LassoTool tool(bench.context);
        QVERIFY(bench.drag(tool, {{100, 100}, {200, 100}, {200, 200}})); // a right triangle
        QVERIFY(std::abs(bench.area() - 5000) < 5);
        QVERIFY(bench.at(190, 110) == 255 && bench.at(110, 190) == 0);
        tool.press(eventAt(10, 10));
        tool.move(eventAt(20, 10));
        tool.move(eventAt(20, 20));
        tool.move(space(220, 20));
        tool.move(eventAt(220, 20));
        tool.release(eventAt(210, 20));
        QVERIFY(std::abs(bench.area() - 5100) < 6); // a square of 10, 200 further on
        QCOMPARE(bench.at(215, 15), 255);
    }

    void aPolygonIsClicked_data() {
        QTest::addColumn<int>("closing");
        QTest::newRow("Return") << 0;
        QTest::newRow("double click") << 1;
        QTest::newRow("first corner") << 2;
    }

    void aPolygonIsClicked() {
        QFETCH(int, closing);
        ToolBench bench;
        PolygonTool tool(bench.context);
        QSignalSpy outline(&tool, &Tool::outlineChanged);
        const auto click = [&](const PointerEvent& event) {
            tool.press(event);
            tool.release(event);
        };
        click(eventAt(100, 100));
        QVERIFY(tool.isBusy());
        click(eventAt(300, 280));
        tool.removeLast();
        tool.hover(eventAt(150, 130));
        QVERIFY(outline.count() > 2);
        click(shift(200, 103)); // to the right, at 45 degrees' steps
        click(eventAt(200, 200));
        click(eventAt(100, 200));
        if (closing == 0)
            tool.finish();
        else if (closing == 1)
            tool.doubleClick(eventAt(100, 200));
        else
            click(eventAt(104, 96));
        QVERIFY(!tool.isBusy());
        QVERIFY2(std::abs(bench.area() - 10000) < 40, qPrintable(QString::number(bench.area())));
        QCOMPARE(bench.document.undoStack().count(), 1);
    }

    void aPolygonCanBeGivenUp() {
        ToolBench bench;
        PolygonTool tool(bench.context);
        tool.press(eventAt(10, 10));
        tool.press(eventAt(100, 10));
        tool.finish(); // two corners are no area
        QVERIFY(!tool.isBusy());
        tool.press(eventAt(10, 10));
        tool.removeLast();
        QVERIFY(!tool.isBusy());
        tool.removeLast();
        for (const QPointF p : {QPointF(10, 10), QPointF(90, 10), QPointF(90, 90)})
            tool.press(eventAt(p.x(), p.y()));
        tool.cancel();
        tool.finish();
        QCOMPARE(bench.document.undoStack().count(), 0);
    }

    void theWandSelectsTheSameColour() {
        ToolBench bench;
        cv::Mat pixels(300, 400, CV_8UC3, cv::Scalar::all(100));
        pixels(cv::Rect(50, 50, 100, 80)).setTo(cv::Scalar(200, 30, 30));
        pixels(cv::Rect(250, 50, 10, 10)).setTo(cv::Scalar(200, 30, 30));
        bench.document.open({pixels, {}}, {});
        WandTool tool(bench.context);
        QVERIFY(bench.drag(tool, {{60.9, 60.9}}));
        QCOMPARE(cv::countNonZero(bench.document.mask().pixels == 255), 100 * 80);
        QCOMPARE(bench.at(255, 55), 0);
        QVERIFY(bench.at(49, 60) > 0 && bench.at(49, 60) < 128); // the edge is soft to the outside
        QCOMPARE(bench.at(48, 60), 0);
        bench.settings.setValue(Setting::Contiguous, 0);
        QVERIFY(bench.drag(tool, {{60, 60}}));
        QCOMPARE(bench.at(255, 55), 255);
        QVERIFY(bench.drag(tool, {{60, 60}}, ctrl(0, 0)));
        QCOMPARE(cv::countNonZero(bench.document.mask().pixels == 255), 0);
        QVERIFY(bench.drag(tool, {{-1, 60}}));
    }

    void anObjectIsFoundInItsRectangleOrUnderAScribble() {
        ToolBench bench;
        cv::Mat pixels(300, 400, CV_8UC3, cv::Scalar(60, 110, 60));
        pixels(cv::Rect(150, 100, 100, 80)).setTo(cv::Scalar(190, 60, 50));
        bench.document.open({pixels, {}}, {});
        ObjectTool tool(bench.context);
        QSignalSpy failed(&tool, &Tool::failed);
        QVERIFY(bench.drag(tool, {{120, 70}, {290, 220}}));
        QVERIFY2(std::abs(bench.area() - 8000) < 400, qPrintable(QString::number(bench.area())));
        QCOMPARE(bench.at(200, 140), 255);
        bench.document.undoStack().undo();
        bench.settings.setValue(Setting::Scribble, 1);
        QVERIFY(bench.drag(tool, {{170, 120}, {200, 150}, {230, 130}}));
        QVERIFY2(std::abs(bench.area() - 8000) < 400, qPrintable(QString::number(bench.area())));
        QCOMPARE(failed.count(), 0);
        QVERIFY(bench.drag(tool, {{-70, -20}, {-30, -50}}));
        QCOMPARE(failed.count(), 1);
        const test::HeldPool held(bench.pool);
        tool.press(eventAt(170, 120));
        tool.release(eventAt(200, 150));
        QVERIFY(tool.isBusy());
        tool.cancel();
        QVERIFY(!tool.isBusy());
        QCOMPARE(bench.document.undoStack().count(), 1);
    }

    void randomGesturesAreUndoneAndRedone() {
        const quint32 seed = nb::test::testSeed();
        QRandomGenerator random(seed);
        ToolBench bench(random.bounded(1, 900), random.bounded(1, 900));
        RectangleTool rectangle(bench.context);
        EllipseTool ellipse(bench.context);
        LassoTool lasso(bench.context);
        GradientTool gradient(bench.context);
        WandTool wand(bench.context);
        const std::vector<Tool*> tools{&rectangle, &ellipse, &lasso, &gradient, &wand};
        for (int i = 0; i < 40; ++i) {
            bench.settings.setValue(Setting::Opacity, random.generateDouble());
            PointerEvent event;
            event.ctrl = random.bounded(2) == 0;
            event.shift = random.bounded(2) == 0;
            event.alt = random.bounded(2) == 0;
            event.space = random.bounded(4) == 0;
            std::vector<QPointF> points;
            for (int j = random.bounded(1, 6); j > 0; --j)
                points.emplace_back(random.bounded(1200.0) - 100, random.bounded(1200.0) - 100);
            QVERIFY(bench.drag(*tools[size_t(random.bounded(int(tools.size())))], points, event));
        }
        const cv::Mat last = bench.document.mask().pixels.clone();
        QUndoStack& stack = bench.document.undoStack();
        stack.setIndex(0);
        QCOMPARE(cv::countNonZero(bench.document.mask().pixels), 0);
        stack.setIndex(stack.count());
        QVERIFY(sameSamples(bench.document.mask().pixels, last));
    }
};

NB_TEST(TestAreaTools)
#include "tst_area_tools.moc"
