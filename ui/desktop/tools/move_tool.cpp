#include "ui/desktop/tools/move_tool.h"

#include "core/mask/change.h"
#include "ui/desktop/text/error_text.h"
#include "ui/desktop/tools/drag_tool.h"
#include <utility>

namespace nb::desktop {

MoveTool::MoveTool(const ToolContext& context, QObject* parent)
    : Tool(context.document, parent), m_job(context.document, context.pool) {
    connect(&m_job, &MaskJob::runningChanged, this, [this] {
        if (!m_job.isRunning() && !m_dragging)
            show({}); // it is in the mask, or cancelled
        Q_EMIT busyChanged();
    });
    connect(&m_job, &MaskJob::failed, this, [this](const Error& error) { Q_EMIT failed(errorText(error)); });
}

QString MoveTool::hint() const {
    return tr("Drag what is selected. Arrow keys: one pixel, with Shift ten. Shift while dragging: steps of "
              "45°. Esc: cancel.");
}

bool MoveTool::hasSelection() {
    if (!document().isOpen() || document().isMaskBeingEdited())
        return false;
    if (document().maskBounds().isEmpty())
        Q_EMIT failed(tr("Nothing is selected to move"));
    return !document().maskBounds().isEmpty();
}

void MoveTool::press(const PointerEvent& event) {
    if (!hasSelection())
        return;
    m_dragging = true;
    m_start = m_by;
    m_job.cancel(); // goes on from there
    m_from = event.pos;
    Q_EMIT busyChanged();
}

void MoveTool::move(const PointerEvent& event) {
    if (!m_dragging)
        return;
    const QPointF to = event.shift ? toEighths(m_from, event.pos) : event.pos;
    show(m_start + (to - m_from).toPoint());
}

void MoveTool::release(const PointerEvent& event) {
    if (!m_dragging)
        return;
    move(event);
    m_dragging = false;
    make(m_by);
    Q_EMIT busyChanged();
}

bool MoveTool::nudge(QPoint step) {
    if (!m_dragging && hasSelection())
        make(m_by + step);
    return true;
}

void MoveTool::cancel() {
    if (!isBusy())
        return;
    m_dragging = false;
    m_job.cancel();
    show({});
    Q_EMIT busyChanged();
}

void MoveTool::show(QPoint by) {
    if (std::exchange(m_by, by) != by)
        Q_EMIT outlineChanged();
}

void MoveTool::make(QPoint by) {
    m_job.cancel();
    show(by);
    if (!by.isNull())
        m_job.run(tr("Move selection"), MaskJob::Where::Pool,
                  [by](const mask::Mask& mask, const std::stop_token& stop) {
                      return mask::moveSelection(mask, by, stop);
                  });
}

} // namespace nb::desktop
