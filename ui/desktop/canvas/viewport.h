#pragma once
// Where the picture is on the screen: zoom, rotation and position, as plain maths without a widget. Three
// systems of coordinates: picture pixels; view, the widget's logical pixels; device, the pixels of the screen
// (view times the device pixel ratio). It draws nothing.

#include <QPointF>
#include <QRect>
#include <QSize>
#include <QTransform>

namespace nb::desktop {

// A plain value. Without a picture or a view its transforms are still invertible.
class Viewport {
public:
    static constexpr double kMinZoom = 0.02; // 2 %
    static constexpr double kMaxZoom = 64;   // 6400 %

    // Another picture: fitted, but not enlarged; rotation 0.
    void setPicture(QSize size);
    // Logical pixels and the device pixel ratio. A fitted picture stays fitted, enlarged if it was fit() that
    // did it; any other keeps its centre.
    void setView(QSize size, double devicePixelRatio);

    [[nodiscard]] QSize pictureSize() const { return m_picture; }
    [[nodiscard]] QSize viewSize() const { return m_view; }
    [[nodiscard]] QSize deviceSize() const; // rounded up
    [[nodiscard]] double devicePixelRatio() const { return m_ratio; }

    // Device pixels for a picture pixel: 1 = 100 %.
    [[nodiscard]] double zoom() const { return m_zoom; }
    [[nodiscard]] double rotation() const { return m_degrees; } // degrees clockwise, 0 <= x < 360
    [[nodiscard]] QPointF centre() const { return m_centre; }   // picture pixels in the middle of the view
    [[nodiscard]] bool isFitted() const { return m_fitted; }    // until the next zoom, pan or rotation

    void fit();                    // all of the picture, as large as it goes
    void show(const QRectF& area); // of picture pixels, as large as it goes
    void setZoom(double zoom);     // about the middle of the view
    void centreOn(QPointF picture);
    // What is under `view` stays there; cut to kMinZoom and kMaxZoom.
    void zoomAt(QPointF view, double zoom);
    void
    panBy(QPointF viewDelta); // the picture moves with the pointer; its edge stops at the middle of the view
    void setRotation(double degrees);            // about the middle of the view
    void rotateAt(QPointF view, double degrees); // what is under `view` stays there

    // The next round percentage, as a menu's "zoom in" and "zoom out" use it.
    [[nodiscard]] double nextZoom() const;
    [[nodiscard]] double previousZoom() const;

    // Picture to device, moved to whole device pixels so that 100 % is sharp and a pan is a shift.
    [[nodiscard]] QTransform toDevice() const;
    [[nodiscard]] QTransform toView() const;
    [[nodiscard]] QPointF toPicture(QPointF view) const;
    [[nodiscard]] QPointF fromPicture(QPointF picture) const { return toView().map(picture); }

    // All device pixels that a picture rectangle touches, one more on each side for interpolation; cut to the
    // view.
    [[nodiscard]] QRect deviceRect(const QRect& picture) const;
    // All picture pixels that device pixels show; not cut to the picture.
    [[nodiscard]] QRect pictureRect(const QRect& device) const;

private:
    [[nodiscard]] QTransform exact() const; // toDevice() without the move
    [[nodiscard]] double fittingZoom(const QSizeF& picture) const;
    void clampCentre();
    void fitWithin(double mostZoom);
    template <class Change>
    void holding(QPointF view, Change change);

    QSize m_picture{0, 0};
    QSize m_view{0, 0};
    double m_ratio = 1;
    double m_zoom = 1;
    double m_degrees = 0;
    QPointF m_centre;
    bool m_fitted = false;
    double m_mostFit = kMaxZoom; // no larger than this while fitted
};

} // namespace nb::desktop
