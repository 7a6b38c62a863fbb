#pragma once
// Moves what is selected by whole pixels. While it is dragged the mask is only shown elsewhere; the mask
// itself changes at the end, on a worker thread. What leaves the picture is cut and comes back with undo.

#include "ui/desktop/tools/area_tool.h"

namespace nb::desktop {

class MoveTool : public Tool {
    Q_OBJECT

public:
    explicit MoveTool(const ToolContext& context, QObject* parent = nullptr);

    [[nodiscard]] QString id() const override { return QStringLiteral("move"); }
    [[nodiscard]] QString name() const override { return tr("Move"); }
    [[nodiscard]] QString hint() const override;
    [[nodiscard]] QCursor cursor() const override { return Qt::SizeAllCursor; }
    [[nodiscard]] Outline outline() const override { return {.path = {}, .maskShift = m_by}; }
    [[nodiscard]] bool isBusy() const override { return m_dragging || m_job.isRunning(); }
    [[nodiscard]] bool isWorking() const override { return m_job.isRunning(); }

    // Shift keeps to steps of 45 degrees.
    void press(const PointerEvent& event) override;
    void move(const PointerEvent& event) override;
    void release(const PointerEvent& event) override;
    bool nudge(QPoint step) override; // an undo command each, unless the one before is still running
    void cancel() override;

private:
    [[nodiscard]] bool hasSelection(); // says so if there is none
    void show(QPoint by);
    void make(QPoint by); // one undo command

    MaskJob m_job;
    QPoint m_by;    // what is shown and not yet in the mask
    QPoint m_start; // of that, when the drag began
    QPointF m_from; // picture pixels
    bool m_dragging = false;
};

} // namespace nb::desktop
