#include "ui/desktop/tools/object_tool.h"

#include "core/mask/object.h"
#include <cmath>

namespace nb::desktop {
namespace {

Result<mask::Coverage> asCoverage(const Result<mask::ObjectOutline>& outline) {
    if (!outline.has_value())
        return outline.error();
    return mask::Coverage{outline->bounds(),
                          [found = *outline](const QRect& rect) { return found.samples(rect); }};
}

} // namespace

QString ObjectTool::hint() const {
    return values().isOn(Setting::Scribble)
               ? tr("Draw a line on the object. Ctrl or right button: subtract. Esc: cancel.")
               : tr("Draw a rectangle around the object. Ctrl or right button: subtract. Esc: cancel.");
}

void ObjectTool::press(const PointerEvent& event) {
    m_scribble = values().isOn(Setting::Scribble) ? QPolygonF{event.pos} : QPolygonF();
    DragTool::press(event);
}

void ObjectTool::move(const PointerEvent& event) {
    if (!m_scribble.isEmpty() && isDragging()) {
        if (event.space)
            m_scribble.translate(event.pos - drag().to);
        else
            m_scribble.append(event.pos);
    }
    DragTool::move(event);
}

QPainterPath ObjectTool::path(const Drag& drag) const {
    QPainterPath path;
    if (m_scribble.isEmpty())
        path.addRect(box(drag));
    else
        path.addPolygon(m_scribble);
    return path;
}

void ObjectTool::choose(const Drag& drag, mask::CoverageMode lay) {
    const image::Picture& picture = document().picture();
    if (m_scribble.isEmpty()) {
        if (const QRect rect = box(drag).toAlignedRect() & document().rect(); !rect.isEmpty())
            select(
                [picture, rect](const std::stop_token& stop) {
                    return asCoverage(mask::objectInRectangle(picture, rect, stop));
                },
                lay);
        return;
    }
    std::vector<QPoint> points;
    for (const QPointF& point : m_scribble)
        points.emplace_back(int(std::floor(point.x())), int(std::floor(point.y())));
    constexpr double kScreenPx = 3; // half the width of the drawn line
    select(
        [picture, points, radius = kScreenPx / drag.pixelPx](const std::stop_token& stop) {
            return asCoverage(mask::objectUnderScribble(picture, points, radius, stop));
        },
        lay);
}

} // namespace nb::desktop
