#include "ui/desktop/canvas/canvas_touch.h"

#include "ui/desktop/canvas/canvas_input.h"
#include "ui/desktop/canvas/viewport_control.h"
#include <QLineF>
#include <QNativeGestureEvent>
#include <QTouchEvent>
#include <algorithm>
#include <cmath>
#include <iterator>
#include <utility>

namespace nb::desktop {
namespace {

double degreesOf(const QLineF& line) {
    return -line.angle(); // QLineF counts counter-clockwise
}

} // namespace

CanvasTouch::CanvasTouch(CanvasInput& input, ViewportControl& viewport, QObject* parent)
    : QObject(parent), m_input(input), m_viewport(viewport) {
    connect(&input, &CanvasInput::dragEnded, this, [this] { m_fingerDrags = false; });
}

// A finger is a mouse: its left button if it paints, or is on a handle, else its middle button, which pans.
void CanvasTouch::touchEvent(const QTouchEvent& event) {
    if (m_input.isDragging() && !m_fingerDrags)
        return;
    QList<QEventPoint> down;
    std::ranges::copy_if(event.points(), std::back_inserter(down), [](const QEventPoint& point) {
        return point.state() != QEventPoint::State::Released;
    });
    if (event.type() == QEvent::TouchCancel || down.size() > 1)
        dropFinger();
    if (event.type() == QEvent::TouchCancel || down.isEmpty())
        liftFingers(event);
    else if (down.size() == 1)
        oneFinger(down[0], event);
    else
        twoFingers(down[0], down[1]);
}

void CanvasTouch::oneFinger(const QEventPoint& point, const QTouchEvent& event) {
    const CanvasPointer pointer{point.position(), 1, false, event.modifiers(), event.timestamp()};
    if (m_input.isDragging()) {
        m_input.move(pointer);
        return;
    }
    const bool first = event.type() == QEvent::TouchBegin; // not the one that is left of two
    const bool pans = !first || (!m_fingerPaints && m_input.wouldUseTool(pointer));
    m_input.press(pointer, pans ? Qt::MiddleButton : Qt::LeftButton);
    m_fingerDrags = m_input.isDragging();
}

// The second finger cancels what the first one has begun.
void CanvasTouch::dropFinger() {
    if (!m_fingerDrags)
        return;
    if (!m_input.isPanning())
        m_input.cancelGesture();
    m_input.endDrag();
}

void CanvasTouch::twoFingers(const QEventPoint& one, const QEventPoint& other) {
    if (one.state() == QEventPoint::State::Pressed || other.state() == QEventPoint::State::Pressed)
        m_rotation = {};
    const QLineF before(one.lastPosition(), other.lastPosition());
    const QLineF after(one.position(), other.position());
    const bool apart = before.length() > 0 && after.length() > 0;
    const double factor = apart ? after.length() / before.length() : 1;
    const double turned = apart ? std::remainder(degreesOf(after) - degreesOf(before), 360.0) : 0;
    m_viewport.pinch(before.center(), after.center(), factor, m_rotation.add(turned));
}

void CanvasTouch::liftFingers(const QTouchEvent& event) {
    if (m_fingerDrags && !event.points().isEmpty())
        m_input.release({event.points()[0].position(), 1, false, event.modifiers(), event.timestamp()});
    snapRotation();
    m_input.leave();
}

void CanvasTouch::snapRotation() {
    constexpr double kSnapDegrees = 5;
    if (!std::exchange(m_rotation, {}).isActive())
        return;
    const double rotation = m_viewport.viewport().rotation();
    const double off = std::remainder(rotation, 90.0);
    if (off != 0 && std::abs(off) <= kSnapDegrees)
        m_viewport.setRotation(rotation - off);
}

bool CanvasTouch::nativeGestureEvent(const QNativeGestureEvent& event) {
    switch (event.gestureType()) {
    case Qt::BeginNativeGesture:
        m_rotation = {};
        return true;
    case Qt::EndNativeGesture:
        snapRotation();
        return true;
    case Qt::ZoomNativeGesture:
        m_viewport.zoomBy(event.position(), 1 + event.value());
        return true;
    case Qt::RotateNativeGesture:
        if (const double degrees = m_rotation.add(event.value()); degrees != 0)
            m_viewport.rotateBy(event.position(), degrees);
        return true;
    case Qt::PanNativeGesture:
        m_viewport.panBy(event.delta());
        return true;
    default:
        return false;
    }
}

} // namespace nb::desktop
