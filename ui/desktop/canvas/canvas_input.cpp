#include "ui/desktop/canvas/canvas_input.h"

#include "ui/desktop/canvas/context_overlay.h"
#include "ui/desktop/canvas/scene.h"
#include "ui/desktop/canvas/viewport_control.h"
#include "ui/desktop/document/studio_document.h"
#include <QMouseEvent>
#include <QPointingDevice>
#include <cmath>

namespace nb::desktop {

CanvasInput::CanvasInput(const StudioDocument& document, const Scene& scene, ViewportControl& viewport,
                         ContextOverlay& context, QObject* parent)
    : QObject(parent), m_document(document), m_scene(scene), m_viewport(viewport), m_context(context) {}

void CanvasInput::setTool(Tool* tool) {
    cancelGesture();
    m_tool = tool;
    updateCursor();
}

// ---- events

void CanvasInput::mouseEvent(const QMouseEvent& event) {
    const CanvasPointer pointer{event.position(), 1, false, event.modifiers(), event.timestamp()};
    switch (event.type()) {
    case QEvent::MouseButtonPress:
        press(pointer, event.button());
        break;
    case QEvent::MouseButtonDblClick:
        press(pointer, event.button(), Click::Double);
        break;
    case QEvent::MouseMove:
        move(pointer);
        break;
    case QEvent::MouseButtonRelease:
        if (isDragging() && event.button() == m_button)
            release(pointer);
        break;
    default:
        break;
    }
}

void CanvasInput::tabletEvent(const QTabletEvent& event) {
    const bool eraser = event.pointerType() == QPointingDevice::PointerType::Eraser;
    const bool touches = event.buttons() != Qt::NoButton;
    const CanvasPointer pointer{event.position(), touches ? event.pressure() : 0, eraser, event.modifiers(),
                                event.timestamp()};
    switch (event.type()) {
    case QEvent::TabletPress:
        press(pointer, event.button());
        break;
    case QEvent::TabletMove:
        move(pointer);
        break;
    case QEvent::TabletRelease:
        if (isDragging() && event.button() == m_button)
            release(pointer);
        break;
    default:
        break;
    }
}

void CanvasInput::enter(QPointF widget) {
    setHover(widget);
}

void CanvasInput::leave() {
    setHover({});
}

void CanvasInput::setHover(std::optional<QPointF> widget) {
    m_hover = widget;
    Q_EMIT hoverChanged();
}

// ---- drags

CanvasInput::Drag CanvasInput::dragFor(const CanvasPointer& pointer, Qt::MouseButton button) const {
    const bool left = button == Qt::LeftButton;
    const bool right = button == Qt::RightButton;
    if (!m_document.isOpen())
        return Drag::None;
    if (button == Qt::MiddleButton || (left && m_spaceHeld))
        return Drag::Pan;
    if (right && pointer.modifiers & Qt::AltModifier)
        return Drag::Brush;
    if (left && isOverWipe(pointer.pos))
        return Drag::Wipe;
    if (left && !m_tool)
        return Drag::Pan;
    if (left && isOverContext(pointer.pos))
        return Drag::Context;
    return (left || right) && m_tool ? Drag::Tool : Drag::None;
}

bool CanvasInput::isOverWipe(QPointF widget) const {
    constexpr double kReachPx = 8;
    return m_scene.compare() == CompareMode::Wipe &&
           std::abs(widget.x() - m_scene.wipe() * m_viewport.widgetSize().width()) <= kReachPx;
}

bool CanvasInput::isOverContext(QPointF widget) const {
    return m_context.isOverLabel(m_viewport.toView(widget));
}

bool CanvasInput::wouldUseTool(const CanvasPointer& pointer) const {
    return dragFor(pointer, Qt::LeftButton) == Drag::Tool;
}

bool CanvasInput::isCancellable() const {
    return m_drag == Drag::Tool || m_drag == Drag::Context || (m_tool && m_tool->isBusy());
}

void CanvasInput::press(const CanvasPointer& pointer, Qt::MouseButton button, Click click) {
    if (isDragging())
        return;
    m_drag = dragFor(pointer, button);
    m_button = button;
    m_last = pointer;
    if (m_drag == Drag::Tool) {
        m_erases = pointer.eraser || button == Qt::RightButton;
        sendToTool(click == Click::Double ? Phase::DoubleClick : Phase::Press, pointer);
    } else if (m_drag == Drag::Context) {
        m_context.beginDrag(m_viewport.toPicture(pointer.pos));
    }
    updateCursor();
}

void CanvasInput::move(const CanvasPointer& pointer) {
    if (m_drag != Drag::Brush) // the brush's circle stays where its size is dragged
        setHover(pointer.pos);
    if (isDragging()) {
        dragTo(pointer);
    } else {
        m_last = pointer;
        if (m_document.isOpen())
            sendToTool(Phase::Hover, pointer);
        updateCursor();
    }
    m_last = pointer;
    Q_EMIT pointerMoved(m_viewport.toPicture(pointer.pos));
}

void CanvasInput::dragTo(const CanvasPointer& pointer) {
    const QPointF delta = pointer.pos - m_last.pos;
    switch (m_drag) {
    case Drag::Tool:
        sendToTool(Phase::Move, pointer);
        break;
    case Drag::Pan:
        m_viewport.panBy(delta);
        break;
    case Drag::Brush:
        Q_EMIT brushDragged(delta.x(), -delta.y());
        break;
    case Drag::Wipe:
        Q_EMIT wipeDragged(pointer.pos.x() / m_viewport.widgetSize().width());
        break;
    case Drag::Context:
        m_context.dragTo(m_viewport.toPicture(pointer.pos));
        break;
    case Drag::None:
        break;
    }
}

void CanvasInput::release(const CanvasPointer& pointer) {
    if (m_drag == Drag::Tool)
        sendToTool(Phase::Release, pointer);
    const std::optional<QRect> dragged = m_context.endDrag();
    endDrag();
    m_last = pointer;
    if (dragged)
        Q_EMIT contextDragged(*dragged);
}

void CanvasInput::endDrag() {
    m_context.endDrag();
    m_drag = Drag::None;
    m_button = Qt::NoButton;
    m_erases = false;
    Q_EMIT dragEnded();
    updateCursor();
}

bool CanvasInput::cancelGesture() {
    const bool dragging = m_drag == Drag::Tool || m_drag == Drag::Context;
    const bool busy = m_tool && m_tool->isBusy();
    if (m_tool && (m_drag == Drag::Tool || busy))
        m_tool->cancel();
    if (dragging)
        endDrag();
    return dragging || busy;
}

void CanvasInput::reset() {
    if (m_drag == Drag::Tool && m_tool)
        m_tool->cancel();
    m_spaceHeld = false;
    endDrag();
}

// ---- the tool

void CanvasInput::sendToTool(Phase phase, const CanvasPointer& pointer) {
    if (!m_tool)
        return;
    PointerEvent event;
    event.pos = m_viewport.toPicture(pointer.pos);
    event.pressure = pointer.pressure;
    event.pixelPx = m_viewport.viewport().zoom();
    event.erases = m_drag == Drag::Tool ? m_erases : pointer.eraser;
    event.ctrl = pointer.modifiers & Qt::ControlModifier;
    event.shift = pointer.modifiers & Qt::ShiftModifier;
    event.alt = pointer.modifiers & Qt::AltModifier;
    event.space = m_spaceHeld;
    event.time = std::chrono::milliseconds(pointer.timeMs);
    switch (phase) {
    case Phase::Press:
        m_tool->press(event);
        break;
    case Phase::DoubleClick:
        m_tool->doubleClick(event);
        break;
    case Phase::Move:
        m_tool->move(event);
        break;
    case Phase::Release:
        m_tool->release(event);
        break;
    case Phase::Hover:
        m_tool->hover(event);
        break;
    }
}

void CanvasInput::repeatForTool() {
    if (m_drag == Drag::Tool)
        sendToTool(Phase::Move, m_last);
    else if (m_hover && m_document.isOpen())
        sendToTool(Phase::Hover, m_last);
    updateCursor();
}

// ---- keys

void CanvasInput::setSpaceHeld(bool held) {
    m_spaceHeld = held;
    repeatForTool();
}

void CanvasInput::dropSpace() {
    m_spaceHeld = false;
    updateCursor();
}

void CanvasInput::changeModifier(Qt::KeyboardModifier modifier, bool held) {
    m_last.modifiers.setFlag(modifier, held);
    repeatForTool();
}

void CanvasInput::updateCursor() {
    QCursor shape = m_tool ? m_tool->cursor() : QCursor(Qt::OpenHandCursor);
    const bool over = m_hover && !isDragging();
    if (!m_document.isOpen())
        shape = Qt::ArrowCursor;
    else if (isPanning())
        shape = Qt::ClosedHandCursor;
    else if (m_spaceHeld && !isDragging())
        shape = Qt::OpenHandCursor;
    else if (m_drag == Drag::Wipe || (over && isOverWipe(*m_hover)))
        shape = Qt::SplitHCursor;
    else if (m_drag == Drag::Context || (over && isOverContext(*m_hover)))
        shape = Qt::SizeAllCursor;
    Q_EMIT cursorChanged(shape);
}

} // namespace nb::desktop
