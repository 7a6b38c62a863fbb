#pragma once
// The magnifying glass: a click zooms in, with Alt or the right button out; a rectangle is zoomed to. It asks
// the view and never changes the mask.

#include "ui/desktop/tools/tool.h"

namespace nb::desktop {

class ZoomTool : public Tool {
    Q_OBJECT

public:
    using Tool::Tool;

    [[nodiscard]] QString id() const override { return QStringLiteral("zoom"); }
    [[nodiscard]] QString name() const override { return tr("Zoom"); }
    [[nodiscard]] QString hint() const override;
    [[nodiscard]] QCursor cursor() const override;
    [[nodiscard]] Outline outline() const override;
    [[nodiscard]] bool isBusy() const override { return m_dragging; }

    void press(const PointerEvent& event) override;
    void move(const PointerEvent& event) override;
    void release(const PointerEvent& event) override;
    void hover(const PointerEvent& event) override { m_zoomsOut = event.alt; }
    void cancel() override { end(); }

private:
    [[nodiscard]] bool isClick() const; // the pointer has not left where it was pressed
    void end();

    QPointF m_from; // picture pixels
    QPointF m_to;
    double m_pixelPx = 1;
    bool m_zoomsOut = false;
    bool m_dragging = false;
};

} // namespace nb::desktop
