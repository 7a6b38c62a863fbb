#pragma once
// What a wheel and a touchpad's scrolling do on the canvas: zoom, pan, or ask for another brush size.

#include <QObject>

class QWheelEvent;

namespace nb::desktop {

class ViewportControl;

class CanvasWheel : public QObject {
    Q_OBJECT

public:
    enum class Mode {
        Zooms,   // plain: zoom; Ctrl: brush size
        Scrolls, // plain: move up and down; Ctrl: zoom; Alt: brush size
    };

    explicit CanvasWheel(ViewportControl& viewport, QObject* parent = nullptr); // which outlives it

    void setMode(Mode mode) { m_mode = mode; } // Zooms by default; a touchpad always scrolls
    void wheelEvent(const QWheelEvent& event);

Q_SIGNALS:
    void brushSizeStepped(double steps); // notches, above 0 = larger

private:
    ViewportControl& m_viewport;
    Mode m_mode = Mode::Zooms;
};

} // namespace nb::desktop
