#pragma once
// The canvas: shows the document's picture, the patch over it and the mask, and translates mouse, pen, touch
// and keys for the tool. It changes nothing in the document; tools do. It opens no files and takes no drops.
//
// Left button, pen and the pen's eraser work the tool, the right button erases; without a tool the left
// button moves the picture. Space or the middle button moves it too; Space while something is being drawn is
// passed on to the tool. The wheel zooms at the pointer, Shift+wheel moves sideways, Ctrl+wheel asks for
// another brush size; Alt and the right button dragged ask for size and hardness. Two fingers zoom, turn and
// move, one finger moves. Arrow keys move the picture, unless the tool takes them; Esc cancels a gesture,
// Return ends one of several clicks.

#include "ui/desktop/canvas/mask_view.h"
#include "ui/desktop/canvas/twist.h"
#include "ui/desktop/canvas/viewport.h"
#include "ui/desktop/tools/tool.h"
#include <QPointer>
#include <QVector>
#include <QWidget>
#include <memory>
#include <optional>

class QEventPoint;
class QTouchEvent;
class QNativeGestureEvent;

namespace nb::desktop {

class Scene;
class StudioDocument;

// A rectangle of the picture that the next edit would send, with what is to be said about it.
struct ContextFrame {
    QRect rect;    // picture pixels
    QString label; // one line: "1184 × 864, sent at 50 %"; empty = none

    friend bool operator==(const ContextFrame&, const ContextFrame&) = default;
};

class CanvasView : public QWidget {
    Q_OBJECT

public:
    // What Ctrl+wheel and the plain wheel do.
    enum class Wheel {
        Zooms,   // plain: zoom; Ctrl: brush size
        Scrolls, // plain: move up and down; Ctrl: zoom; Alt: brush size
    };

    // `document` outlives the view.
    explicit CanvasView(StudioDocument& document, QWidget* parent = nullptr);
    ~CanvasView() override;

    // ---- the tool; not owned; nullptr = the hand, which moves the picture. A gesture of the old one is
    // cancelled.
    void setTool(Tool* tool);
    [[nodiscard]] Tool* tool() const { return m_tool; }
    // Ends what is being drawn as if it had not begun. False if there was nothing: Esc may mean something
    // else then.
    bool cancelGesture();

    // ---- the view
    [[nodiscard]] const Viewport& viewport() const { return m_viewport; }
    void fit();
    void showArea(const QRectF& picture); // as large as it goes
    void setZoom(double zoom);            // 1 = 100 %, about the middle
    void zoomIn(); // to the next round percentage, at the pointer if it is over the view
    void zoomOut();
    void setRotation(double degrees); // clockwise
    void centreOn(QPointF picture);
    void setWheel(Wheel wheel) { m_wheel = wheel; }
    [[nodiscard]] Wheel wheel() const { return m_wheel; }
    void setFingerPaints(bool paints) { m_fingerPaints = paints; } // otherwise it moves; the default

    // ---- mask, comparison, helpers
    void setMaskStyle(const MaskStyle& style);
    [[nodiscard]] const MaskStyle& maskStyle() const;
    void setCompare(CompareMode mode);
    [[nodiscard]] CompareMode compare() const;
    void setWipe(double position); // 0 = left edge of the view, 1 = right; also dragged by hand
    [[nodiscard]] double wipe() const;
    void setPixelGrid(bool shown); // from 800 %; on by default
    [[nodiscard]] bool pixelGrid() const { return m_pixelGrid; }
    // Drawn with their labels until replaced; the label of the first one can be dragged.
    void setContextPreview(const QVector<ContextFrame>& frames);
    [[nodiscard]] const QVector<ContextFrame>& contextPreview() const { return m_context; }

    // True once all that is in view is drawn from samples of the right size, not from a coarser level.
    [[nodiscard]] bool isSharp() const;

