#pragma once
// The viewport of a canvas and every change of it: by menus, wheel, fingers and tools. It also knows how the
// widget is divided side by side, where both halves show the same viewport. It draws nothing and reads no
// events.

#include "ui/desktop/canvas/viewport.h"
#include <QObject>

class QWidget;

namespace nb::desktop {

// Positions are in logical pixels: "widget" counts from the corner of the widget, "view" from the corner of
// the half that it lies in; without halves they are the same.
class ViewportControl : public QObject {
    Q_OBJECT

public:
    // `canvas` outlives it; its size and device pixel ratio are read at each change.
    explicit ViewportControl(const QWidget& canvas, QObject* parent = nullptr);

    [[nodiscard]] const Viewport& viewport() const { return m_viewport; }
    [[nodiscard]] QSize widgetSize() const;
    [[nodiscard]] double devicePixelRatio() const;
    [[nodiscard]] QSize frameSize() const; // device pixels of the whole widget, rounded up
    [[nodiscard]] int halves() const { return m_sideBySide ? 2 : 1; }
    // index: 0 or 1; without halves each is the whole widget.
    [[nodiscard]] QRect half(int index) const;
    [[nodiscard]] QPointF toView(QPointF widget) const;
    [[nodiscard]] QPointF toPicture(QPointF widget) const { return m_viewport.toPicture(toView(widget)); }

    void setPicture(QSize size); // another picture: fitted, and its zoom is announced
    void setSideBySide(bool on);
    void widgetResized() { apply(); }

    void fit();
    void show(const QRectF& picture);
    void setZoom(double zoom);
    // steps above 0: to the next round percentage, below: to the one before. What is under `view` stays
    // there.
    void zoomStep(QPointF view, int steps);
    // What is under `widget` stays there. Stops at 100 % on its way.
    void zoomBy(QPointF widget, double factor);
    void panBy(QPointF delta);
    void setRotation(double degrees);
    void rotateBy(QPointF widget, double degrees);
    // Two fingers, whose middle has moved: pans, zooms and rotates at once.
    void pinch(QPointF fromWidget, QPointF toWidget, double factor, double degrees);

Q_SIGNALS:
    void changed(); // position, zoom, rotation or size
    void zoomChanged(double zoom);

private:
    void apply(); // after m_viewport was written to

    const QWidget& m_canvas;
    Viewport m_viewport;
    bool m_sideBySide = false;
    double m_announcedZoom = 0;
};

} // namespace nb::desktop
