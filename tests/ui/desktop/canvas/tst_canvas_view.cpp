#include "ui/desktop/canvas/canvas_view.h"

#include "ui/desktop/models/studio_document.h"
#include <QApplication>
#include <QInputDevice>
#include <QPainterPath>
#include <QPointingDevice>
#include <QRandomGenerator>
#include <QSignalSpy>
#include <QTest>
#include <QWheelEvent>
#include <cmath>
#include <opencv2/core.hpp>

using namespace nb;
using namespace nb::desktop;

namespace {

// Writes down what it is told; a gesture of several clicks if asked to be busy.
class FakeTool : public Tool {
    Q_OBJECT

public:
    using Tool::Tool;

    QString id() const override { return QStringLiteral("fake"); }
    QString name() const override { return QStringLiteral("Fake"); }
    Outline outline() const override { return m_outline; }
    bool isBusy() const override { return busy; }
    void press(const PointerEvent& event) override { note("press", event); }
    void move(const PointerEvent& event) override { note("move", event); }
    void release(const PointerEvent& event) override { note("release", event); }
    void hover(const PointerEvent& event) override { last = event; }
    void doubleClick(const PointerEvent& event) override { note("double", event); }
    void finish() override { said += QStringLiteral("finish "); }
    void cancel() override { said += QStringLiteral("cancel "); }
    void setOutline(const Outline& outline) {
        m_outline = outline;
        Q_EMIT outlineChanged();
    }

    QString said;
    PointerEvent last;
    bool busy = false;

private:
    void note(const char* what, const PointerEvent& event) {
        said += QLatin1String(what) + u' ';
        last = event;
    }
    Outline m_outline;
};

// Remembers what was painted.
class PaintWatch : public QObject {
public:
    explicit PaintWatch(QWidget& widget) { widget.installEventFilter(this); }
    bool eventFilter(QObject*, QEvent* event) override {
        if (event->type() == QEvent::Paint)
            region += static_cast<QPaintEvent*>(event)->region();
        return false;
    }
    QRegion region;
};

// Sides that are no multiple of anything; every pixel is told from its neighbours.
cv::Mat pattern(int width, int height) {
    cv::Mat out(height, width, CV_8UC3);
    for (int y = 0; y < height; ++y)
        for (int x = 0; x < width; ++x)
            out.at<cv::Vec3b>(y, x) = {uchar(x * 3), uchar(y * 5), uchar((x ^ y) * 7)};
    return out;
}

QRgb colourAt(const cv::Mat& pixels, int x, int y) {
    const auto p = pixels.at<cv::Vec3b>(y, x);
    return qRgb(p[0], p[1], p[2]);
}

struct Window {
    explicit Window(QSize picture = {601, 399}) : samples(pattern(picture.width(), picture.height())) {
        view.resize(400, 300);
        view.show();
        document.open({samples.clone(), {}}, QStringLiteral("x"));
        view.setTool(&tool);
        view.setZoom(1);
        settle();
    }
    void settle() {
        QVERIFY(QTest::qWaitFor([&] { return view.isSharp(); }, 20'000));
        QCoreApplication::processEvents();
    }
    QImage shot() {
        settle();
        return view.grab().toImage().convertToFormat(QImage::Format_RGB32);
    }
    void mouse(QEvent::Type type, QPointF at, Qt::MouseButton button, Qt::MouseButtons buttons,
               Qt::KeyboardModifiers modifiers = {}) {
        QMouseEvent event(type, at, view.mapToGlobal(at), button, buttons, modifiers);
        QApplication::sendEvent(&view, &event);
    }
    void press(QPointF at, Qt::MouseButton button = Qt::LeftButton, Qt::KeyboardModifiers modifiers = {}) {
        mouse(QEvent::MouseButtonPress, at, button, button, modifiers);
    }
    void drag(QPointF at, Qt::MouseButtons buttons = Qt::LeftButton, Qt::KeyboardModifiers modifiers = {}) {
        mouse(QEvent::MouseMove, at, Qt::NoButton, buttons, modifiers);
    }
    void release(QPointF at, Qt::MouseButton button = Qt::LeftButton) {
        mouse(QEvent::MouseButtonRelease, at, button, {});
    }
    void wheel(QPointF at, int notches, Qt::KeyboardModifiers modifiers = {}) {
        QWheelEvent event(at, view.mapToGlobal(at), {}, {0, 120 * notches}, {}, modifiers, Qt::NoScrollPhase,
                          false);
        QApplication::sendEvent(&view, &event);
    }
    void select(const QRect& rect, int value = 255) {
        const auto edit = document.beginMaskEdit(QStringLiteral("test"));
        edit->write(rect).setTo(value);
        edit->wrote(rect);
        edit->commit();
    }
    document::Patch patch(const QRect& rect, const cv::Scalar& colour) {
        return {rect, cv::Mat(rect.height(), rect.width(), CV_8UC3, colour)};
    }
    QPoint at(int x, int y) const { // a pixel of the picture in the view
        const QPointF middle = view.viewport().fromPicture({x + 0.5, y + 0.5});
        return {int(std::floor(middle.x())), int(std::floor(middle.y()))};
    }

    cv::Mat samples;
    StudioDocument document;
    FakeTool tool{document};
    CanvasView view{document};
};

} // namespace

class TestCanvasView : public QObject {
    Q_OBJECT

private Q_SLOTS:
    // ---- what is seen