    [[nodiscard]] QSize sizeHint() const override { return {960, 640}; }

Q_SIGNALS:
    void pointerMoved(QPointF picture); // picture pixels, may be outside
    void pointerLeft();
    void zoomChanged(double zoom);
    void rotationChanged(double degrees);
    void viewChanged();                  // any of position, zoom, rotation, size
    void brushSizeStepped(double steps); // wheel notches, above 0 = larger
    // Since the last one, in view pixels: to the right = larger, up = harder.
    void brushDragged(double size, double hardness);
    void wipeChanged(double position);
    // The first context frame was dragged to here; picture pixels, same size, inside the picture.
    void contextDragged(const QRect& rect);
    void toolBusyChanged();

protected:
    bool event(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void changeEvent(QEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void tabletEvent(QTabletEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void keyReleaseEvent(QKeyEvent* event) override;
    void enterEvent(QEnterEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void focusInEvent(QFocusEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;

private:
    enum class Drag { None, Tool, Pan, Brush, Wipe, Context };
    enum class Phase { Press, Move, Release, DoubleClick, Hover };

    // ---- canvas_view.cpp
    void documentOpened();
    void zoomStep(QPointF view, int steps);
    void viewportChanged(); // after m_viewport was written to

    // ---- canvas_painting.cpp
    void updateDevice(const QRect& device);
    void updateOutline();
    void updateCircle();
    [[nodiscard]] QRegion circleRegion(QPointF view) const;
    void drawDecorations(QPainter& painter, const QRect& exposed);
    [[nodiscard]] QPointF halfOf(QPointF view) const; // side by side: the same place in the left half
    [[nodiscard]] QRect halfRect(int index) const;

    // ---- canvas_input.cpp
    struct Pointer {
        QPointF view;
        double pressure = 1;
        bool eraser = false;
        Qt::KeyboardModifiers modifiers;
        quint64 timeMs = 0;
    };
    void press(const Pointer& pointer, Qt::MouseButton button, Phase phase);
    void move(const Pointer& pointer);
    void release(const Pointer& pointer);
    void dragTo(const Pointer& pointer);
    void toTool(Phase phase, const Pointer& pointer);
    void endDrag();
    void dropTemporaryState(); // keys and drags, when the window is left
    void modifiersChanged(Qt::KeyboardModifiers modifiers);
    void updateCursor();
    [[nodiscard]] Drag dragFor(const Pointer& pointer, Qt::MouseButton button) const;
    void zoomBy(QPointF view, double factor);
    bool wantsKey(const QKeyEvent* event) const;
    void dragContextTo(QPointF corner); // picture pixels
    [[nodiscard]] bool isOverWipe(QPointF view) const;
    [[nodiscard]] bool isOverContext(QPointF view) const;

    // ---- canvas_touch.cpp
    bool touch(QTouchEvent* event);
    bool gesture(QNativeGestureEvent* event);
    void oneFinger(const QEventPoint& point, const QTouchEvent& event);
    void twoFingers(const QEventPoint& one, const QEventPoint& other);
    void dropFinger();
    void liftFingers(const QTouchEvent& event);
    void straighten();

    StudioDocument& m_document;
    std::unique_ptr<Scene> m_scene;
    Viewport m_viewport;
    QPointer<Tool> m_tool;
    Wheel m_wheel = Wheel::Zooms;
    bool m_pixelGrid = true;
    QVector<ContextFrame> m_context;

    Drag m_drag = Drag::None;
    Qt::MouseButton m_button = Qt::NoButton; // that began the drag
    bool m_erasing = false;
    bool m_spaceHeld = false;
    bool m_fingerPaints = false;
    bool m_fingerDrags = false; // the drag is a finger's
    Twist m_twist;
    Pointer m_last;
    std::optional<QPointF> m_hover; // view; none = the pointer is elsewhere
    QPointF m_contextGrip;          // picture pixels from the frame's corner to the pointer
    QRect m_draggedContext;
    QRect m_outlineDrawn;  // view
    QRegion m_circleDrawn; // view
    double m_announcedZoom = 0;
    double m_announcedRotation = 0;
    bool m_keyboardFocus = false;
};

} // namespace nb::desktop
