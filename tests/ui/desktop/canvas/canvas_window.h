#pragma once
// What the tests of the canvas share: a tool that writes down what it is told, and a canvas over a document
// with the events of mouse and wheel in one call.

#include "ui/desktop/canvas/canvas_view.h"
#include "ui/desktop/document/studio_document.h"
#include "ui/desktop/tools/tool.h"
#include <QApplication>
#include <QPainterPath>
#include <QTest>
#include <QWheelEvent>
#include <cmath>
#include <opencv2/core.hpp>

namespace nb::desktop {

// Writes down what it is told; a gesture of several clicks if asked to be busy.
class FakeTool : public Tool {
public:
    using Tool::Tool;

    QString id() const override { return QStringLiteral("fake"); }
    QString name() const override { return QStringLiteral("Fake"); }
    Outline outline() const override { return m_outline; }
    bool isBusy() const override { return busy; }
    bool nudge(QPoint step) override {
        nudged += step;
        return takesArrows;
    }
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
    QPoint nudged;
    bool takesArrows = false;
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
inline cv::Mat pattern(int width, int height) {
    cv::Mat out(height, width, CV_8UC3);
    for (int y = 0; y < height; ++y)
        for (int x = 0; x < width; ++x)
            out.at<cv::Vec3b>(y, x) = {uchar(x * 3), uchar(y * 5), uchar((x ^ y) * 7)};
    return out;
}

inline QRgb colourAt(const cv::Mat& pixels, int x, int y) {
    const auto& p = pixels.at<cv::Vec3b>(y, x);
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
    project::Patch patch(const QRect& rect, const cv::Scalar& colour) {
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

} // namespace nb::desktop
