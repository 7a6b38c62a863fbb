// The other half of CanvasView: what a hand does with mouse, pen, fingers and keys.

#include "ui/desktop/canvas/canvas_view.h"
#include "ui/desktop/canvas/decorations.h"
#include "ui/desktop/models/studio_document.h"
#include <QMouseEvent>
#include <QNativeGestureEvent>
#include <QPointingDevice>
#include <algorithm>
#include <cmath>

namespace nb::desktop {
namespace {

constexpr double kNotch = 120;          // QWheelEvent's angle for one click of a wheel
constexpr double kZoomPerNotch = 1.189; // four notches double
constexpr double kScrollPerNotchPx = 80;
constexpr double kArrowPx = 64;
constexpr double kWipeReachPx = 8;

// A zoom that would pass 100 % stops there.
double stoppingAtFull(double before, double after) {
    return (before < 1 && after > 1) || (before > 1 && after < 1) ? 1 : after;
}

// What a key changes; QKeyEvent::modifiers() has it before the change or after it, depending on the system.
Qt::KeyboardModifier modifierOf(int key) {
    switch (key) {
    case Qt::Key_Control:
        return Qt::ControlModifier;
    case Qt::Key_Shift:
        return Qt::ShiftModifier;
    case Qt::Key_Alt:
        return Qt::AltModifier;
    default:
        return Qt::NoModifier;
    }
}

} // namespace

// ---- one pointer, whatever it is

CanvasView::Drag CanvasView::dragFor(const Pointer& pointer, Qt::MouseButton button) const {
    if (!m_document.isOpen())
        return Drag::None;
    if (button == Qt::MiddleButton || (button == Qt::LeftButton && (m_spaceHeld || !m_tool)))
        return isOverWipe(pointer.view) && !m_spaceHeld && button == Qt::LeftButton ? Drag::Wipe : Drag::Pan;
    if (button == Qt::RightButton && pointer.modifiers & Qt::AltModifier)
        return Drag::Brush;
    if (button == Qt::LeftButton && isOverWipe(pointer.view))
        return Drag::Wipe;
    if (button == Qt::LeftButton && isOverContext(pointer.view))
        return Drag::Context;
    const bool draws = button == Qt::LeftButton || button == Qt::RightButton;
    return draws && m_tool ? Drag::Tool : Drag::None;
}

bool CanvasView::isOverWipe(QPointF view) const {
    return compare() == CompareMode::Wipe && std::abs(view.x() - wipe() * width()) <= kWipeReachPx;
}

bool CanvasView::isOverContext(QPointF view) const {
    return !m_context.isEmpty() && decorations::contextLabel(font(), m_viewport, m_context.front(), true)
                                       .contains(halfOf(view).toPoint());
}

void CanvasView::press(const Pointer& pointer, Qt::MouseButton button, Phase phase) {
    if (m_drag != Drag::None)
        return; // a second button while the first one draws
    m_drag = dragFor(pointer, button);
    m_button = button;
    m_last = pointer;
    if (m_drag == Drag::Tool) {
        m_erasing = pointer.eraser || button == Qt::RightButton;
        toTool(phase, pointer);
    } else if (m_drag == Drag::Context) {
        m_draggedContext = m_context.front().rect;
        m_contextGrip = m_viewport.toPicture(halfOf(pointer.view)) - m_draggedContext.topLeft();
    }
    updateCursor();
}

void CanvasView::move(const Pointer& pointer) {
    if (m_drag != Drag::Brush) { // the circle stays where it is measured
        m_hover = pointer.view;
        updateCircle();
    }
    if (m_drag != Drag::None) {
        dragTo(pointer);
    } else {
        m_last = pointer;
        if (m_tool && m_document.isOpen())
            toTool(Phase::Hover, pointer);
        updateCursor();
    }
    m_last = pointer;
    Q_EMIT pointerMoved(m_viewport.toPicture(halfOf(pointer.view)));
}

void CanvasView::dragTo(const Pointer& pointer) {
    const QPointF delta = pointer.view - m_last.view;
    switch (m_drag) {
    case Drag::Tool:
        toTool(Phase::Move, pointer);
        break;
    case Drag::Pan:
        m_viewport.panBy(delta);
        viewportChanged();
        break;
    case Drag::Brush:
        Q_EMIT brushDragged(delta.x(), -delta.y());
        break;
    case Drag::Wipe:
        setWipe(pointer.view.x() / width());
        break;
    case Drag::Context:
        dragContextTo(m_viewport.toPicture(halfOf(pointer.view)) - m_contextGrip);
        break;
    case Drag::None:
        break;
    }
}

void CanvasView::dragContextTo(QPointF corner) {
    const QSize room = m_document.size() - m_draggedContext.size();
    ContextFrame frame = m_context.front();
    frame.rect = m_draggedContext;
    update(decorations::contextArea(font(), m_viewport, frame));
    m_draggedContext.moveTo(std::clamp(int(std::lround(corner.x())), 0, std::max(room.width(), 0)),
                            std::clamp(int(std::lround(corner.y())), 0, std::max(room.height(), 0)));
    frame.rect = m_draggedContext;
    update(decorations::contextArea(font(), m_viewport, frame));
}

void CanvasView::release(const Pointer& pointer) {
    const Drag drag = m_drag;
    if (drag == Drag::Tool)
        toTool(Phase::Release, pointer);
    endDrag();
    m_last = pointer;
    if (drag == Drag::Context && !m_context.isEmpty() && m_draggedContext != m_context.front().rect)
        Q_EMIT contextDragged(m_draggedContext);
}

void CanvasView::endDrag() {
    if (m_drag == Drag::Context)
        update();
    m_drag = Drag::None;
    m_button = Qt::NoButton;
    m_erasing = false;
    updateCursor();
}

void CanvasView::toTool(Phase phase, const Pointer& pointer) {
    if (!m_tool)
        return;
    PointerEvent event;
    event.pos = m_viewport.toPicture(halfOf(pointer.view));
    event.pressure = pointer.pressure;
    event.pixelPx = m_viewport.zoom();
    event.erases = m_drag == Drag::Tool ? m_erasing : pointer.eraser;
    event.ctrl = pointer.modifiers & Qt::ControlModifier;
    event.shift = pointer.modifiers & Qt::ShiftModifier;
    event.alt = pointer.modifiers & Qt::AltModifier;
    event.space = m_spaceHeld;
    event.time = std::chrono::milliseconds(pointer.timeMs);
    switch (phase) {
    case Phase::Press:
        m_tool->press(event);
        break;
    case Phase::Move:
        m_tool->move(event);
        break;
    case Phase::Release:
        m_tool->release(event);
        break;
    case Phase::DoubleClick:
        m_tool->doubleClick(event);
        break;
    case Phase::Hover:
        m_tool->hover(event);
        break;
    }
}

bool CanvasView::cancelGesture() {
    const bool dragging = m_drag == Drag::Tool || m_drag == Drag::Context;
    const bool busy = m_tool && m_tool->isBusy();
    if (m_tool && (m_drag == Drag::Tool || busy))
        m_tool->cancel();
    if (dragging)
        endDrag();
    return dragging || busy;
}

void CanvasView::dropTemporaryState() {
    if (m_drag == Drag::Tool && m_tool)
        m_tool->cancel();
    m_spaceHeld = false;
    endDrag();
}

void CanvasView::modifiersChanged(Qt::KeyboardModifiers modifiers) {
    m_last.modifiers = modifiers;
    if (m_drag == Drag::Tool)
        toTool(Phase::Move, m_last);
    else if (m_hover && m_tool && m_document.isOpen())
        toTool(Phase::Hover, m_last);
}

void CanvasView::updateCursor() {
    Qt::CursorShape shape = m_tool ? m_tool->cursor() : Qt::OpenHandCursor;
    if (!m_document.isOpen())
        shape = Qt::ArrowCursor;
    else if (m_drag == Drag::Pan)
        shape = Qt::ClosedHandCursor;
    else if (m_drag == Drag::Wipe)
        shape = Qt::SplitHCursor;
    else if (m_drag == Drag::Context)
        shape = Qt::SizeAllCursor;
    else if (m_spaceHeld && m_drag == Drag::None)
        shape = Qt::OpenHandCursor;
    else if (m_hover && m_drag == Drag::None && isOverWipe(*m_hover))
        shape = Qt::SplitHCursor;
    else if (m_hover && m_drag == Drag::None && isOverContext(*m_hover))
        shape = Qt::SizeAllCursor;
    if (cursor().shape() != shape)
        setCursor(shape);
}

// ---- mouse and pen

void CanvasView::mousePressEvent(QMouseEvent* event) {
    press({event->position(), 1, false, event->modifiers(), event->timestamp()}, event->button(),
          Phase::Press);
}

void CanvasView::mouseDoubleClickEvent(QMouseEvent* event) {
    press({event->position(), 1, false, event->modifiers(), event->timestamp()}, event->button(),
          Phase::DoubleClick);
}

void CanvasView::mouseMoveEvent(QMouseEvent* event) {
    move({event->position(), 1, false, event->modifiers(), event->timestamp()});
}

void CanvasView::mouseReleaseEvent(QMouseEvent* event) {
    if (m_drag != Drag::None && event->button() == m_button)
        release({event->position(), 1, false, event->modifiers(), event->timestamp()});
}

void CanvasView::tabletEvent(QTabletEvent* event) {
    const bool eraser = event->pointerType() == QPointingDevice::PointerType::Eraser;
    const bool touches = event->buttons() != Qt::NoButton;
    const Pointer pointer{event->position(), touches ? event->pressure() : 0, eraser, event->modifiers(),
                          event->timestamp()};
    switch (event->type()) {
    case QEvent::TabletPress:
        press(pointer, event->button(), Phase::Press);
        break;
    case QEvent::TabletMove:
        move(pointer);
        break;
    case QEvent::TabletRelease:
        if (m_drag != Drag::None && event->button() == m_button)
            release(pointer);
        break;
    default:
        break;
    }
    event->accept(); // or Qt would send the same as a mouse
}

void CanvasView::enterEvent(QEnterEvent* event) {
    m_hover = event->position();
    updateCircle();
}

void CanvasView::leaveEvent(QEvent*) {
    m_hover.reset();
    updateCircle();
    Q_EMIT pointerLeft();
}

// ---- wheel and fingers

void CanvasView::zoomBy(QPointF view, double factor) {
    const double zoom = m_viewport.zoom();
    m_viewport.zoomAt(halfOf(view), stoppingAtFull(zoom, zoom * factor));
    viewportChanged();
}

void CanvasView::wheelEvent(QWheelEvent* event) {
    event->accept();
    if (!m_document.isOpen())
        return;
    const QPointF angle = event->angleDelta(); // Alt turns it sideways on some systems
    const double notches = (angle.y() != 0 ? angle.y() : angle.x()) / kNotch;
    const bool ctrl = event->modifiers() & Qt::ControlModifier;
    const bool alt = event->modifiers() & Qt::AltModifier;
    const bool touchpad = !event->pixelDelta().isNull() && event->phase() != Qt::NoScrollPhase;
    const bool zooms = touchpad || m_wheel == Wheel::Scrolls ? ctrl : !ctrl;
    const bool sizes = m_wheel == Wheel::Scrolls ? alt : ctrl && !touchpad;
    if (sizes) {
        Q_EMIT brushSizeStepped(notches);
    } else if (touchpad && !zooms) {
        m_viewport.panBy(event->pixelDelta());
        viewportChanged();
    } else if (event->modifiers() & Qt::ShiftModifier) {
        m_viewport.panBy({notches * kScrollPerNotchPx, 0});
        viewportChanged();
    } else if (zooms) {
        zoomBy(event->position(), std::pow(kZoomPerNotch, notches));
    } else {
        m_viewport.panBy({angle.x() / kNotch * kScrollPerNotchPx, angle.y() / kNotch * kScrollPerNotchPx});
        viewportChanged();
    }
}

bool CanvasView::touch(QTouchEvent* event) {
    event->accept();
    const QList<QEventPoint>& points = event->points();
    if (event->type() != QEvent::TouchUpdate || !m_document.isOpen() || points.isEmpty())
        return true;
    if (points.size() == 1) {
        m_viewport.panBy(points[0].position() - points[0].lastPosition());
        viewportChanged();
        return true;
    }
    const auto middle = [](QPointF a, QPointF b) { return (a + b) / 2; };
    const auto distance = [](QPointF a, QPointF b) { return std::hypot(a.x() - b.x(), a.y() - b.y()); };
    const QPointF centre = middle(points[0].position(), points[1].position());
    const double before = distance(points[0].lastPosition(), points[1].lastPosition());
    const double after = distance(points[0].position(), points[1].position());
    m_viewport.panBy(centre - middle(points[0].lastPosition(), points[1].lastPosition()));
    if (before > 0 && after > 0)
        m_viewport.zoomAt(halfOf(centre), m_viewport.zoom() * after / before);
    viewportChanged();
    return true;
}

bool CanvasView::gesture(QNativeGestureEvent* event) {
    switch (event->gestureType()) {
    case Qt::ZoomNativeGesture:
        zoomBy(event->position(), 1 + event->value());
        return true;
    case Qt::RotateNativeGesture:
        setRotation(m_viewport.rotation() + event->value());
        return true;
    case Qt::PanNativeGesture:
        m_viewport.panBy(event->delta());
        viewportChanged();
        return true;
    default:
        return false;
    }
}

// ---- keys and focus

bool CanvasView::wantsKey(const QKeyEvent* event) const {
    const bool busy = m_drag == Drag::Tool || m_drag == Drag::Context || (m_tool && m_tool->isBusy());
    switch (event->key()) {
    case Qt::Key_Space:
        return !(event->modifiers() & (Qt::ControlModifier | Qt::AltModifier));
    case Qt::Key_Escape:
        return busy;
    case Qt::Key_Backspace:
    case Qt::Key_Return:
    case Qt::Key_Enter:
        return m_tool && m_tool->isBusy() && event->modifiers() == Qt::NoModifier;
    default:
        return false;
    }
}

void CanvasView::keyPressEvent(QKeyEvent* event) {
    switch (event->key()) {
    case Qt::Key_Space:
        if (!event->isAutoRepeat()) {
            m_spaceHeld = true;
            modifiersChanged(m_last.modifiers);
            updateCursor();
        }
        return;
    case Qt::Key_Escape:
        if (!cancelGesture())
            event->ignore();
        return;
    case Qt::Key_Return:
    case Qt::Key_Enter:
        if (wantsKey(event))
            m_tool->finish();
        else
            event->ignore();
        return;
    case Qt::Key_Backspace:
        if (wantsKey(event))
            m_tool->removeLast();
        else
            event->ignore();
        return;
    case Qt::Key_Left:
        m_viewport.panBy({kArrowPx, 0});
        break;
    case Qt::Key_Right:
        m_viewport.panBy({-kArrowPx, 0});
        break;
    case Qt::Key_Up:
        m_viewport.panBy({0, kArrowPx});
        break;
    case Qt::Key_Down:
        m_viewport.panBy({0, -kArrowPx});
        break;
    default:
        if (const Qt::KeyboardModifier modifier = modifierOf(event->key()))
            modifiersChanged(m_last.modifiers | modifier);
        event->ignore();
        return;
    }
    viewportChanged();
}

void CanvasView::keyReleaseEvent(QKeyEvent* event) {
    if (event->key() == Qt::Key_Space && !event->isAutoRepeat()) {
        m_spaceHeld = false;
        modifiersChanged(m_last.modifiers);
        updateCursor();
    } else if (const Qt::KeyboardModifier modifier = modifierOf(event->key())) {
        modifiersChanged(m_last.modifiers & ~modifier);
    }
    event->ignore();
}

void CanvasView::focusInEvent(QFocusEvent* event) {
    m_keyboardFocus = event->reason() == Qt::TabFocusReason || event->reason() == Qt::BacktabFocusReason;
    update();
}

void CanvasView::focusOutEvent(QFocusEvent*) {
    m_keyboardFocus = false;
    m_spaceHeld = false; // its release will go elsewhere
    updateCursor();
    update();
}

bool CanvasView::event(QEvent* event) {
    switch (event->type()) {
    case QEvent::WindowDeactivate:
        dropTemporaryState();
        break;
    case QEvent::ShortcutOverride:
        if (wantsKey(static_cast<QKeyEvent*>(event))) {
            event->accept();
            return true;
        }
        break;
    case QEvent::TouchBegin:
    case QEvent::TouchUpdate:
    case QEvent::TouchEnd:
    case QEvent::TouchCancel:
        return touch(static_cast<QTouchEvent*>(event));
    case QEvent::NativeGesture:
        if (m_document.isOpen() && gesture(static_cast<QNativeGestureEvent*>(event)))
            return true;
        break;
    default:
        break;
    }
    return QWidget::event(event);
}

} // namespace nb::desktop
