#include "ui/desktop/canvas/decorations.h"

#include <QFontMetrics>
#include <QPainter>
#include <QPainterPath>
#include <algorithm>
#include <cmath>

namespace nb::desktop::decorations {
namespace {

const QColor kChip(24, 24, 24, 215);
const QColor kChipText(245, 245, 245);
const QColor kFrame(255, 176, 32); // amber: neither the mask's red nor a colour of the system
constexpr int kPadding = 6;
constexpr int kGripWidth = 12;
constexpr int kWipeGripRadius = 14;

QPen hairline(const QColor& colour, Qt::PenStyle style = Qt::SolidLine) {
    QPen pen(colour, 1, style);
    pen.setCosmetic(true);
    return pen;
}

void drawChip(QPainter& painter, const QRect& chip) {
    painter.setPen(Qt::NoPen);
    painter.setBrush(kChip);
    painter.drawRoundedRect(chip, 4, 4);
}

// Six dots: this can be dragged.
void drawGrip(QPainter& painter, QPointF topLeft, double height) {
    painter.setPen(Qt::NoPen);
    painter.setBrush(kChipText);
    for (int row = 0; row < 3; ++row)
        for (int column = 0; column < 2; ++column)
            painter.drawEllipse(topLeft + QPointF(2.5 + column * 4, height / 2 - 4 + row * 4), 1, 1);
}

QPolygonF viewPolygon(const Viewport& viewport, const QRect& picture) {
    return viewport.toView().map(QPolygonF(QRectF(picture)));
}

} // namespace

void drawPixelGrid(QPainter& painter, const Viewport& viewport, const QRect& exposed) {
    const QTransform toView = viewport.toView();
    const QRect picture =
        toView.inverted().mapRect(QRectF(exposed)).toAlignedRect() & QRect({}, viewport.pictureSize());
    QVector<QLineF> lines;
    for (int x = picture.left(); x <= picture.right() + 1; ++x)
        lines.append(toView.map(QLineF(x, picture.top(), x, picture.bottom() + 1)));
    for (int y = picture.top(); y <= picture.bottom() + 1; ++y)
        lines.append(toView.map(QLineF(picture.left(), y, picture.right() + 1, y)));
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing, false);
    painter.setPen(hairline(QColor(128, 128, 128, 110)));
    painter.drawLines(lines);
    painter.restore();
}

void drawOutline(QPainter& painter, const QPainterPath& path) {
    painter.setBrush(Qt::NoBrush);
    painter.setPen(hairline(Qt::black));
    painter.drawPath(path);
    QPen dashes = hairline(Qt::white);
    dashes.setDashPattern({4, 4});
    painter.setPen(dashes);
    painter.drawPath(path);
}

void drawBrush(QPainter& painter, QPointF centre, double radius) {
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setBrush(Qt::NoBrush);
    painter.setPen(hairline(QColor(0, 0, 0, 200)));
    painter.drawEllipse(centre, radius + 0.5, radius + 0.5);
    painter.setPen(hairline(QColor(255, 255, 255, 230)));
    painter.drawEllipse(centre, std::max(radius - 0.5, 0.5), std::max(radius - 0.5, 0.5));
    painter.restore();
}

QRegion brushRegion(QPointF centre, double radius) {
    constexpr double kLine = 3;
    const auto square = [&](double half) {
        return QRectF(centre - QPointF(half, half), QSizeF(2 * half, 2 * half));
    };
    const QRegion all(square(radius + kLine).toAlignedRect());
    const double inner = radius / std::sqrt(2.0) - kLine; // the circle does not cross this square
    return inner > kLine ? all - square(inner).toRect() : all;
}

void drawContext(QPainter& painter, const Viewport& viewport, const QRect& region, const QString& label,
                 bool draggable) {
    painter.save();
    painter.setBrush(Qt::NoBrush);
    painter.setPen(hairline(QColor(0, 0, 0, 160)));
    painter.drawPolygon(viewPolygon(viewport, region));
    QPen dashes = hairline(kFrame);
    dashes.setDashPattern({6, 4});
    painter.setPen(dashes);
    painter.drawPolygon(viewPolygon(viewport, region));
    const QRect chip = contextLabel(painter.font(), viewport, region, label, draggable);
    if (!chip.isEmpty()) {
        painter.setRenderHint(QPainter::Antialiasing);
        drawChip(painter, chip);
        if (draggable)
            drawGrip(painter, chip.topLeft() + QPoint(kPadding, 0), chip.height());
        painter.setPen(kChipText);
        painter.drawText(chip.adjusted(kPadding + (draggable ? kGripWidth : 0), 0, -kPadding, 0),
                         Qt::AlignVCenter | Qt::AlignLeft, label);
    }
    painter.restore();
}

QRect contextLabel(const QFont& font, const Viewport& viewport, const QRect& region, const QString& label,
                   bool draggable) {
    if (label.isEmpty() && !draggable)
        return {};
    const QFontMetrics metrics(font);
    const QSize size(metrics.horizontalAdvance(label) + 2 * kPadding + (draggable ? kGripWidth : 0),
                     metrics.height() + kPadding);
    const QRect box = viewPolygon(viewport, region).boundingRect().toAlignedRect();
    // Above the frame; inside the view as long as the frame is.
    const QSize view = viewport.viewSize();
    const int x = std::clamp(box.left(), 0, std::max(view.width() - size.width(), 0));
    const int y = std::clamp(box.top() - size.height() - 3, 0, std::max(view.height() - size.height(), 0));
    return {QPoint(x, y), size};
}

QRect contextArea(const QFont& font, const Viewport& viewport, const QRect& region, const QString& label) {
    return viewPolygon(viewport, region).boundingRect().toAlignedRect().adjusted(-2, -2, 2, 2) |
           contextLabel(font, viewport, region, label, true).adjusted(-1, -1, 1, 1);
}

void drawWipe(QPainter& painter, const QRect& view, int x) {
    painter.save();
    painter.fillRect(QRect(x - 1, view.top(), 3, view.height()), QColor(0, 0, 0, 120));
    painter.fillRect(QRect(x, view.top(), 1, view.height()), Qt::white);
    painter.setRenderHint(QPainter::Antialiasing);
    const QPointF centre(x + 0.5, view.center().y());
    painter.setPen(QPen(Qt::white, 1.5));
    painter.setBrush(kChip);
    painter.drawEllipse(centre, kWipeGripRadius, kWipeGripRadius);
    for (const int side : {-1, 1}) {
        const QPointF tip = centre + QPointF(side * 8, 0);
        painter.drawPolyline(QPolygonF{tip + QPointF(-side * 4, -4), tip, tip + QPointF(-side * 4, 4)});
    }
    painter.restore();
}

void drawCaption(QPainter& painter, const QRect& within, const QString& text, Qt::Alignment side) {
    constexpr int kMargin = 10;
    const QFontMetrics metrics(painter.font());
    const QSize size(metrics.horizontalAdvance(text) + 2 * kPadding, metrics.height() + kPadding);
    const int x = side & Qt::AlignRight ? within.right() - kMargin - size.width() : within.left() + kMargin;
    if (size.width() + 2 * kMargin > within.width())
        return;
    const QRect chip(QPoint(x, within.top() + kMargin), size);
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    drawChip(painter, chip);
    painter.setPen(kChipText);
    painter.drawText(chip, Qt::AlignCenter, text);
    painter.restore();
}

void drawFocus(QPainter& painter, const QRect& view, const QColor& colour) {
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(colour, 2));
    painter.drawRect(view.adjusted(1, 1, -1, -1));
}

} // namespace nb::desktop::decorations
