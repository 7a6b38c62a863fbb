#include "ui/desktop/canvas/canvas_keys.h"

#include "ui/desktop/canvas/canvas_input.h"
#include "ui/desktop/canvas/viewport_control.h"
#include <QKeyEvent>

namespace nb::desktop {
namespace {

// The modifier that a key is. QKeyEvent::modifiers() has it before the change or after it, depending on the
// system.
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

// A pixel in its direction; null for other keys.
QPoint arrowOf(int key) {
    switch (key) {
    case Qt::Key_Left:
        return {-1, 0};
    case Qt::Key_Right:
        return {1, 0};
    case Qt::Key_Up:
        return {0, -1};
    case Qt::Key_Down:
        return {0, 1};
    default:
        return {};
    }
}

} // namespace

bool CanvasKeys::wants(const QKeyEvent& event) const {
    switch (event.key()) {
    case Qt::Key_Space:
        return !(event.modifiers() & (Qt::ControlModifier | Qt::AltModifier));
    case Qt::Key_Escape:
        return m_input.isCancellable();
    case Qt::Key_Backspace:
    case Qt::Key_Return:
    case Qt::Key_Enter:
        return m_input.tool() != nullptr && m_input.tool()->isBusy() && event.modifiers() == Qt::NoModifier;
    default:
        return false;
    }
}

bool CanvasKeys::press(const QKeyEvent& event) {
    switch (event.key()) {
    case Qt::Key_Space:
        if (!event.isAutoRepeat())
            m_input.setSpaceHeld(true);
        return true;
    case Qt::Key_Escape:
        return m_input.cancelGesture();
    case Qt::Key_Return:
    case Qt::Key_Enter:
        if (!wants(event))
            return false;
        m_input.tool()->finish();
        return true;
    case Qt::Key_Backspace:
        if (!wants(event))
            return false;
        m_input.tool()->removeLast();
        return true;
    default:
        if (const Qt::KeyboardModifier modifier = modifierOf(event.key()))
            m_input.changeModifier(modifier, true);
        return pressArrow(event);
    }
}

bool CanvasKeys::pressArrow(const QKeyEvent& event) {
    constexpr double kPanPx = 64;  // widget pixels
    constexpr int kLongNudge = 10; // picture pixels, with Shift
    const QPoint arrow = arrowOf(event.key());
    if (arrow.isNull())
        return false;
    const int step = event.modifiers() & Qt::ShiftModifier ? kLongNudge : 1;
    if (m_input.tool() == nullptr || !m_input.tool()->nudge(arrow * step))
        m_viewport.panBy(-kPanPx * QPointF(arrow));
    return true;
}

bool CanvasKeys::release(const QKeyEvent& event) {
    if (event.key() == Qt::Key_Space && !event.isAutoRepeat())
        m_input.setSpaceHeld(false);
    else if (const Qt::KeyboardModifier modifier = modifierOf(event.key()))
        m_input.changeModifier(modifier, false);
    return false;
}

} // namespace nb::desktop
