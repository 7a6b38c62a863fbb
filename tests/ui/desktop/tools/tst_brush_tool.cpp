#include "ui/desktop/tools/brush_tool.h"

#include "tests/support/test_main.h"
#include "tests/support/test_seed.h"
#include "tests/ui/desktop/tools/tool_test.h"
#include "ui/desktop/tools/smart_brush_tool.h"
#include <QRandomGenerator>
#include <QSignalSpy>
#include <QTest>
#include <malloc.h>
#include <numbers>
#include <opencv2/core.hpp>

using namespace nb;
using namespace nb::desktop;

namespace {

struct Bench : ToolBench {
    explicit Bench(int width = 400, int height = 300) : ToolBench(width, height) {
        settings.setValue(Setting::Smoothing, 0);
        settings.setValue(Setting::Hardness, 1);
        settings.setValue(Setting::BrushSize, 40);
    }

    void stroke(Tool& tool, const std::vector<QPointF>& points, const PointerEvent& event = {}) {
        QVERIFY(drag(tool, points, event));
    }

    BrushTool brush{document, settings, BrushTool::Mode::Paint};
    BrushTool eraser{document, settings, BrushTool::Mode::Erase};
};

} // namespace

class TestBrushTool : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aHardDabIsADisc_data() {
        QTest::addColumn<double>("size");
        for (double size : {1.0, 2.0, 3.0, 7.5, 8.0, 20.0, 41.0, 200.0})
            QTest::addRow("%g", size) << size;
    }

    void aHardDabIsADisc() {
        QFETCH(double, size);
        for (const QPointF pos : {QPointF(150, 150), QPointF(150.25, 150.5), QPointF(149.75, 150.75)}) {
            Bench bench;
            bench.settings.setValue(Setting::BrushSize, size);
            bench.stroke(bench.brush, {pos});
            const double disc = std::numbers::pi * size * size / 4;
            QVERIFY2(std::abs(bench.area() - disc) < 0.02 * disc + 0.03,
                     qPrintable(QString::number(bench.area())));
            // Its centre of mass is where it was put.
            const cv::Moments m = moments(bench.document.mask().pixels);
            const QPointF centre(m.m10 / m.m00 + 0.5, m.m01 / m.m00 + 0.5);
            QVERIFY2(std::abs(centre.x() - pos.x()) < 0.06, qPrintable(QString::number(centre.x())));
            QVERIFY2(std::abs(centre.y() - pos.y()) < 0.06, qPrintable(QString::number(centre.y())));
        }
    }

    void aSoftDabFallsOffFromItsHardPart() {
        Bench bench;
        bench.settings.setValue(Setting::BrushSize, 200);
        bench.settings.setValue(Setting::Hardness, 0.5);
        bench.stroke(bench.brush, {{200.5, 150.5}});
        QCOMPARE(bench.at(200, 150), 255);
        QCOMPARE(bench.at(200 + 49, 150), 255);
        QVERIFY(std::abs(bench.at(200 + 75, 150) - 128) <= 4); // half way between 50 and 100
        for (int x = 200; x < 310; ++x)
            QVERIFY(bench.at(x + 1, 150) <= bench.at(x, 150));
        QCOMPARE(bench.at(200 + 102, 150), 0);
    }

    void opacityBelongsToTheStroke() {
        Bench bench;
        bench.settings.setValue(Setting::Opacity, 0.5);
        bench.stroke(bench.brush, {{100, 100}, {200, 100}, {100, 100}});
        QCOMPARE(bench.at(150, 100), 128); // 255 / 2, though the stroke went there twice
        bench.stroke(bench.brush, {{150, 100}});
        QCOMPARE(bench.at(150, 100), 192); // half of what was missing
        bench.settings.setValue(Setting::Opacity, 1);
        bench.stroke(bench.brush, {{150, 100}});
        QCOMPARE(bench.at(150, 100), 255);
    }

    void aStrokeIsAStadium() {
        Bench bench;
        bench.stroke(bench.brush, {{100, 100}, {130, 100}, {300, 100}});
        // The last dab is at most a spacing, 2.4 px, before the end.
        const double stadium = std::numbers::pi * 20 * 20 + 200 * 40;
        QVERIFY2(std::abs(bench.area() - stadium) < 2.4 * 40 + 10, qPrintable(QString::number(bench.area())));
    }

    void fastAndSlowStrokesAreTheSame() {
        Bench fast, slow;
        fast.stroke(fast.brush, {{50, 50}, {350, 250}});
        std::vector<QPointF> points;
        for (int i = 0; i <= 100; ++i)
            points.emplace_back(50 + 3 * i, 50 + 2 * i);
        slow.stroke(slow.brush, points);
        cv::Mat difference;
        cv::absdiff(fast.document.mask().pixels, slow.document.mask().pixels, difference);
        QVERIFY(cv::countNonZero(difference > 40) == 0); // a dab may fall a quarter of a pixel elsewhere
    }

    void controlAndRightButtonErase() {
        for (const bool byControl : {true, false}) {
            Bench bench;
            bench.stroke(bench.brush, {{100, 100}, {200, 100}});
            PointerEvent event;
            (byControl ? event.ctrl : event.erases) = true;
            bench.stroke(bench.brush, {{100, 100}}, event);
            QCOMPARE(bench.at(100, 100), 0);
            QCOMPARE(bench.at(150, 100), 255);
            QVERIFY(bench.document.undoStack().undoText() == QStringLiteral("Erase"));
        }
    }

    void theEraserErases() {
        Bench bench;
        bench.stroke(bench.brush, {{100, 100}, {200, 100}});
        bench.settings.setValue(Setting::Opacity, 0.5);
        bench.stroke(bench.eraser, {{100, 100}});
        QCOMPARE(bench.at(100, 100), 127); // 255 * (1 - 128 / 255)
        bench.settings.setValue(Setting::Opacity, 1);
        bench.settings.setValue(Setting::BrushSize, 44); // covers the soft edge too
        bench.stroke(bench.eraser, {{100, 100}, {200, 100}});
        QCOMPARE(bench.area(), 0.0);
    }

    void shiftDrawsAStraightLineFromTheLastStroke() {
        Bench bench;
        PointerEvent event;
        event.shift = true;
        bench.stroke(bench.brush, {{50, 50}}, event); // no stroke before: a dab
        QVERIFY(bench.area() < 1300);
        bench.stroke(bench.brush, {{350, 50}}, event);
        QCOMPARE(bench.at(200, 50), 255);
        QCOMPARE(bench.document.undoStack().count(), 2);
        bench.document.open({cv::Mat(300, 400, CV_8UC3, cv::Scalar::all(0)), {}}, {});
        bench.stroke(bench.brush, {{50, 250}}, event);
        QCOMPARE(bench.at(200, 150), 0); // the last stroke was on another picture
    }

    void pressureSetsSizeAndOpacity() {
        Bench bench;
        PointerEvent event;
        event.pressure = 0.5;
        bench.stroke(bench.brush, {{100, 100}}, event);
        QVERIFY(std::abs(bench.area() - std::numbers::pi * 10 * 10) < 6);
        bench.document.undoStack().undo();
        bench.settings.setValue(Setting::PressureSize, 0);
        bench.settings.setValue(Setting::PressureOpacity, 1);
        bench.stroke(bench.brush, {{100, 100}}, event);
        QVERIFY(std::abs(bench.at(100, 100) - 128) <= 1);
        QVERIFY(std::abs(bench.area() - std::numbers::pi * 20 * 20 / 2) < 10);
    }

    void smoothingLagsAndReleaseCatchesUp() {
        Bench bench;
        bench.settings.setValue(Setting::Smoothing, 1);
        PointerEvent event;
        event.pos = {50, 100};
        bench.brush.press(event);
        event.pos = {350, 100};
        bench.brush.move(event);
        QCOMPARE(bench.at(200, 100), 0);
        bench.brush.release(event);
        QCOMPARE(bench.at(200, 100), 255);
        QCOMPARE(bench.at(345, 100), 255);
    }

    void theSmartBrushStopsAtEdges_data() {
        QTest::addColumn<int>("size");
        QTest::addColumn<int>("type");
        QTest::newRow("small") << 60 << CV_8UC3;
        QTest::newRow("large, searched at a reduced size") << 250 << CV_8UC4;
        QTest::newRow("16 bit") << 60 << CV_16UC3;
    }

    void theSmartBrushStopsAtEdges() {
        QFETCH(int, size);
        QFETCH(int, type);
        Bench bench;
        const double depth = CV_MAT_DEPTH(type) == CV_16U ? 257 : 1;
        cv::Mat pixels(300, 400, type, cv::Scalar::all(60 * depth));
        pixels.colRange(200, 400).setTo(cv::Scalar::all(160 * depth));
        bench.document.open({pixels, {}}, {});
        bench.settings.setValue(Setting::BrushSize, size);
        SmartBrushTool smart(bench.document, bench.settings);
        bench.stroke(smart, {{180, 100}, {180, 200}});
        QCOMPARE(bench.at(190, 150), 255);
        QCOMPARE(bench.at(180 - size / 2 + 4, 150), 255);
        QVERIFY(bench.at(196, 150) > 200);
        QCOMPARE(bench.at(205, 150), 0);
        PointerEvent event;
        event.ctrl = true;
        bench.stroke(smart, {{180, 100}, {180, 200}}, event);
        QVERIFY(bench.at(190, 150) < 2);
        bench.stroke(smart, {{-20, 100}, {500, 700}}); // outside there is no colour
        bench.document.undoStack().setIndex(0);
        QCOMPARE(bench.area(), 0.0);
    }

    void cancelLeavesTheMaskAsItWas() {
        Bench bench;
        bench.stroke(bench.brush, {{100, 100}});
        const cv::Mat before = bench.document.mask().pixels.clone();
        PointerEvent event;
        event.pos = {150, 150};
        bench.brush.press(event);
        QVERIFY(bench.brush.isBusy());
        event.pos = {-50, -50};
        bench.brush.move(event);
        bench.brush.cancel();
        QVERIFY(!bench.brush.isBusy());
        QVERIFY(sameSamples(bench.document.mask().pixels, before));
        QCOMPARE(bench.document.undoStack().count(), 1);
        bench.brush.release(event); // the button that is still down
        QCOMPARE(bench.document.undoStack().count(), 1);
    }

    void strokesOutsideChangeNothing() {
        Bench bench;
        bench.stroke(bench.brush, {{-100, -100}, {-100, 1000}});
        QCOMPARE(bench.document.undoStack().count(), 0);
        StudioDocument closed;
        BrushTool brush(closed, bench.settings, BrushTool::Mode::Paint);
        bench.stroke(brush, {{1, 1}, {2, 2}});
    }

    void randomStrokesAreUndoneAndRedone() {
        const quint32 seed = nb::test::testSeed();
        QRandomGenerator random(seed);
        Bench bench(random.bounded(1, 700), random.bounded(1, 700));
        for (int i = 0; i < 40; ++i) {
            bench.settings.setValue(Setting::BrushSize, 1 + random.bounded(300.0));
            bench.settings.setValue(Setting::Hardness, random.generateDouble());
            bench.settings.setValue(Setting::Opacity, random.generateDouble());
            std::vector<QPointF> points;
            for (int j = random.bounded(1, 8); j > 0; --j)
                points.emplace_back(random.bounded(900.0) - 100, random.bounded(900.0) - 100);
            PointerEvent event;
            event.pressure = random.generateDouble();
            event.ctrl = random.bounded(3) == 0;
            event.shift = random.bounded(3) == 0;
            bench.stroke(bench.brush, points, event);
        }
        const cv::Mat last = bench.document.mask().pixels.clone();
        QUndoStack& stack = bench.document.undoStack();
        stack.setIndex(0);
        QCOMPARE(cv::countNonZero(bench.document.mask().pixels), 0);
        stack.setIndex(stack.count());
        QVERIFY(sameSamples(bench.document.mask().pixels, last));
    }

    // What a move costs does not depend on the size of the picture; bench/canvas measures how much it is.
    void aMoveChangesOnlyWhatItsDabsCover() {
        for (const double size : {60.0, 200.0, 1000.0}) {
            Bench bench(3000, 2000);
            bench.settings.setValue(Setting::BrushSize, size);
            SmartBrushTool smart(bench.document, bench.settings);
            for (Tool* tool : std::initializer_list<Tool*>{&bench.brush, &smart}) {
                QSignalSpy changed(&bench.document, &StudioDocument::maskChanged);
                PointerEvent event;
                event.pos = {1200, 1000};
                tool->press(event);
                changed.clear();
                event.pos.rx() += 0.3 * size;
                tool->move(event);
                QRect rect;
                for (const QList<QVariant>& arguments : changed)
                    rect |= arguments[0].toRect();
                const QRectF dabs(1200 - size / 2, 1000 - size / 2, 1.3 * size, size);
                QVERIFY(!rect.isEmpty());
                QVERIFY2(dabs.adjusted(-2, -2, 2, 2).contains(QRectF(rect)), qPrintable(tool->id()));
                tool->cancel();
            }
        }
    }

    // On 100 megapixels, each some 1500 pixels long.
    void aHundredStrokesAreCheapToUndo() {
        Bench bench(12000, 8400);
        bench.settings.setValue(Setting::BrushSize, 200);
        bench.settings.setValue(Setting::Hardness, 0);
        QRandomGenerator random(5);
        const auto kept = [] { return double(mallinfo2().uordblks) / (1 << 20); };
        bench.stroke(bench.brush, {{50, 50}}); // the dabs that are kept
        const double before = kept();
        for (int i = 0; i < 100; ++i) {
            QPointF at(random.bounded(12000.0), random.bounded(8400.0));
            std::vector<QPointF> points{at};
            for (int j = 0; j < 50; ++j)
                points.push_back(at += QPointF(random.bounded(70.0) - 20, random.bounded(70.0) - 20));
            bench.stroke(bench.brush, points);
        }
        QCOMPARE(bench.document.undoStack().count(), 101);
#ifndef __SANITIZE_ADDRESS__ // it has another allocator
        QVERIFY(kept() - before < 60);
#endif
    }

private:
    static cv::Moments moments(const cv::Mat& mask) {
        cv::Moments m;
        for (int y = 0; y < mask.rows; ++y)
            for (int x = 0; x < mask.cols; ++x) {
                m.m00 += mask.at<uchar>(y, x);
                m.m10 += mask.at<uchar>(y, x) * double(x);
                m.m01 += mask.at<uchar>(y, x) * double(y);
            }
        return m;
    }
};

NB_TEST(TestBrushTool)
#include "tst_brush_tool.moc"