    void atFullSizeEveryPixelIsThePictures() {
        Window w;
        const QImage shot = w.shot();
        const QTransform toPicture = w.view.viewport().toView().inverted();
        for (int y = 0; y < 300; y += 3)
            for (int x = 0; x < 400; ++x) {
                const QPointF p = toPicture.map(QPointF(x + 0.5, y + 0.5));
                QCOMPARE(shot.pixel(x, y), colourAt(w.samples, int(p.x()), int(p.y())));
            }
    }

    void theMaskTintsWhatIsSelected() {
        Window w;
        w.view.setMaskStyle({MaskView::Overlay, QColor(255, 0, 0), 0.5, false});
        w.select({300, 190, 20, 20});
        QImage shot = w.shot();
        const QRgb under = colourAt(w.samples, 305, 200);
        QVERIFY(std::abs(qRed(shot.pixel(w.at(305, 200))) - (qRed(under) + 255) / 2) <= 2);
        QVERIFY(std::abs(qGreen(shot.pixel(w.at(305, 200))) - qGreen(under) / 2) <= 2);
        QCOMPARE(shot.pixel(w.at(290, 200)), colourAt(w.samples, 290, 200));
        w.view.setMaskStyle({MaskView::QuickMask, QColor(255, 0, 0), 0.5, false});
        shot = w.shot();
        QCOMPARE(shot.pixel(w.at(305, 200)), under);
        QVERIFY(shot.pixel(w.at(290, 200)) != colourAt(w.samples, 290, 200));
        w.document.undoStack().undo();
        w.view.setMaskStyle({MaskView::BlackWhite, {}, 1, false});
        QCOMPARE(w.shot().pixel(w.at(305, 200)), qRgb(0, 0, 0));
    }

    void aStrokeRepaintsOnlyWhatItChanges() {
        Window w;
        PaintWatch watch(w.view);
        w.select({300, 190, 20, 20});
        QCoreApplication::processEvents();
        QVERIFY(watch.region.contains(w.at(305, 200)));
        const QSize painted = watch.region.boundingRect().size();
        QVERIFY(painted.width() <= 24 && painted.height() <= 24);
    }

