#include "ui/desktop/tools/zoom_tool.h"

#include "ui/desktop/document/studio_document.h"
#include "ui/desktop/theme/cursors.h"

namespace nb::desktop {

QString ZoomTool::hint() const {
    return tr("Click: zoom in. Alt or right button: zoom out. Drag a rectangle: zoom to it.");
}

QCursor ZoomTool::cursor() const {
    return zoomCursor(m_zoomsOut ? ZoomCursor::Out : ZoomCursor::In);
}

Tool::Outline ZoomTool::outline() const {
    Outline outline;
    if (m_dragging && !isClick())
        outline.path.addRect(QRectF(m_from, m_to).normalized());
    return outline;
}

bool ZoomTool::isClick() const {
    constexpr double kMaxClickPx = 4; // on the screen; a longer way is a drag
    return m_zoomsOut || (m_to - m_from).manhattanLength() * m_pixelPx < kMaxClickPx;
}

void ZoomTool::press(const PointerEvent& event) {
    if (!document().isOpen())
        return;
    m_from = m_to = event.pos;
    m_pixelPx = event.pixelPx;
    m_zoomsOut = event.alt || event.erases;
    m_dragging = true;
    Q_EMIT busyChanged();
}

void ZoomTool::move(const PointerEvent& event) {
    if (!m_dragging)
        return;
    if (event.space)
        m_from += event.pos - m_to;
    m_to = event.pos;
    Q_EMIT outlineChanged();
}

void ZoomTool::release(const PointerEvent& event) {
    if (!m_dragging)
        return;
    move(event);
    const bool click = isClick();
    end();
    if (click)
        Q_EMIT zoomAsked(m_from, m_zoomsOut ? -1 : 1);
    else
        Q_EMIT showAsked(QRectF(m_from, m_to).normalized());
}

void ZoomTool::end() {
    if (!m_dragging)
        return;
    m_dragging = false;
    Q_EMIT outlineChanged();
    Q_EMIT busyChanged();
}

} // namespace nb::desktop
