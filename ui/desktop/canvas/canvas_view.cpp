#include "ui/desktop/canvas/canvas_view.h"

#include "ui/desktop/canvas/decorations.h"
#include "ui/desktop/canvas/scene.h"
#include "ui/desktop/document/studio_document.h"
#include <QEvent>
#include <cmath>

namespace nb::desktop {
namespace {

// Neutral greys, so that the surroundings do not shift how colours are seen.
QRgb surroundings(const QPalette& palette) {
    return palette.color(QPalette::Window).lightness() < 128 ? 0xff262626 : 0xffb4b4b4;
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
        connect(m_tool, &Tool::zoomAsked, this,
                [this](QPointF at, int steps) { zoomStep(m_viewport.fromPicture(at), steps); });
        connect(m_tool, &Tool::showAsked, this, &CanvasView::showArea);
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

void CanvasView::showArea(const QRectF& picture) {
    m_viewport.show(picture);
    viewportChanged();
}

void CanvasView::zoomStep(QPointF view, int steps) {
    m_viewport.zoomAt(view, steps > 0 ? m_viewport.nextZoom() : m_viewport.previousZoom());
    viewportChanged();
}

void CanvasView::zoomIn() {
    zoomStep(m_hover ? halfOf(*m_hover) : QRectF({}, m_viewport.viewSize()).center(), 1);
}

void CanvasView::zoomOut() {
    zoomStep(m_hover ? halfOf(*m_hover) : QRectF({}, m_viewport.viewSize()).center(), -1);
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

} // namespace nb::desktop
