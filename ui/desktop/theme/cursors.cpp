#include "ui/desktop/theme/cursors.h"

#include "ui/desktop/theme/icons.h"
#include <QGuiApplication>
#include <QIcon>

namespace nb::desktop {
namespace {

constexpr int kSidePx = 24;
constexpr QPoint kLens{10, 10}; // its middle is what is pointed at

QCursor drawn(const char* name) {
    const double ratio = qGuiApp->devicePixelRatio();
    QPixmap pixmap = icon(name).pixmap(QSize(kSidePx, kSidePx) * ratio);
    pixmap.setDevicePixelRatio(ratio);
    return QCursor(pixmap, kLens.x(), kLens.y());
}

} // namespace

QCursor zoomCursor(ZoomCursor kind) {
    static const QCursor nearer = drawn("cursor-zoom-in");
    static const QCursor away = drawn("cursor-zoom-out");
    return kind == ZoomCursor::In ? nearer : away;
}

} // namespace nb::desktop
