#include "ui/desktop/canvas/canvas_wheel.h"

#include "ui/desktop/canvas/viewport_control.h"
#include <QWheelEvent>
#include <cmath>

namespace nb::desktop {
namespace {

constexpr double kNotch = 120;          // QWheelEvent's angle for one click of a wheel
constexpr double kZoomPerNotch = 1.189; // four notches double
constexpr double kScrollPerNotchPx = 80;

} // namespace

CanvasWheel::CanvasWheel(ViewportControl& viewport, QObject* parent)
    : QObject(parent), m_viewport(viewport) {}

void CanvasWheel::wheelEvent(const QWheelEvent& event) {
    const QPointF angle = event.angleDelta(); // Alt swaps the axes on some systems
    const double notches = (angle.y() != 0 ? angle.y() : angle.x()) / kNotch;
    const bool ctrl = event.modifiers() & Qt::ControlModifier;
    const bool alt = event.modifiers() & Qt::AltModifier;
    const bool touchpad = !event.pixelDelta().isNull() && event.phase() != Qt::NoScrollPhase;
    const bool zooms = touchpad || m_mode == Mode::Scrolls ? ctrl : !ctrl;
    const bool sizes = m_mode == Mode::Scrolls ? alt : ctrl && !touchpad;
    if (sizes)
        Q_EMIT brushSizeStepped(notches);
    else if (touchpad && !zooms)
        m_viewport.panBy(event.pixelDelta());
    else if (event.modifiers() & Qt::ShiftModifier)
        m_viewport.panBy({notches * kScrollPerNotchPx, 0});
    else if (zooms)
        m_viewport.zoomBy(event.position(), std::pow(kZoomPerNotch, notches));
    else
        m_viewport.panBy(angle / kNotch * kScrollPerNotchPx);
}

} // namespace nb::desktop
