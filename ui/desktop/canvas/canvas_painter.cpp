#include "ui/desktop/canvas/canvas_painter.h"

#include "ui/desktop/canvas/canvas_input.h"
#include "ui/desktop/canvas/context_overlay.h"
#include "ui/desktop/canvas/decorations.h"
#include "ui/desktop/canvas/scene.h"
#include "ui/desktop/canvas/viewport_control.h"
#include <QPainter>
#include <QPainterPath>
#include <cmath>
#include <utility>

namespace nb::desktop {
namespace {

Tool::Outline outlineOf(const Tool* tool) {
    return tool != nullptr ? tool->outline() : Tool::Outline();
}

// Of the brush's circle, in widget pixels; 0 = there is none.
double circleRadius(const Tool* tool, const Viewport& viewport) {
    return outlineOf(tool).brushRadiusPx * viewport.zoom() / viewport.devicePixelRatio();
}

} // namespace

CanvasPainter::CanvasPainter(Scene& scene, const ViewportControl& viewport, const ContextOverlay& context,
                             const CanvasInput& input, QObject* parent)
    : QObject(parent), m_scene(scene), m_viewport(viewport), m_context(context), m_input(input) {}

void CanvasPainter::setPixelGrid(bool shown) {
    m_pixelGrid = shown;
    Q_EMIT updateNeeded(QRect({}, m_viewport.widgetSize()));
}

void CanvasPainter::updateHalves(const QRect& view) {
    for (int i = 0; i < m_viewport.halves(); ++i)
        Q_EMIT updateNeeded(view.translated(m_viewport.half(i).topLeft()));
}

void CanvasPainter::updateOutline() {
    const Tool::Outline outline = outlineOf(m_input.tool());
    QRect painted;
    if (!outline.path.isEmpty())
        painted = m_viewport.viewport()
                      .toView()
                      .mapRect(outline.path.boundingRect())
                      .toAlignedRect()
                      .adjusted(-2, -2, 2, 2);
    m_scene.setMaskShift(outline.maskShift);
    updateHalves(std::exchange(m_outlinePainted, painted));
    updateHalves(painted);
}

void CanvasPainter::updateCircle() {
    const std::optional<QPointF> centre = m_input.hover();
    const double radius = circleRadius(m_input.tool(), m_viewport.viewport());
    const QRegion painted = centre && radius > 0 ? decorations::brushRegion(*centre, radius) : QRegion();
    Q_EMIT updateNeeded(std::exchange(m_circlePainted, painted));
    Q_EMIT updateNeeded(painted);
}

void CanvasPainter::paint(QPainter& painter, const QRegion& widget) {
    paintScene(painter, widget);
    for (int i = 0; i < m_viewport.halves(); ++i) {
        const QRect half = m_viewport.half(i);
        painter.save();
        painter.setClipRect(half, Qt::IntersectClip);
        painter.translate(half.topLeft());
        paintHalf(painter, (widget.boundingRect() & half).translated(-half.topLeft()));
        painter.restore();
    }
    paintComparison(painter);
    const double radius = circleRadius(m_input.tool(), m_viewport.viewport());
    if (m_input.hover() && !m_input.isPanning() && radius > 0)
        decorations::drawBrush(painter, *m_input.hover(), radius);
}

void CanvasPainter::paintScene(QPainter& painter, const QRegion& widget) {
    const QImage& frame = m_scene.frame();
    const double ratio = m_viewport.devicePixelRatio();
    if (ratio == 1) {
        for (const QRect& rect : widget)
            painter.drawImage(rect.topLeft(), frame, rect);
        return;
    }
    QImage scaled(frame.constBits(), frame.width(), frame.height(), frame.bytesPerLine(), frame.format());
    scaled.setDevicePixelRatio(ratio);
    painter.drawImage(QPointF(), scaled);
}

void CanvasPainter::paintHalf(QPainter& painter, const QRect& exposed) {
    const Viewport& viewport = m_viewport.viewport();
    if (m_pixelGrid && viewport.zoom() >= decorations::kGridFrom)
        decorations::drawPixelGrid(painter, viewport, exposed);
    m_context.draw(painter);
    if (const QPainterPath path = outlineOf(m_input.tool()).path; !path.isEmpty())
        decorations::drawOutline(painter, viewport.toView().map(path));
}

void CanvasPainter::paintComparison(QPainter& painter) {
    const QRect all({}, m_viewport.widgetSize());
    const QRect left = m_viewport.half(0);
    const QRect right = m_viewport.half(1);
    const bool wipe = m_scene.compare() == CompareMode::Wipe;
    const bool sideBySide = m_scene.compare() == CompareMode::SideBySide;
    if (sideBySide)
        painter.fillRect(QRect(left.right() + 1, 0, right.left() - left.width(), all.height()), Qt::black);
    if (wipe)
        decorations::drawWipe(painter, all, int(std::lround(m_scene.wipe() * all.width())));
    if (wipe || sideBySide) {
        decorations::drawCaption(painter, left, tr("Original"), Qt::AlignLeft);
        decorations::drawCaption(painter, right, tr("Edited"), Qt::AlignRight);
    }
}

} // namespace nb::desktop
