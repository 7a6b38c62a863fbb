#include "ui/desktop/tools/drag_tool.h"

#include "ui/desktop/convert/rasterise.h"
#include <algorithm>
#include <cmath>
#include <numbers>

namespace nb::desktop {

QPointF toEighths(const QPointF& from, const QPointF& to) {
    const QPointF way = to - from;
    const double step = std::numbers::pi / 4;
    const double angle = std::round(std::atan2(way.y(), way.x()) / step) * step;
    const QPointF direction(std::cos(angle), std::sin(angle));
    return from + direction * QPointF::dotProduct(way, direction);
}

Tool::Outline DragTool::outline() const {
    return m_dragging ? Outline{path(m_drag), 0} : Outline{};
}

void DragTool::press(const PointerEvent& event) {
    if (!document().isOpen())
        return;
    AreaTool::cancel();
    m_drag = {event.pos, event.pos, event.pixelPx, false, false};
    m_lay = layFor(event);
    m_dragging = true;
    Q_EMIT busyChanged();
    Q_EMIT outlineChanged();
}

void DragTool::move(const PointerEvent& event) {
    if (!m_dragging)
        return;
    if (event.space)
        m_drag.from += event.pos - m_drag.to;
    m_drag.to = event.pos;
    m_drag.pixelPx = event.pixelPx;
    m_drag.constrained = event.shift;
    m_drag.centred = event.alt;
    Q_EMIT outlineChanged();
}

void DragTool::release(const PointerEvent& event) {
    if (!m_dragging)
        return;
    move(event);
    m_dragging = false;
    Q_EMIT outlineChanged();
    choose(m_drag, m_lay);
    Q_EMIT busyChanged();
}

void DragTool::cancel() {
    AreaTool::cancel();
    if (!m_dragging)
        return;
    m_dragging = false;
    Q_EMIT outlineChanged();
    Q_EMIT busyChanged();
}

QRectF DragTool::box(const Drag& drag) {
    QPointF way = drag.to - drag.from;
    if (drag.constrained) {
        const double side = std::max(std::abs(way.x()), std::abs(way.y()));
        way = {std::copysign(side, way.x()), std::copysign(side, way.y())};
    }
    const QPointF start = drag.centred ? drag.from - way : drag.from;
    return QRectF(start, drag.from + way).normalized();
}

QString RectangleTool::hint() const {
    return tr("Shift: a square. Alt: from the centre. Space: move it. Ctrl or right button: subtract.");
}

QPainterPath RectangleTool::path(const Drag& drag) const {
    const QRectF dragged = box(drag);
    // Rounding the corners rather than the size: the edge is where the pointer was.
    const QPointF corner(std::round(dragged.left()), std::round(dragged.top()));
    const QPointF end(std::round(dragged.right()), std::round(dragged.bottom()));
    QPainterPath path;
    path.addRect(QRectF(corner, end));
    return path;
}

void RectangleTool::choose(const Drag& drag, mask::CoverageMode lay) {
    select(coverageOf(path(drag), document().rect()), lay);
}

QString EllipseTool::hint() const {
    return tr("Shift: a circle. Alt: from the centre. Space: move it. Ctrl or right button: subtract.");
}

QPainterPath EllipseTool::path(const Drag& drag) const {
    QPainterPath path;
    path.addEllipse(box(drag));
    return path;
}

void EllipseTool::choose(const Drag& drag, mask::CoverageMode lay) {
    select(coverageOf(path(drag), document().rect()), lay);
}

QString GradientTool::hint() const {
    return tr("From fully selected to not at all. Shift: steps of 45°. Ctrl or right button: subtract.");
}

QPainterPath GradientTool::path(const Drag& drag) const {
    QPainterPath path(drag.from);
    path.lineTo(drag.constrained ? toEighths(drag.from, drag.to) : drag.to);
    return path;
}

void GradientTool::choose(const Drag& drag, mask::CoverageMode lay) {
    const QPointF to = drag.constrained ? toEighths(drag.from, drag.to) : drag.to;
    if (to != drag.from)
        select(mask::gradientCoverage(drag.from, to, document().rect()), lay);
}

} // namespace nb::desktop
