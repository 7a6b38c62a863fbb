#include "ui/desktop/canvas/viewport_control.h"

#include <QWidget>
#include <cmath>

namespace nb::desktop {
namespace {

// A zoom that would pass 100 % stops there.
double stoppingAtFull(double before, double after) {
    return (before < 1 && after > 1) || (before > 1 && after < 1) ? 1 : after;
}

} // namespace

ViewportControl::ViewportControl(const QWidget& canvas, QObject* parent)
    : QObject(parent), m_canvas(canvas) {}

QSize ViewportControl::widgetSize() const {
    return m_canvas.size();
}

double ViewportControl::devicePixelRatio() const {
    return m_canvas.devicePixelRatioF();
}

QSize ViewportControl::frameSize() const {
    const QSizeF device = QSizeF(widgetSize()) * devicePixelRatio();
    return {int(std::ceil(device.width())), int(std::ceil(device.height()))};
}

QRect ViewportControl::half(int index) const {
    const QSize all = widgetSize();
    if (!m_sideBySide)
        return {{}, all};
    const int width = m_viewport.viewSize().width();
    return {index == 0 ? 0 : all.width() - width, 0, width, all.height()};
}

QPointF ViewportControl::toView(QPointF widget) const {
    const QRect right = half(1);
    return m_sideBySide && widget.x() >= right.left() ? widget - right.topLeft() : widget;
}

void ViewportControl::apply() {
    const double ratio = devicePixelRatio();
    QSize view = widgetSize();
    if (m_sideBySide)
        view.setWidth((view.width() - 1) / 2);
    if (view != m_viewport.viewSize() || ratio != m_viewport.devicePixelRatio())
        m_viewport.setView(view, ratio);
    Q_EMIT changed();
    if (m_announcedZoom != m_viewport.zoom())
        Q_EMIT zoomChanged(m_announcedZoom = m_viewport.zoom());
}

void ViewportControl::setPicture(QSize size) {
    m_viewport.setPicture(size);
    m_announcedZoom = 0; // announced also where it is the same as the last picture's
    apply();
}

void ViewportControl::setSideBySide(bool on) {
    m_sideBySide = on;
    apply();
}

void ViewportControl::fit() {
    m_viewport.fit();
    apply();
}

void ViewportControl::show(const QRectF& picture) {
    m_viewport.show(picture);
    apply();
}

void ViewportControl::setZoom(double zoom) {
    m_viewport.setZoom(zoom);
    apply();
}

void ViewportControl::zoomStep(QPointF view, int steps) {
    m_viewport.zoomAt(view, steps > 0 ? m_viewport.nextZoom() : m_viewport.previousZoom());
    apply();
}

void ViewportControl::zoomBy(QPointF widget, double factor) {
    const double zoom = m_viewport.zoom();
    m_viewport.zoomAt(toView(widget), stoppingAtFull(zoom, zoom * factor));
    apply();
}

void ViewportControl::panBy(QPointF delta) {
    m_viewport.panBy(delta);
    apply();
}

void ViewportControl::setRotation(double degrees) {
    m_viewport.setRotation(degrees);
    apply();
}

void ViewportControl::rotateBy(QPointF widget, double degrees) {
    m_viewport.rotateAt(toView(widget), m_viewport.rotation() + degrees);
    apply();
}

void ViewportControl::pinch(QPointF fromWidget, QPointF toWidget, double factor, double degrees) {
    m_viewport.panBy(toWidget - fromWidget);
    const QPointF centre = toView(toWidget);
    m_viewport.zoomAt(centre, m_viewport.zoom() * factor);
    if (degrees != 0)
        m_viewport.rotateAt(centre, m_viewport.rotation() + degrees);
    apply();
}

} // namespace nb::desktop
