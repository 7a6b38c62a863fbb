#pragma once
// Tools whose gesture is one drag from here to there: rectangle, ellipse and gradient. The outline follows
// the pointer; the mask changes on release.

#include "ui/desktop/tools/area_tool.h"

namespace nb::desktop {

// Shift constrains, Alt drags from the centre, Space moves what is being drawn; each may be pressed and let
// go in mid-drag. Control and the right button, held at the start, subtract.
class DragTool : public AreaTool {
    Q_OBJECT

public:
    using AreaTool::AreaTool;

    [[nodiscard]] Outline outline() const override;
    [[nodiscard]] bool isBusy() const override { return m_dragging || AreaTool::isBusy(); }

    void press(const PointerEvent& event) override;
    void move(const PointerEvent& event) override;
    void release(const PointerEvent& event) override;
    void cancel() override;

protected:
    struct Drag {
        QPointF from; // picture coordinates
        QPointF to;
        double pixelPx = 1;
        bool constrained = false;
        bool centred = false;
    };

    [[nodiscard]] virtual QPainterPath path(const Drag& drag) const = 0; // what the outline shows
    virtual void choose(const Drag& drag, mask::CoverageMode lay) = 0;   // the drag has ended

    // The box that is dragged, made a square if constrained, around its start if centred.
    [[nodiscard]] static QRectF box(const Drag& drag);
    [[nodiscard]] const Drag& drag() const { return m_drag; }
    [[nodiscard]] bool isDragging() const { return m_dragging; }

private:
    Drag m_drag;
    mask::CoverageMode m_lay = mask::CoverageMode::Add;
    bool m_dragging = false;
};

class RectangleTool : public DragTool {
    Q_OBJECT

public:
    using DragTool::DragTool;
    [[nodiscard]] QString id() const override { return QStringLiteral("rectangle"); }
    [[nodiscard]] QString name() const override { return tr("Rectangle"); }
    [[nodiscard]] QString hint() const override;

protected:
    // To whole pixels: a rectangle is wanted sharp.
    [[nodiscard]] QPainterPath path(const Drag& drag) const override;
    void choose(const Drag& drag, mask::CoverageMode lay) override;
};

class EllipseTool : public DragTool {
    Q_OBJECT

public:
    using DragTool::DragTool;
    [[nodiscard]] QString id() const override { return QStringLiteral("ellipse"); }
    [[nodiscard]] QString name() const override { return tr("Ellipse"); }
    [[nodiscard]] QString hint() const override;

protected:
    [[nodiscard]] QPainterPath path(const Drag& drag) const override;
    void choose(const Drag& drag, mask::CoverageMode lay) override;
};

// Selects all before the start of the drag, nothing beyond its end; Shift keeps to steps of 45 degrees.
class GradientTool : public DragTool {
    Q_OBJECT

public:
    using DragTool::DragTool;
    [[nodiscard]] QString id() const override { return QStringLiteral("gradient"); }
    [[nodiscard]] QString name() const override { return tr("Gradient"); }
    [[nodiscard]] QString hint() const override;

protected:
    [[nodiscard]] QPainterPath path(const Drag& drag) const override;
    void choose(const Drag& drag, mask::CoverageMode lay) override;
};

// `to`, turned around `from` to the nearest multiple of 45 degrees.
[[nodiscard]] QPointF toEighths(const QPointF& from, const QPointF& to);

} // namespace nb::desktop
