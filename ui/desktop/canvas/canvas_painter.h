#pragma once
// Paints the canvas: the scene, and over it outlines, frames, captions and the brush's circle. It says which
// parts of the widget are to be painted again when outline or circle change. It handles no input.

#include <QObject>
#include <QRegion>

class QPainter;

namespace nb::desktop {

class CanvasInput;
class ContextOverlay;
class Scene;
class ViewportControl;

class CanvasPainter : public QObject {
    Q_OBJECT

public:
    // All outlive it. The tool, its outline and the pointer's position are the input's.
    CanvasPainter(Scene& scene, const ViewportControl& viewport, const ContextOverlay& context,
                  const CanvasInput& input, QObject* parent = nullptr);

    void setPixelGrid(bool shown); // from 800 %; on by default
    [[nodiscard]] bool pixelGrid() const { return m_pixelGrid; }

    // Call them when the tool's outline, the tool or the viewport has changed, and the circle also when the
    // pointer has moved.
    void updateOutline();
    void updateCircle();
    // A rectangle of a half; side by side it is in both.
    void updateHalves(const QRect& view);

    void paint(QPainter& painter, const QRegion& widget);

Q_SIGNALS:
    void updateNeeded(const QRegion& widget);

private:
    void paintScene(QPainter& painter, const QRegion& widget);
    void paintHalf(QPainter& painter, const QRect& exposed);
    void paintComparison(QPainter& painter);

    Scene& m_scene;
    const ViewportControl& m_viewport;
    const ContextOverlay& m_context;
    const CanvasInput& m_input;
    bool m_pixelGrid = true;
    QRect m_outlinePainted;  // view pixels
    QRegion m_circlePainted; // widget pixels
};

} // namespace nb::desktop
