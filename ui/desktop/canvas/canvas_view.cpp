#include "ui/desktop/canvas/canvas_view.h"

#include "ui/desktop/canvas/decorations.h"
#include "ui/desktop/canvas/scene.h"
#include "ui/desktop/models/studio_document.h"
#include <QPaintEvent>
#include <QPainter>
#include <QPainterPath>
#include <algorithm>
#include <cmath>

namespace nb::desktop {
namespace {

// Neutral greys, so that the surroundings do not shift how colours are seen.
QRgb surroundings(const QPalette& palette) {
    return palette.color(QPalette::Window).lightness() < 128 ? 0xff262626 : 0xffb4b4b4;
}

QRect viewRect(const QRect& device, double ratio) {
    return QRectF(device.x() / ratio, device.y() / ratio, device.width() / ratio, device.height() / ratio)
        .toAlignedRect();
}

} // namespace

CanvasView::CanvasView(StudioDocument& document, QWidget* parent)
    : QWidget(parent), m_document(document), m_scene(std::make_unique<Scene>(document)) {
    setAttribute(Qt::WA_OpaquePaintEvent);
    setAttribute(Qt::WA_AcceptTouchEvents);
    setAttribute(Qt::WA_TabletTracking);
    setMouseTracking(true);
    setFocusPolicy(Qt::StrongFocus);
    setMinimumSize(64, 64);
    setAccessibleName(tr("Canvas"));
    setAccessibleDescription(tr("The picture and the mask over it. Arrow keys move the picture."));
    m_scene->setBackground(surroundings(palette()));
    connect(m_scene.get(), &Scene::changed, this, &CanvasView::updateDevice);
    connect(&m_document, &StudioDocument::opened, this, &CanvasView::documentOpened);
    documentOpened();
    updateCursor();
}

CanvasView::~CanvasView() = default;

void CanvasView::documentOpened() {
    cancelGesture();
    setContextPreview({});
    m_viewport.setPicture(m_document.size());
    m_announcedZoom = 0; // this picture's is news, also where it is the last one's
    viewportChanged();
}

void CanvasView::setTool(Tool* tool) {
    if (tool == m_tool)
        return;
    cancelGesture();
    if (m_tool)
        m_tool->disconnect(this);
    m_tool = tool;
    if (m_tool) {
        connect(m_tool, &Tool::outlineChanged, this, [this] {
            updateOutline();
            updateCircle();
        });
        connect(m_tool, &Tool::busyChanged, this, &CanvasView::toolBusyChanged);
        connect(m_tool, &Tool::busyChanged, this, &CanvasView::updateCursor);
    }
    updateOutline();
    updateCircle();
    updateCursor();
}

// ---- the view

void CanvasView::viewportChanged() {
    const double ratio = devicePixelRatioF();
    QSize view = size();
    if (compare() == CompareMode::SideBySide)
        view.setWidth((view.width() - 1) / 2);
    if (view != m_viewport.viewSize() || ratio != m_viewport.devicePixelRatio())
        m_viewport.setView(view, ratio);
    const QSize frame(int(std::ceil(width() * ratio)), int(std::ceil(height() * ratio)));
    m_scene->setViewport(m_viewport, frame);
    update();
    if (m_announcedZoom != m_viewport.zoom())
        Q_EMIT zoomChanged(m_announcedZoom = m_viewport.zoom());
    if (m_announcedRotation != m_viewport.rotation())
        Q_EMIT rotationChanged(m_announcedRotation = m_viewport.rotation());
    Q_EMIT viewChanged();
}

void CanvasView::fit() {
    m_viewport.fit();
    viewportChanged();
}

void CanvasView::setZoom(double zoom) {
    m_viewport.setZoom(zoom);
    viewportChanged();
}

void CanvasView::zoomIn() {
    m_viewport.zoomAt(m_hover ? halfOf(*m_hover) : QRectF({}, m_viewport.viewSize()).center(),
                      m_viewport.nextZoom());
    viewportChanged();
}

void CanvasView::zoomOut() {
    m_viewport.zoomAt(m_hover ? halfOf(*m_hover) : QRectF({}, m_viewport.viewSize()).center(),
                      m_viewport.previousZoom());
    viewportChanged();
}

void CanvasView::setRotation(double degrees) {
    m_viewport.setRotation(degrees);
    viewportChanged();
}

void CanvasView::centreOn(QPointF picture) {
    m_viewport.centreOn(picture);
    viewportChanged();
}

bool CanvasView::isSharp() const {
    return m_scene->isSharp();
}

void CanvasView::resizeEvent(QResizeEvent*) {
    viewportChanged();
}

void CanvasView::changeEvent(QEvent* event) {
    if (event->type() == QEvent::PaletteChange)
        m_scene->setBackground(surroundings(palette()));
    QWidget::changeEvent(event);
}

// ---- mask, comparison, helpers

void CanvasView::setMaskStyle(const MaskStyle& style) {
    m_scene->setMaskStyle(style);
}

const MaskStyle& CanvasView::maskStyle() const {
    return m_scene->maskStyle();
}

void CanvasView::setCompare(CompareMode mode) {
    if (mode == compare())
        return;
    m_scene->setCompare(mode);
    viewportChanged();
    updateCursor();
}

CompareMode CanvasView::compare() const {
    return m_scene->compare();
}

void CanvasView::setWipe(double position) {
    const double before = wipe();
    m_scene->setWipe(position);
    if (wipe() == before)
        return;
    if (compare() == CompareMode::Wipe)
        for (const double at : {before, wipe()}) // the line and its grip
            update(QRect(int(at * width()) - 20, 0, 40, height()));
    Q_EMIT wipeChanged(wipe());
}

double CanvasView::wipe() const {
    return m_scene->wipe();
}

void CanvasView::setPixelGrid(bool shown) {
    m_pixelGrid = shown;
    update();
}

void CanvasView::setContextPreview(const QVector<ContextFrame>& frames) {
    if (frames == m_context)
        return;
    for (const QVector<ContextFrame>& all : {m_context, frames})
        for (const ContextFrame& frame : all)
            update(decorations::contextArea(font(), m_viewport, frame));
    m_context = frames;
    if (compare() == CompareMode::SideBySide)
        update();
}

// ---- painting

void CanvasView::updateDevice(const QRect& device) {
    update(viewRect(device, devicePixelRatioF()));
}

void CanvasView::updateOutline() {
    const QRect before = m_outlineDrawn;
    m_outlineDrawn = {};
    if (m_tool) {
        const QPainterPath path = m_tool->outline().path;
        if (!path.isEmpty())
            m_outlineDrawn =
                m_viewport.toView().mapRect(path.boundingRect()).toAlignedRect().adjusted(-2, -2, 2, 2);
    }
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