    // Whatever happened before, the view is what a view that is drawn anew shows.
    void whatIsKeptIsWhatWouldBeDrawn() {
        const quint32 seed = QRandomGenerator::global()->generate();
        qInfo() << "seed" << seed;
        QRandomGenerator random(seed);
        Window w({1501, 1099}); // large enough for levels that are built in the background
        for (int step = 0; step < 60; ++step) {
            const QRect rect = QRect(random.bounded(1501), random.bounded(1099), 5 + random.bounded(300),
                                     5 + random.bounded(300)) &
                               w.document.rect();
            switch (random.bounded(7)) {
            case 0:
            case 1:
                w.select(rect, random.bounded(256));
                break;
            case 2:
                w.wheel({100.0 + random.bounded(200), 100}, random.bounded(5) - 2);
                break;
            case 3:
                w.press({200, 150}, Qt::MiddleButton);
                w.drag({200.0 + random.bounded(80) - 40, 150.0 + random.bounded(80) - 40}, Qt::MiddleButton);
                w.release({200, 150}, Qt::MiddleButton);
                break;
            case 4:
                w.document.show(w.patch(rect, {double(random.bounded(256)), 50, 90}));
                break;
            case 5:
                w.document.accept(w.patch(rect, {20, double(random.bounded(256)), 90}), {});
                break;
            case 6:
                w.document.undoStack().undo();
                break;
            }
            if (step % 3 == 0)
                QCoreApplication::processEvents();
            if (step % 10 == 9) {
                const QImage kept = w.shot();
                w.view.setCompare(CompareMode::Original);
                w.view.setCompare(CompareMode::Off); // all is drawn anew
                const QImage anew = w.shot();
                for (int y = 0; y < 300; ++y)
                    for (int x = 0; x < 400; ++x)
                        QVERIFY2(std::abs(qRed(kept.pixel(x, y)) - qRed(anew.pixel(x, y))) <= 2 &&
                                     std::abs(qGreen(kept.pixel(x, y)) - qGreen(anew.pixel(x, y))) <= 2,
                                 qPrintable(QStringLiteral("step %1, pixel %2, %3").arg(step).arg(x).arg(y)));
            }
        }
    }

    void thePatchLiesOverThePicture() {
        Window w;
        w.document.show(w.patch({300, 190, 20, 20}, {1, 2, 3}));
        QCOMPARE(w.shot().pixel(w.at(305, 200)), qRgb(1, 2, 3));
        w.view.setCompare(CompareMode::Original);
        QCOMPARE(w.shot().pixel(w.at(305, 200)), colourAt(w.samples, 305, 200));
        w.view.setCompare(CompareMode::Off);
        w.document.show({});
        QCoreApplication::processEvents();
        QCOMPARE(w.shot().pixel(w.at(305, 200)), colourAt(w.samples, 305, 200));
    }

    void aPatchWhoseSamplesChangeIsDrawnAnew() {
        Window w;
        document::Patch patch = w.patch({300, 190, 20, 20}, {1, 2, 3});
        w.document.show(patch);
        QCOMPARE(w.shot().pixel(w.at(305, 200)), qRgb(1, 2, 3));
        patch.pixels(cv::Rect(0, 0, 10, 20)).setTo(cv::Scalar(9, 9, 9));
        w.document.updateShown({300, 190, 10, 20});
        const QImage shot = w.shot();
        QCOMPARE(shot.pixel(w.at(305, 200)), qRgb(9, 9, 9));
        QCOMPARE(shot.pixel(w.at(315, 200)), qRgb(1, 2, 3));
    }

