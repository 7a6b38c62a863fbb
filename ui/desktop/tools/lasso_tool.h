#pragma once
// Outlines that are drawn by hand: the free lasso in one drag, the polygon in clicks. The outline follows the
// pointer; the mask changes when it is closed.

#include "ui/desktop/tools/area_tool.h"
#include <QPolygonF>

namespace nb::desktop {

// Space moves what has been drawn; the release closes it.
class LassoTool : public AreaTool {
    Q_OBJECT

public:
    using AreaTool::AreaTool;

    [[nodiscard]] QString id() const override { return QStringLiteral("lasso"); }
    [[nodiscard]] QString name() const override { return tr("Lasso"); }
    [[nodiscard]] QString hint() const override;
    [[nodiscard]] Outline outline() const override;
    [[nodiscard]] bool isBusy() const override { return !m_points.isEmpty() || AreaTool::isBusy(); }

    void press(const PointerEvent& event) override;
    void move(const PointerEvent& event) override;
    void release(const PointerEvent& event) override;
    void cancel() override;

private:
    QPolygonF m_points;
    QPointF m_pointer;
    mask::CoverageMode m_lay = mask::CoverageMode::Add;
};

// Every click sets a corner; a click on the first one, a double click or Return closes it; Backspace takes
// the last corner back. Shift keeps to steps of 45 degrees. Space is left to the canvas, which moves the view
// with it: the picture may be larger than the window.
class PolygonTool : public AreaTool {
    Q_OBJECT

public:
    using AreaTool::AreaTool;

    [[nodiscard]] QString id() const override { return QStringLiteral("polygon"); }
    [[nodiscard]] QString name() const override { return tr("Polygon"); }
    [[nodiscard]] QString hint() const override;
    [[nodiscard]] Outline outline() const override;
    [[nodiscard]] bool isBusy() const override { return !m_corners.isEmpty() || AreaTool::isBusy(); }

    void press(const PointerEvent& event) override;
    void move(const PointerEvent& event) override { hover(event); }
    void release(const PointerEvent&) override {}
    void hover(const PointerEvent& event) override;
    void doubleClick(const PointerEvent& event) override;
    void finish() override;
    void removeLast() override;
    void cancel() override;

private:
    [[nodiscard]] QPointF constrained(const PointerEvent& event) const;

    QPolygonF m_corners;
    QPointF m_pointer; // where the next corner would be
    mask::CoverageMode m_lay = mask::CoverageMode::Add;
};

} // namespace nb::desktop
