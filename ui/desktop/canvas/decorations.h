#pragma once
// What lies over the picture on the canvas: grid, outlines, context frames, the line of a wipe. Drawn with a
// QPainter in view coordinates at every paint, so it is cheap; it keeps nothing.

#include "ui/desktop/canvas/viewport.h"
#include <QRegion>

class QColor;
class QFont;
class QPainter;
class QPainterPath;

namespace nb::desktop::decorations {

inline constexpr double kGridFrom = 8; // zoom

// Lines between pixels within `exposed`.
void drawPixelGrid(QPainter& painter, const Viewport& viewport, const QRect& exposed);

// A dashed line one pixel wide that is visible on every background. `path` in view coordinates.
void drawOutline(QPainter& painter, const QPainterPath& path);
void drawBrush(QPainter& painter, QPointF centre, double radius);
// What drawBrush() touches.
[[nodiscard]] QRegion brushRegion(QPointF centre, double radius);

void drawContext(QPainter& painter, const Viewport& viewport, const QRect& region, const QString& label,
                 bool draggable);
// Where its label is, by which it is dragged; null without a label and without a grip.
[[nodiscard]] QRect contextLabel(const QFont& font, const Viewport& viewport, const QRect& region,
                                 const QString& label, bool draggable);
// What drawContext() touches.
[[nodiscard]] QRect contextArea(const QFont& font, const Viewport& viewport, const QRect& region,
                                const QString& label);

// The line of a wipe at `x`, its grip, and what is on its sides.
void drawWipe(QPainter& painter, const QRect& view, int x);
void drawCaption(QPainter& painter, const QRect& within, const QString& text, Qt::Alignment side);

void drawFocus(QPainter& painter, const QRect& view, const QColor& colour);

} // namespace nb::desktop::decorations
