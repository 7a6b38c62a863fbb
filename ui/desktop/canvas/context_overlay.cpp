#include "ui/desktop/canvas/context_overlay.h"

#include "ui/desktop/canvas/decorations.h"
#include "ui/desktop/canvas/viewport_control.h"
#include <QWidget>
#include <algorithm>
#include <cmath>

namespace nb::desktop {

ContextOverlay::ContextOverlay(const QWidget& canvas, const ViewportControl& viewport, QObject* parent)
    : QObject(parent), m_canvas(canvas), m_viewport(viewport) {}

void ContextOverlay::announce(const ContextFrame& frame) {
    Q_EMIT changed(decorations::contextArea(m_canvas.font(), m_viewport.viewport(), frame.rect, frame.label));
}

void ContextOverlay::setFrames(const QVector<ContextFrame>& frames) {
    if (frames == m_frames)
        return;
    const QVector<ContextFrame> before = std::exchange(m_frames, frames);
    for (const QVector<ContextFrame>& all : {before, frames})
        for (const ContextFrame& frame : all)
            announce(frame);
}

bool ContextOverlay::isOverLabel(QPointF view) const {
    return !m_frames.isEmpty() &&
           decorations::contextLabel(m_canvas.font(), m_viewport.viewport(), m_frames.front().rect,
                                     m_frames.front().label, true)
               .contains(view.toPoint());
}

void ContextOverlay::beginDrag(QPointF picture) {
    m_isDragged = true;
    m_dragged = m_frames.front().rect;
    m_grip = picture - m_dragged.topLeft();
}

void ContextOverlay::dragTo(QPointF picture) {
    if (!m_isDragged || m_frames.isEmpty())
        return;
    const QString& label = m_frames.front().label;
    const QSize room = m_viewport.viewport().pictureSize() - m_dragged.size();
    const QPointF corner = picture - m_grip;
    announce({m_dragged, label});
    m_dragged.moveTo(std::clamp(int(std::lround(corner.x())), 0, std::max(room.width(), 0)),
                     std::clamp(int(std::lround(corner.y())), 0, std::max(room.height(), 0)));
    announce({m_dragged, label});
}

std::optional<QRect> ContextOverlay::endDrag() {
    if (!std::exchange(m_isDragged, false) || m_frames.isEmpty())
        return {};
    announce({m_dragged, m_frames.front().label});
    announce(m_frames.front());
    return m_dragged == m_frames.front().rect ? std::nullopt : std::optional(m_dragged);
}

void ContextOverlay::draw(QPainter& painter) const {
    for (qsizetype i = m_frames.size() - 1; i >= 0; --i) {
        const bool first = i == 0;
        decorations::drawContext(painter, m_viewport.viewport(),
                                 first && m_isDragged ? m_dragged : m_frames[i].rect, m_frames[i].label,
                                 first);
    }
}

} // namespace nb::desktop
