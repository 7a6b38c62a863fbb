#include "ui/desktop/canvas/canvas_view.h"

#include "ui/desktop/canvas/canvas_input.h"
#include "ui/desktop/canvas/canvas_keys.h"
#include "ui/desktop/canvas/canvas_painter.h"
#include "ui/desktop/canvas/canvas_touch.h"
#include "ui/desktop/canvas/decorations.h"
#include "ui/desktop/canvas/scene.h"
#include "ui/desktop/canvas/viewport_control.h"
#include "ui/desktop/document/studio_document.h"
#include <QKeyEvent>
#include <QMouseEvent>
#include <QNativeGestureEvent>
#include <QPaintEvent>
#include <QPainter>
#include <QTouchEvent>
#include <QWheelEvent>

namespace nb::desktop {
namespace {

// Neutral greys, so that the surroundings do not shift how colours are seen.
QRgb surroundings(const QPalette& palette) {
    return palette.color(QPalette::Window).lightness() < 128 ? 0xff262626 : 0xffb4b4b4;
}

} // namespace

CanvasView::CanvasView(StudioDocument& document, QWidget* parent)
    : QWidget(parent), m_document(document), m_scene(std::make_unique<Scene>(document, m_levelsPool)),
      m_viewport(std::make_unique<ViewportControl>(*this)),
      m_context(std::make_unique<ContextOverlay>(*this, *m_viewport)),
      m_input(std::make_unique<CanvasInput>(document, *m_scene, *m_viewport, *m_context)),
      m_touch(std::make_unique<CanvasTouch>(*m_input, *m_viewport)),
      m_wheel(std::make_unique<CanvasWheel>(*m_viewport)),
      m_keys(std::make_unique<CanvasKeys>(*m_input, *m_viewport)),
      m_painter(std::make_unique<CanvasPainter>(*m_scene, *m_viewport, *m_context, *m_input)) {
    setAttribute(Qt::WA_OpaquePaintEvent);
    setAttribute(Qt::WA_AcceptTouchEvents);
    setAttribute(Qt::WA_TabletTracking);
    setMouseTracking(true);
    setFocusPolicy(Qt::StrongFocus);
    setMinimumSize(64, 64);
    setAccessibleName(tr("Canvas"));
    setAccessibleDescription(tr("The picture and the mask over it. Arrow keys move the picture."));
    m_scene->setBackground(surroundings(palette()));
    connectParts();
    documentOpened();
    m_input->updateCursor();
}

CanvasView::~CanvasView() = default;

void CanvasView::connectParts() {
    connect(&m_document, &StudioDocument::opened, this, &CanvasView::documentOpened);
    connect(m_scene.get(), &Scene::changed, this, &CanvasView::sceneChanged);
    connect(m_viewport.get(), &ViewportControl::changed, this, &CanvasView::viewportChanged);
    connect(m_viewport.get(), &ViewportControl::zoomChanged, this, &CanvasView::zoomChanged);
    connect(m_context.get(), &ContextOverlay::changed, m_painter.get(), &CanvasPainter::updateHalves);
    connect(m_painter.get(), &CanvasPainter::updateNeeded, this,
            [this](const QRegion& region) { update(region); });
    connect(m_wheel.get(), &CanvasWheel::brushSizeStepped, this, &CanvasView::brushSizeStepped);
    const CanvasInput* input = m_input.get();
    connect(input, &CanvasInput::hoverChanged, m_painter.get(), &CanvasPainter::updateCircle);
    connect(input, &CanvasInput::pointerMoved, this, &CanvasView::pointerMoved);
    connect(input, &CanvasInput::brushDragged, this, &CanvasView::brushDragged);
    connect(input, &CanvasInput::contextDragged, this, &CanvasView::contextDragged);
    connect(input, &CanvasInput::wipeDragged, this, &CanvasView::setWipe);
    connect(input, &CanvasInput::cursorChanged, this, [this](const QCursor& shape) {
        if (cursor() != shape)
            setCursor(shape);
    });
}

void CanvasView::documentOpened() {
    cancelGesture();
    setContextPreview({});
    m_viewport->setPicture(m_document.size());
}

// ---- the tool

void CanvasView::setTool(Tool* tool) {
    Tool* before = m_input->tool();
    if (tool == before)
        return;
    m_input->setTool(tool);
    if (before != nullptr)
        before->disconnect(this);
    if (tool != nullptr)
        connectTool(*tool);
    m_painter->updateOutline();
    m_painter->updateCircle();
}

void CanvasView::connectTool(Tool& tool) {
    connect(&tool, &Tool::outlineChanged, this, [this] {
        m_painter->updateOutline();
        m_painter->updateCircle();
    });
    connect(&tool, &Tool::busyChanged, this, [this] { m_input->updateCursor(); });
    connect(&tool, &Tool::zoomAsked, this,
            [this](QPointF at, int steps) { m_viewport->zoomStep(viewport().fromPicture(at), steps); });
    connect(&tool, &Tool::showAsked, this, [this](const QRectF& area) { m_viewport->show(area); });
}

Tool* CanvasView::tool() const {
    return m_input->tool();
}

bool CanvasView::cancelGesture() {
    return m_input->cancelGesture();
}

// ---- the view

const Viewport& CanvasView::viewport() const {
    return m_viewport->viewport();
}

void CanvasView::viewportChanged() {
    m_scene->setViewport(viewport(), m_viewport->frameSize());
    update();
    m_painter->updateOutline(); // they are elsewhere now, or of another size
    m_painter->updateCircle();
}

void CanvasView::sceneChanged(const QRect& device) {
    const double ratio = devicePixelRatioF();
    update(QRectF(device.x() / ratio, device.y() / ratio, device.width() / ratio, device.height() / ratio)
               .toAlignedRect());
}

void CanvasView::fit() {
    m_viewport->fit();
}

void CanvasView::setZoom(double zoom) {
    m_viewport->setZoom(zoom);
}

void CanvasView::zoomStep(int steps) {
    const std::optional<QPointF> pointer = m_input->hover();
    m_viewport->zoomStep(pointer ? m_viewport->toView(*pointer) : QRectF({}, viewport().viewSize()).center(),
                         steps);
}

void CanvasView::zoomIn() {
    zoomStep(1);
}

void CanvasView::zoomOut() {
    zoomStep(-1);
}

void CanvasView::setRotation(double degrees) {
    m_viewport->setRotation(degrees);
}

void CanvasView::setWheel(Wheel wheel) {
    m_wheel->setMode(wheel);
}

void CanvasView::setFingerPaints(bool paints) {
    m_touch->setFingerPaints(paints);
}

bool CanvasView::isSharp() const {
    return m_scene->isSharp();
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
    m_viewport->setSideBySide(mode == CompareMode::SideBySide);
    m_input->updateCursor();
}

CompareMode CanvasView::compare() const {
    return m_scene->compare();
}

void CanvasView::setWipe(double position) {
    constexpr int kGripPx = 20; // the handle reaches this far to both sides of the line
    const double before = wipe();
    m_scene->setWipe(position);
    if (wipe() == before || compare() != CompareMode::Wipe)
        return;
    for (const double at : {before, wipe()})
        update(QRect(int(at * width()) - kGripPx, 0, 2 * kGripPx, height()));
}

double CanvasView::wipe() const {
    return m_scene->wipe();
}

void CanvasView::setPixelGrid(bool shown) {
    m_painter->setPixelGrid(shown);
}

bool CanvasView::pixelGrid() const {
    return m_painter->pixelGrid();
}

void CanvasView::setContextPreview(const QVector<ContextFrame>& frames) {
    m_context->setFrames(frames);
}

// ---- events

bool CanvasView::event(QEvent* event) {
    switch (event->type()) {
    case QEvent::WindowDeactivate:
        m_input->reset();
        break;
    case QEvent::ShortcutOverride:
        if (m_keys->wants(*static_cast<QKeyEvent*>(event))) {
            event->accept();
            return true;
        }
        break;
    case QEvent::TouchBegin:
    case QEvent::TouchUpdate:
    case QEvent::TouchEnd:
    case QEvent::TouchCancel:
        event->accept();
        if (m_document.isOpen())
            m_touch->touchEvent(*static_cast<QTouchEvent*>(event));
        return true;
    case QEvent::NativeGesture:
        if (m_document.isOpen() && m_touch->nativeGestureEvent(*static_cast<QNativeGestureEvent*>(event)))
            return true;
        break;
    default:
        break;
    }
    return QWidget::event(event);
}

void CanvasView::paintEvent(QPaintEvent* event) {
    QPainter painter(this);
    m_painter->paint(painter, event->region());
    if (m_keyboardFocus)
        decorations::drawFocus(painter, rect(), palette().color(QPalette::Highlight));
}

void CanvasView::resizeEvent(QResizeEvent*) {
    m_viewport->widgetResized();
}

void CanvasView::changeEvent(QEvent* event) {
    if (event->type() == QEvent::PaletteChange)
        m_scene->setBackground(surroundings(palette()));
    QWidget::changeEvent(event);
}

void CanvasView::mousePressEvent(QMouseEvent* event) {
    m_input->mouseEvent(*event);
}

void CanvasView::mouseMoveEvent(QMouseEvent* event) {
    m_input->mouseEvent(*event);
}

void CanvasView::mouseReleaseEvent(QMouseEvent* event) {
    m_input->mouseEvent(*event);
}

void CanvasView::mouseDoubleClickEvent(QMouseEvent* event) {
    m_input->mouseEvent(*event);
}

void CanvasView::tabletEvent(QTabletEvent* event) {
    m_input->tabletEvent(*event);
    event->accept(); // or Qt would send the same as a mouse
}

void CanvasView::wheelEvent(QWheelEvent* event) {
    event->accept();
    if (m_document.isOpen())
        m_wheel->wheelEvent(*event);
}

void CanvasView::keyPressEvent(QKeyEvent* event) {
    event->setAccepted(m_keys->press(*event));
}

void CanvasView::keyReleaseEvent(QKeyEvent* event) {
    event->setAccepted(m_keys->release(*event));
}

void CanvasView::enterEvent(QEnterEvent* event) {
    m_input->enter(event->position());
}

void CanvasView::leaveEvent(QEvent*) {
    m_input->leave();
    Q_EMIT pointerLeft();
}

void CanvasView::focusInEvent(QFocusEvent* event) {
    m_keyboardFocus = event->reason() == Qt::TabFocusReason || event->reason() == Qt::BacktabFocusReason;
    update();
}

void CanvasView::focusOutEvent(QFocusEvent*) {
    m_keyboardFocus = false;
    m_input->dropSpace(); // its release will go to another widget
    update();
}

} // namespace nb::desktop
