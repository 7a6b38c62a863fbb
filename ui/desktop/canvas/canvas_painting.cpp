// CanvasView, the part that draws: the scene, and over it outlines, frames and the brush's circle.

#include "ui/desktop/canvas/canvas_view.h"
#include "ui/desktop/canvas/decorations.h"
#include "ui/desktop/canvas/scene.h"
#include <QPaintEvent>
#include <QPainter>
#include <QPainterPath>
#include <cmath>

namespace nb::desktop {
namespace {

QRect viewRect(const QRect& device, double ratio) {
    return QRectF(device.x() / ratio, device.y() / ratio, device.width() / ratio, device.height() / ratio)
        .toAlignedRect();
}

} // namespace

void CanvasView::updateDevice(const QRect& device) {
    update(viewRect(device, devicePixelRatioF()));
}

void CanvasView::updateOutline() {
    const QRect before = m_outlineDrawn;
    const Tool::Outline outline = m_tool ? m_tool->outline() : Tool::Outline();
    m_outlineDrawn = {};
    if (!outline.path.isEmpty())
        m_outlineDrawn =
            m_viewport.toView().mapRect(outline.path.boundingRect()).toAlignedRect().adjusted(-2, -2, 2, 2);
    m_scene->setMaskShift(outline.maskShift);
    for (const QRect& rect : {before, m_outlineDrawn}) {
        update(rect);
        if (compare() == CompareMode::SideBySide)
            update(rect.translated(halfRect(1).left(), 0));
    }
}

QRegion CanvasView::circleRegion(QPointF view) const {
    const double radius = m_tool ? m_tool->outline().brushRadiusPx : 0;
    if (radius <= 0)
        return {};
    return decorations::brushRegion(view, radius * m_viewport.zoom() / m_viewport.devicePixelRatio());
}

void CanvasView::updateCircle() {
    update(m_circleDrawn);
    m_circleDrawn = m_hover ? circleRegion(*m_hover) : QRegion();
    update(m_circleDrawn);
}

QRect CanvasView::halfRect(int index) const {
    if (compare() != CompareMode::SideBySide)
        return rect();
    const int half = m_viewport.viewSize().width();
    return {index == 0 ? 0 : width() - half, 0, half, height()};
}

QPointF CanvasView::halfOf(QPointF view) const {
    const QRect right = halfRect(1);
    return compare() == CompareMode::SideBySide && view.x() >= right.left() ? view - right.topLeft() : view;
}

void CanvasView::paintEvent(QPaintEvent* event) {
    QPainter painter(this);
    const QImage& frame = m_scene->frame();
    const double ratio = devicePixelRatioF();
    if (ratio == 1) {
        for (const QRect& rect : event->region())
            painter.drawImage(rect.topLeft(), frame, rect);
    } else {
        QImage scaled(frame.constBits(), frame.width(), frame.height(), frame.bytesPerLine(), frame.format());
        scaled.setDevicePixelRatio(ratio);
        painter.drawImage(QPointF(), scaled);
    }
    const int halves = compare() == CompareMode::SideBySide ? 2 : 1;
    for (int i = 0; i < halves; ++i) {
        const QRect half = halfRect(i);
        painter.save();
        painter.setClipRect(half, Qt::IntersectClip);
        painter.translate(half.topLeft());
        drawDecorations(painter, (event->rect() & half).translated(-half.topLeft()));
        painter.restore();
    }
    if (halves == 2)
        painter.fillRect(
            QRect(halfRect(0).right() + 1, 0, halfRect(1).left() - halfRect(0).width(), height()), Qt::black);
    if (compare() == CompareMode::Wipe)
        decorations::drawWipe(painter, rect(), int(std::lround(wipe() * width())));
    if (compare() == CompareMode::Wipe || halves == 2) {
        decorations::drawCaption(painter, halfRect(0), tr("Original"), Qt::AlignLeft);
        decorations::drawCaption(painter, halfRect(1), tr("Edited"), Qt::AlignRight);
    }
    if (m_hover && m_drag != Drag::Pan && m_tool && m_tool->outline().brushRadiusPx > 0)
        decorations::drawBrush(painter, *m_hover,
                               m_tool->outline().brushRadiusPx * m_viewport.zoom() / ratio);
    if (m_keyboardFocus)
        decorations::drawFocus(painter, rect(), palette().color(QPalette::Highlight));
}

void CanvasView::drawDecorations(QPainter& painter, const QRect& exposed) {
    if (m_pixelGrid && m_viewport.zoom() >= decorations::kGridFrom)
        decorations::drawPixelGrid(painter, m_viewport, exposed);
    for (qsizetype i = m_context.size() - 1; i >= 0; --i) {
        ContextFrame frame = m_context[i];
        if (i == 0 && m_drag == Drag::Context)
            frame.rect = m_draggedContext;
        decorations::drawContext(painter, m_viewport, frame, i == 0);
    }
    if (!m_tool)
        return;
    const QPainterPath path = m_tool->outline().path;
    if (!path.isEmpty())
        decorations::drawOutline(painter, m_viewport.toView().map(path));
}

} // namespace nb::desktop
