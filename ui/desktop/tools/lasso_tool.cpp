#include "ui/desktop/tools/lasso_tool.h"

#include "ui/desktop/convert/rasterise.h"
#include "ui/desktop/tools/drag_tool.h"
#include <cmath>
#include <utility>

namespace nb::desktop {
namespace {

double distance(const QPointF& a, const QPointF& b) {
    return std::hypot(a.x() - b.x(), a.y() - b.y());
}

QPainterPath closed(const QPolygonF& points) {
    QPainterPath path;
    path.setFillRule(Qt::WindingFill); // a loop that crosses itself has no hole
    path.addPolygon(points);
    path.closeSubpath();
    return path;
}

} // namespace

QString LassoTool::hint() const {
    return tr("Draw around it. Space: move the outline. Ctrl or right button: subtract.");
}

Tool::Outline LassoTool::outline() const {
    return m_points.isEmpty() ? Outline{} : Outline{closed(m_points), 0};
}

void LassoTool::press(const PointerEvent& event) {
    if (!document().isOpen())
        return;
    AreaTool::cancel();
    m_points = {event.pos};
    m_pointer = event.pos;
    m_lay = layFor(event);
    Q_EMIT busyChanged();
    Q_EMIT outlineChanged();
}

void LassoTool::move(const PointerEvent& event) {
    if (m_points.isEmpty())
        return;
    constexpr double kFinestScreenPx = 0.5;
    if (event.space)
        m_points.translate(event.pos - m_pointer);
    else if (distance(event.pos, m_points.back()) * event.pixelPx >= kFinestScreenPx)
        m_points.append(event.pos);
    m_pointer = event.pos;
    Q_EMIT outlineChanged();
}

void LassoTool::release(const PointerEvent& event) {
    if (m_points.isEmpty())
        return;
    move(event);
    const QPolygonF points = std::exchange(m_points, {});
    Q_EMIT outlineChanged();
    if (points.size() > 2)
        select(coverageOf(closed(points), document().rect()), m_lay);
    Q_EMIT busyChanged();
}

void LassoTool::cancel() {
    AreaTool::cancel();
    if (m_points.isEmpty())
        return;
    m_points.clear();
    Q_EMIT outlineChanged();
    Q_EMIT busyChanged();
}

QString PolygonTool::hint() const {
    return tr(
        "Click corner after corner; Return, a double click or the first corner closes it. Backspace: one "
        "corner back. Shift: steps of 45°. Ctrl at the first click: subtract.");
}

Tool::Outline PolygonTool::outline() const {
    if (m_corners.isEmpty())
        return {};
    QPainterPath path;
    path.addPolygon(m_corners);
    path.lineTo(m_pointer);
    return {path, 0};
}

QPointF PolygonTool::constrained(const PointerEvent& event) const {
    return event.shift && !m_corners.isEmpty() ? toEighths(m_corners.back(), event.pos) : event.pos;
}

void PolygonTool::press(const PointerEvent& event) {
    if (!document().isOpen())
        return;
    constexpr double kCloseScreenPx = 8;
    if (m_corners.size() > 2 && distance(event.pos, m_corners.front()) * event.pixelPx <= kCloseScreenPx) {
        finish();
        return;
    }
    if (m_corners.isEmpty()) {
        AreaTool::cancel();
        m_lay = layFor(event);
    }
    m_corners.append(constrained(event));
    m_pointer = m_corners.back();
    if (m_corners.size() == 1)
        Q_EMIT busyChanged();
    Q_EMIT outlineChanged();
}

void PolygonTool::hover(const PointerEvent& event) {
    if (m_corners.isEmpty())
        return;
    m_pointer = constrained(event);
    Q_EMIT outlineChanged();
}

void PolygonTool::doubleClick(const PointerEvent& event) {
    if (m_corners.isEmpty())
        press(event);
    else
        finish(); // its first click has set the corner
}

void PolygonTool::finish() {
    const QPolygonF corners = std::exchange(m_corners, {});
    if (corners.isEmpty())
        return;
    Q_EMIT outlineChanged();
    if (corners.size() > 2)
        select(coverageOf(closed(corners), document().rect()), m_lay);
    Q_EMIT busyChanged();
}

void PolygonTool::removeLast() {
    if (m_corners.isEmpty())
        return;
    m_corners.removeLast();
    Q_EMIT outlineChanged();
    if (m_corners.isEmpty())
        Q_EMIT busyChanged();
}

void PolygonTool::cancel() {
    AreaTool::cancel();
    if (m_corners.isEmpty())
        return;
    m_corners.clear();
    Q_EMIT outlineChanged();
    Q_EMIT busyChanged();
}

} // namespace nb::desktop
