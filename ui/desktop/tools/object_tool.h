#pragma once
// Selects an object that is marked roughly, by a rectangle around it or a scribble on it. It is segmented on
// a worker thread (core/mask/object.h); Esc cancels.

#include "ui/desktop/tools/drag_tool.h"
#include <QPolygonF>

namespace nb::desktop {

class ObjectTool : public DragTool {
    Q_OBJECT

public:
    using DragTool::DragTool;

    [[nodiscard]] QString id() const override { return QStringLiteral("object"); }
    [[nodiscard]] QString name() const override { return tr("Select object"); }
    [[nodiscard]] QString hint() const override;
    [[nodiscard]] std::vector<Setting> settings() const override {
        return {Setting::Scribble, Setting::Opacity};
    }

    void press(const PointerEvent& event) override;
    void move(const PointerEvent& event) override;

protected:
    [[nodiscard]] QPainterPath path(const Drag& drag) const override;
    void choose(const Drag& drag, mask::CoverageMode lay) override;

private:
    QPolygonF m_scribble; // empty = a rectangle is drawn
};

} // namespace nb::desktop
