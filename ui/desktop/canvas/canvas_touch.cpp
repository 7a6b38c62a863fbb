// CanvasView, the part that follows fingers, on the screen and on a touchpad.

#include "ui/desktop/canvas/canvas_view.h"
#include "ui/desktop/document/studio_document.h"
#include <QNativeGestureEvent>
#include <QTouchEvent>
#include <algorithm>
#include <cmath>
#include <iterator>
#include <utility>

namespace nb::desktop {
namespace {

constexpr double kUprightWithin = 5; // degrees: fingers that leave the picture nearly straight want it so

double degreesOf(const QLineF& line) {
    return -line.angle(); // QLineF counts against the clock
}

} // namespace

// A finger is a mouse: its left button if it paints, or holds what can be dragged, else its middle button,
// which moves the picture. A hand that rests on the screen while mouse or pen draws is not looked at.
bool CanvasView::touch(QTouchEvent* event) {
    event->accept();
    if (!m_document.isOpen() || (m_drag != Drag::None && !m_fingerDrags))
        return true;
    QList<QEventPoint> down;
    std::ranges::copy_if(event->points(), std::back_inserter(down), [](const QEventPoint& point) {
        return point.state() != QEventPoint::State::Released;
    });
    if (event->type() == QEvent::TouchCancel || down.size() > 1)
        dropFinger();
    if (event->type() == QEvent::TouchCancel || down.isEmpty())
        liftFingers(*event);
    else if (down.size() == 1)
        oneFinger(down[0], *event);
    else
        twoFingers(down[0], down[1]);
    return true;
}

void CanvasView::oneFinger(const QEventPoint& point, const QTouchEvent& event) {
    const Pointer pointer{point.position(), 1, false, event.modifiers(), event.timestamp()};
    if (m_drag == Drag::None) {
        const bool first = event.type() == QEvent::TouchBegin; // not the one that is left of two
        const bool moves = !first || (!m_fingerPaints && dragFor(pointer, Qt::LeftButton) == Drag::Tool);
        press(pointer, moves ? Qt::MiddleButton : Qt::LeftButton, Phase::Press);
        m_fingerDrags = m_drag != Drag::None;
    } else {
        move(pointer);
    }
}

// The second finger takes back what the first one has begun.
void CanvasView::dropFinger() {
    if (!m_fingerDrags)
        return;
    if (m_drag == Drag::Tool || m_drag == Drag::Context)
        cancelGesture();
    endDrag();
}

void CanvasView::twoFingers(const QEventPoint& one, const QEventPoint& other) {
    if (one.state() == QEventPoint::State::Pressed || other.state() == QEventPoint::State::Pressed)
        m_twist = {};
    const QLineF before(one.lastPosition(), other.lastPosition());
    const QLineF after(one.position(), other.position());
    m_viewport.panBy(after.center() - before.center());
    const QPointF centre = halfOf(after.center());
    if (before.length() > 0 && after.length() > 0) {
        m_viewport.zoomAt(centre, m_viewport.zoom() * after.length() / before.length());
        const double turn = std::remainder(degreesOf(after) - degreesOf(before), 360.0);
        if (const double follows = m_twist.follow(turn); follows != 0)
            m_viewport.turnAt(centre, m_viewport.rotation() + follows);
    }
    viewportChanged();
}

void CanvasView::liftFingers(const QTouchEvent& event) {
    if (m_fingerDrags && !event.points().isEmpty())
        release({event.points()[0].position(), 1, false, event.modifiers(), event.timestamp()});
    straighten();
    m_hover.reset(); // nothing points any more
    updateCircle();
}

void CanvasView::straighten() {
    if (!std::exchange(m_twist, {}).turns())
        return;
    const double off = std::remainder(m_viewport.rotation(), 90.0);
    if (off != 0 && std::abs(off) <= kUprightWithin)
        setRotation(m_viewport.rotation() - off);
}

bool CanvasView::gesture(QNativeGestureEvent* event) {
    switch (event->gestureType()) {
    case Qt::BeginNativeGesture:
        m_twist = {};
        return true;
    case Qt::EndNativeGesture:
        straighten();
        return true;
    case Qt::ZoomNativeGesture:
        zoomBy(event->position(), 1 + event->value());
        return true;
    case Qt::RotateNativeGesture:
        if (const double follows = m_twist.follow(event->value()); follows != 0) {
            m_viewport.turnAt(halfOf(event->position()), m_viewport.rotation() + follows);
            viewportChanged();
        }
        return true;
    case Qt::PanNativeGesture:
        m_viewport.panBy(event->delta());
        viewportChanged();
        return true;
    default:
        return false;
    }
}

} // namespace nb::desktop
