#pragma once
// What mouse, pen and a single finger do on the canvas: each press begins a drag, which is a gesture of the
// tool, a pan, or one of the canvas's own handles. It keeps the state of the pointer and of the held keys,
// and passes everything to the tool in picture coordinates. It paints nothing; which keys there are is
// CanvasKeys' business, several fingers are CanvasTouch's.

#include "ui/desktop/tools/tool.h"
#include <QCursor>
#include <QObject>
#include <QPointer>
#include <optional>

class QMouseEvent;
class QTabletEvent;

namespace nb::desktop {

class ContextOverlay;
class Scene;
class StudioDocument;
class ViewportControl;

// One report of a pointing device, before it is translated for the tool.
struct CanvasPointer {
    QPointF pos;         // widget pixels
    double pressure = 1; // 0 to 1
    bool eraser = false; // the other end of a pen
    Qt::KeyboardModifiers modifiers;
    quint64 timeMs = 0;
};

class CanvasInput : public QObject {
    Q_OBJECT

public:
    enum class Click { Single, Double };

    // All outlive it. It reads comparison and wipe position from the scene.
    CanvasInput(const StudioDocument& document, const Scene& scene, ViewportControl& viewport,
                ContextOverlay& context, QObject* parent = nullptr);

    // Not owned; nullptr = the hand. A gesture of the old one is cancelled.
    void setTool(Tool* tool);
    [[nodiscard]] Tool* tool() const { return m_tool; }

    void mouseEvent(const QMouseEvent& event);
    void tabletEvent(const QTabletEvent& event);
    void enter(QPointF widget);
    void leave();

    // A press is ignored while another button drags.
    void press(const CanvasPointer& pointer, Qt::MouseButton button, Click click = Click::Single);
    void move(const CanvasPointer& pointer);
    void release(const CanvasPointer& pointer);
    [[nodiscard]] bool isDragging() const { return m_drag != Drag::None; }
    [[nodiscard]] bool isPanning() const { return m_drag == Drag::Pan; }
    // A gesture of the tool or a drag of the context frame: what Esc cancels.
    [[nodiscard]] bool isCancellable() const;
    // Whether the left button at this place would work the tool.
    [[nodiscard]] bool wouldUseTool(const CanvasPointer& pointer) const;

    // Ends a gesture as if it had not begun; false if there was none.
    bool cancelGesture();
    void endDrag(); // without a release
    void reset();   // the window is left: no drag and no held key goes on

    // Space and the modifiers count in the middle of a gesture too: the tool is told at once.
    void setSpaceHeld(bool held);
    void dropSpace(); // without telling the tool: its release will go to another widget
    void changeModifier(Qt::KeyboardModifier modifier, bool held);

    // Where the pointer is, in widget pixels; none = outside the canvas.
    [[nodiscard]] std::optional<QPointF> hover() const { return m_hover; }
    void updateCursor();

Q_SIGNALS:
    void pointerMoved(QPointF picture);
    void hoverChanged();
    void cursorChanged(const QCursor& cursor);
    void dragEnded();
    // Since the last one, in widget pixels: to the right, upwards.
    void brushDragged(double right, double up);
    void wipeDragged(double position); // share of the widget's width
    void contextDragged(const QRect& rect);

private:
    enum class Drag { None, Tool, Pan, Brush, Wipe, Context };
    enum class Phase { Press, DoubleClick, Move, Release, Hover };

    [[nodiscard]] Drag dragFor(const CanvasPointer& pointer, Qt::MouseButton button) const;
    [[nodiscard]] bool isOverWipe(QPointF widget) const;
    [[nodiscard]] bool isOverContext(QPointF widget) const;
    void dragTo(const CanvasPointer& pointer);
    void sendToTool(Phase phase, const CanvasPointer& pointer);
    void repeatForTool(); // the last report with the keys of now
    void setHover(std::optional<QPointF> widget);

    const StudioDocument& m_document;
    const Scene& m_scene;
    ViewportControl& m_viewport;
    ContextOverlay& m_context;
    QPointer<Tool> m_tool;

    Drag m_drag = Drag::None;
    Qt::MouseButton m_button = Qt::NoButton; // that began the drag
    bool m_erases = false;
    bool m_spaceHeld = false;
    CanvasPointer m_last;
    std::optional<QPointF> m_hover;
};

} // namespace nb::desktop
