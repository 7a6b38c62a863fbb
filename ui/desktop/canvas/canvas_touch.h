#pragma once
// Fingers, on the screen and on a touchpad: one finger is passed on as a pointer, two zoom, pan and rotate.
// What one finger does is up to CanvasInput.

#include "ui/desktop/canvas/finger_rotation.h"
#include <QObject>

class QEventPoint;
class QNativeGestureEvent;
class QTouchEvent;

namespace nb::desktop {

class CanvasInput;
class ViewportControl;

class CanvasTouch : public QObject {
    Q_OBJECT

public:
    // Both outlive it.
    CanvasTouch(CanvasInput& input, ViewportControl& viewport, QObject* parent = nullptr);

    void setFingerPaints(bool paints) { m_fingerPaints = paints; } // otherwise it pans; the default
    // A hand that rests on the screen while mouse or pen draws is ignored.
    void touchEvent(const QTouchEvent& event);
    bool nativeGestureEvent(const QNativeGestureEvent& event); // false if it is none of zoom, rotate and pan

private:
    void oneFinger(const QEventPoint& point, const QTouchEvent& event);
    void twoFingers(const QEventPoint& one, const QEventPoint& other);
    void dropFinger();
    void liftFingers(const QTouchEvent& event);
    void snapRotation(); // to a multiple of 90 degrees that is near

    CanvasInput& m_input;
    ViewportControl& m_viewport;
    bool m_fingerPaints = false;
    bool m_fingerDrags = false; // the drag is a finger's
    FingerRotation m_rotation;
};

} // namespace nb::desktop
