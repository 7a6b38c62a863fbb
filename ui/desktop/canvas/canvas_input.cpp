// CanvasView, the part that follows a pointer: mouse and pen become gestures of the tool or of the view.

#include "ui/desktop/canvas/canvas_view.h"
#include "ui/desktop/canvas/decorations.h"
#include "ui/desktop/document/studio_document.h"
#include <QMouseEvent>
#include <QPointingDevice>
#include <algorithm>
#include <cmath>

namespace nb::desktop {
namespace {

constexpr double kWipeReachPx = 8;

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
    m_fingerDrags = false;
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
    updateCursor();
}

void CanvasView::updateCursor() {
    QCursor shape = m_tool ? m_tool->cursor() : QCursor(Qt::OpenHandCursor);
    const bool over = m_hover && m_drag == Drag::None;
    if (!m_document.isOpen())
        shape = Qt::ArrowCursor;
    else if (m_drag == Drag::Pan)
        shape = Qt::ClosedHandCursor;
    else if (m_spaceHeld && m_drag == Drag::None)
        shape = Qt::OpenHandCursor;
    else if (m_drag == Drag::Wipe || (over && isOverWipe(*m_hover)))
        shape = Qt::SplitHCursor;
    else if (m_drag == Drag::Context || (over && isOverContext(*m_hover)))
        shape = Qt::SizeAllCursor;
    if (cursor() != shape)
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

} // namespace nb::desktop
