#pragma once
// The canvas: shows the document's picture, the patch over it and the mask, and translates mouse, pen, touch
// and keys for the tool. It changes nothing in the document; tools do. It opens no files and takes no drops.
//
// Left button, pen and the pen's eraser work the tool, the right button erases; without a tool the left
// button pans. Space or the middle button pans too; Space while something is being drawn is passed on to the
// tool. The wheel zooms at the pointer, Shift+wheel moves sideways, Ctrl+wheel asks for another brush size;
// Alt and the right button dragged ask for size and hardness. Two fingers zoom, rotate and pan, one finger
// pans. Arrow keys pan, unless the tool takes them; Esc cancels a gesture, Return ends one of several clicks.
//
// The widget only puts its parts together: ViewportControl (zoom, pan, rotation), Scene (the pixels),
// ContextOverlay (the frames of the next edit), CanvasInput, CanvasTouch, CanvasWheel and CanvasKeys
// (events), CanvasPainter (painting).

#include "core/base/worker_pool.h"
#include "ui/desktop/canvas/canvas_wheel.h"
#include "ui/desktop/canvas/context_overlay.h"
#include "ui/desktop/canvas/mask_view.h"
#include "ui/desktop/canvas/viewport.h"
#include <QWidget>
#include <memory>

namespace nb::desktop {

class CanvasInput;
class CanvasKeys;
class CanvasPainter;
class CanvasTouch;
class Scene;
class StudioDocument;
class Tool;
class ViewportControl;

class CanvasView : public QWidget {
    Q_OBJECT

public:
    using Wheel = CanvasWheel::Mode;

    // `document` outlives the view.
    explicit CanvasView(StudioDocument& document, QWidget* parent = nullptr);
    ~CanvasView() override;

    // ---- the tool; not owned; nullptr = the hand, which pans. A gesture of the old one is cancelled.
    void setTool(Tool* tool);
    [[nodiscard]] Tool* tool() const;
    // Ends what is being drawn as if it had not begun. False if there was nothing: Esc may mean something
    // else then.
    bool cancelGesture();

    // ---- the view
    [[nodiscard]] const Viewport& viewport() const;
    void fit();
    void setZoom(double zoom); // 1 = 100 %, about the middle
    void zoomIn();             // to the next round percentage, at the pointer if it is over the view
    void zoomOut();
    void setRotation(double degrees); // clockwise
    void setWheel(Wheel wheel);
    void setFingerPaints(bool paints); // otherwise it pans; the default

    // ---- mask, comparison, helpers
    void setMaskStyle(const MaskStyle& style);
    [[nodiscard]] const MaskStyle& maskStyle() const;
    void setCompare(CompareMode mode);
    [[nodiscard]] CompareMode compare() const;
    void setWipe(double position); // 0 = left edge of the view, 1 = right; also dragged by the user
    [[nodiscard]] double wipe() const;
    void setPixelGrid(bool shown); // from 800 %; on by default
    [[nodiscard]] bool pixelGrid() const;
    // Drawn with their labels until replaced; the first one can be dragged by its label.
    void setContextPreview(const QVector<ContextFrame>& frames);

    // True once all that is in view is drawn from samples of the right size, not from a coarser level.
    [[nodiscard]] bool isSharp() const;

    [[nodiscard]] QSize sizeHint() const override { return {960, 640}; }

Q_SIGNALS:
    void pointerMoved(QPointF picture); // picture pixels, may be outside
    void pointerLeft();
    void zoomChanged(double zoom);
    void brushSizeStepped(double steps); // wheel notches, above 0 = larger
    // Since the last one, in view pixels: to the right = larger, up = harder.
    void brushDragged(double size, double hardness);
    // The first context frame was dragged to here; picture pixels, same size, inside the picture.
    void contextDragged(const QRect& rect);

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
    void connectParts();
    void connectTool(Tool& tool);
    void documentOpened();
    void viewportChanged();
    void sceneChanged(const QRect& device);
    void zoomStep(int steps);

    StudioDocument& m_document;
    WorkerPool m_levelsPool{
        2}; // its own: an edit that keeps the other one busy must not keep the picture blurred
    std::unique_ptr<Scene> m_scene;
    std::unique_ptr<ViewportControl> m_viewport;
    std::unique_ptr<ContextOverlay> m_context;
    std::unique_ptr<CanvasInput> m_input;
    std::unique_ptr<CanvasTouch> m_touch;
    std::unique_ptr<CanvasWheel> m_wheel;
    std::unique_ptr<CanvasKeys> m_keys;
    std::unique_ptr<CanvasPainter> m_painter;
    bool m_keyboardFocus = false; // reached by Tab: shown by a frame
};

} // namespace nb::desktop