    void wipeAndSideBySideAndDifference() {
        Window w;
        w.document.show(w.patch(w.document.rect(), {1, 2, 3}));
        w.view.setCompare(CompareMode::Wipe);
        w.view.setWipe(0.25);
        QImage shot = w.shot();
        const QPointF left = w.view.viewport().toPicture({50.5, 80.5});
        QCOMPARE(shot.pixel(50, 80), colourAt(w.samples, int(left.x()), int(left.y())));
        QCOMPARE(shot.pixel(150, 80), qRgb(1, 2, 3));
        w.press({100, 200}); // the line is taken hold of
        w.drag({300, 200});
        w.release({300, 200});
        QCOMPARE(w.view.wipe(), 0.75);
        QCOMPARE(w.tool.said, QString());
        QVERIFY(w.shot().pixel(150, 80) != qRgb(1, 2, 3));

        w.view.setCompare(CompareMode::SideBySide);
        shot = w.shot();
        const QPointF same = w.view.viewport().toPicture({50.5, 150.5});
        QCOMPARE(shot.pixel(50, 150), colourAt(w.samples, int(same.x()), int(same.y())));
        QCOMPARE(shot.pixel(350, 150), qRgb(1, 2, 3));

        w.view.setCompare(CompareMode::Difference);
        const QPoint pixel = w.at(300, 200);
        const QRgb base = colourAt(w.samples, 300, 200);
        QCOMPARE(qRed(w.shot().pixel(pixel)), std::min(255, 4 * std::abs(qRed(base) - 1)));
    }

    void transparencyShowsSquares() {
        Window w;
        cv::Mat clear(200, 200, CV_8UC4, cv::Scalar(0, 0, 0, 0));
        w.document.open({clear, {}}, QStringLiteral("clear"));
        w.view.setZoom(1);
        const QImage shot = w.shot();
        QSet<QRgb> colours;
        for (int i = 0; i < 100; ++i)
            colours.insert(shot.pixel(w.at(50 + i, 50)));
        QCOMPARE(colours.size(), 2);
    }

    void closedThereIsNothing() {
        Window w;
        w.document.close();
        const QImage shot = w.shot();
        QCOMPARE(shot.pixel(0, 0), shot.pixel(200, 150));
        w.press({200, 150});
        w.release({200, 150});
        QCOMPARE(w.tool.said, QString());
    }

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

    // ---- wheel, fingers, keys

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

    void arrowsMoveThePicture() {
        Window w;
        const QPointF centre = w.view.viewport().centre();
        QTest::keyClick(&w.view, Qt::Key_Right);
        QVERIFY(w.view.viewport().centre().x() > centre.x());
    }

    void thePointerIsReported() {
        Window w;
        QSignalSpy moved(&w.view, &CanvasView::pointerMoved);
        w.drag({100, 100}, {});
        QCOMPARE(moved.last()[0].toPointF(), w.view.viewport().toPicture({100, 100}));
    }

    // ---- the context rectangle

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

    void theOutlineIsDrawnWhereItIs() {
        Window w;
        const QImage without = w.shot();
        QPainterPath path;
        path.addRect(300, 190, 30, 20);
        PaintWatch watch(w.view);
        w.tool.setOutline({path, 0});
        QCoreApplication::processEvents();
        QVERIFY(watch.region.boundingRect().width() <= 40);
        const QImage with = w.shot();
        QVERIFY(with.pixel(w.at(315, 190)) != without.pixel(w.at(315, 190)));
        QCOMPARE(with.pixel(w.at(315, 200)), without.pixel(w.at(315, 200)));
        w.tool.setOutline({});
        QCOMPARE(w.shot(), without);
    }

    void theGridComesWhenPixelsAreLarge() {
        Window w;
        w.view.setZoom(8);
        const QImage with = w.shot();
        w.view.setPixelGrid(false);
        QVERIFY(w.shot() != with);
        w.view.setZoom(6);
        const QImage far = w.shot();
        w.view.setPixelGrid(true);
        QCOMPARE(w.shot(), far);
    }

    void itCanBeReachedAndHasAName() {
        Window w;
        QCOMPARE(w.view.focusPolicy(), Qt::StrongFocus);
        QVERIFY(!w.view.accessibleName().isEmpty());
    }
};

QTEST_MAIN(TestCanvasView)
#include "tst_canvas_view.moc"
