#include "ui/desktop/canvas/viewport.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace nb::desktop {
namespace {

constexpr std::array kRoundZooms = {0.02,    0.03, 0.04,    0.05, 0.0625, 1 / 12.0, 0.125, 1 / 6.0, 0.25,
                                    1 / 3.0, 0.5,  2 / 3.0, 1.0,  1.5,    2.0,      3.0,   4.0,     6.0,
                                    8.0,     12.0, 16.0,    24.0, 32.0,   48.0,     64.0};
constexpr double kSame = 1e-6; // relative; two zooms closer than this are one

} // namespace

void Viewport::setPicture(QSize size) {
    m_picture = size.expandedTo({0, 0});
    m_degrees = 0;
    fitWithin(1);
}

void Viewport::setView(QSize size, double devicePixelRatio) {
    m_view = size;
    m_ratio = devicePixelRatio;
    if (m_fitted)
        fitWithin(m_mostFit);
}

QSize Viewport::deviceSize() const {
    return {int(std::ceil(m_view.width() * m_ratio - kSame)),
            int(std::ceil(m_view.height() * m_ratio - kSame))};
}

double Viewport::fittingZoom(const QSizeF& picture) const {
    const QSizeF turned = QTransform().rotate(m_degrees).mapRect(QRectF({}, picture)).size();
    if (picture.isEmpty() || m_view.isEmpty())
        return 1;
    return m_ratio * std::min(m_view.width() / turned.width(), m_view.height() / turned.height());
}

void Viewport::fit() {
    fitWithin(kMaxZoom);
}

void Viewport::fitWithin(double mostZoom) {
    m_mostFit = mostZoom;
    m_zoom = std::clamp(fittingZoom(m_picture), kMinZoom, mostZoom);
    m_centre = QPointF(m_picture.width() / 2.0, m_picture.height() / 2.0);
    m_fitted = true;
}

void Viewport::show(const QRectF& area) {
    setZoom(fittingZoom(area.size()));
    centreOn(area.center());
}

void Viewport::setZoom(double zoom) {
    m_zoom = std::clamp(zoom, kMinZoom, kMaxZoom);
    m_fitted = false;
}

void Viewport::centreOn(QPointF picture) {
    m_centre = picture;
    m_fitted = false;
    clampCentre();
}

template <class Change>
void Viewport::holding(QPointF view, Change change) {
    const QPointF device = view * m_ratio;
    const QPointF held = exact().inverted().map(device);
    change();
    const QPointF moved = exact().inverted().map(device);
    centreOn(m_centre + held - moved);
}

void Viewport::zoomAt(QPointF view, double zoom) {
    holding(view, [&] { setZoom(zoom); });
}

void Viewport::rotateAt(QPointF view, double degrees) {
    holding(view, [&] { setRotation(degrees); });
}

void Viewport::panBy(QPointF viewDelta) {
    if (viewDelta.isNull())
        return; // a tap is no pan
    const QTransform back = exact().inverted();
    centreOn(m_centre - (back.map(viewDelta * m_ratio) - back.map(QPointF())));
}

void Viewport::setRotation(double degrees) {
    m_degrees = std::fmod(degrees, 360);
    if (m_degrees < 0)
        m_degrees += 360;
    m_fitted = false;
}

double Viewport::nextZoom() const {
    const auto next = std::ranges::find_if(kRoundZooms, [&](double z) { return z > m_zoom * (1 + kSame); });
    return next == kRoundZooms.end() ? kMaxZoom : *next;
}

double Viewport::previousZoom() const {
    const auto next = std::ranges::find_if(kRoundZooms, [&](double z) { return z >= m_zoom * (1 - kSame); });
    return next == kRoundZooms.begin() ? kMinZoom : *std::prev(next);
}

QTransform Viewport::exact() const {
    return QTransform::fromTranslate(-m_centre.x(), -m_centre.y()) * QTransform().rotate(m_degrees) *
           QTransform::fromScale(m_zoom, m_zoom) *
           QTransform::fromTranslate(m_view.width() * m_ratio / 2, m_view.height() * m_ratio / 2);
}

QTransform Viewport::toDevice() const {
    const QTransform t = exact();
    return {t.m11(), t.m12(), t.m21(), t.m22(), std::round(t.dx()), std::round(t.dy())};
}

QTransform Viewport::toView() const {
    return toDevice() * QTransform::fromScale(1 / m_ratio, 1 / m_ratio);
}

QPointF Viewport::toPicture(QPointF view) const {
    return toDevice().inverted().map(view * m_ratio);
}

QRect Viewport::deviceRect(const QRect& picture) const {
    if (picture.isEmpty())
        return {};
    const QRect touched = toDevice().mapRect(QRectF(picture)).toAlignedRect();
    const int reach = int(std::ceil(std::max(1.0, m_zoom))); // interpolation looks half a picture pixel far
    return touched.adjusted(-reach, -reach, reach, reach) & QRect({}, deviceSize());
}

QRect Viewport::pictureRect(const QRect& device) const {
    return toDevice().inverted().mapRect(QRectF(device)).toAlignedRect();
}

void Viewport::clampCentre() {
    m_centre.setX(std::clamp(m_centre.x(), 0.0, double(m_picture.width())));
    m_centre.setY(std::clamp(m_centre.y(), 0.0, double(m_picture.height())));
}

} // namespace nb::desktop
