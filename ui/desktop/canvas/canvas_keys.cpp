// CanvasView, the part that follows wheel, keys and focus.

#include "ui/desktop/canvas/canvas_view.h"
#include "ui/desktop/document/studio_document.h"
#include <QKeyEvent>
#include <QNativeGestureEvent>
#include <QWheelEvent>
#include <cmath>

namespace nb::desktop {
namespace {

constexpr double kNotch = 120;          // QWheelEvent's angle for one click of a wheel
constexpr double kZoomPerNotch = 1.189; // four notches double
constexpr double kScrollPerNotchPx = 80;
constexpr double kArrowPx = 64; // the view, by an arrow key
constexpr int kLongNudge = 10;  // picture pixels, with Shift

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

// ---- wheel

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
    default:
        if (const QPoint arrow = arrowOf(event->key()); !arrow.isNull()) {
            const int step = event->modifiers() & Qt::ShiftModifier ? kLongNudge : 1;
            if (!m_tool || !m_tool->nudge(arrow * step)) {
                m_viewport.panBy(-kArrowPx * QPointF(arrow));
                viewportChanged();
            }
            return;
        }
        if (const Qt::KeyboardModifier modifier = modifierOf(event->key()))
            modifiersChanged(m_last.modifiers | modifier);
        event->ignore();
    }
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
