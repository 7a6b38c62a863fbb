#include "ui/desktop/theme/studio_style.h"

#include <QPainter>
#include <QStyleFactory>
#include <QStyleOptionComplex>
#include <QWidget>

namespace nb::desktop {
namespace {

constexpr int kChosenAlpha = 70;
constexpr int kHoverAlpha = 24;
constexpr int kPressedAlpha = 48;
constexpr double kCornerPx = 2.5;
constexpr int kBarMarginPx = 4; // of a scroll bar's handle

using Group = QPalette::ColorGroup;

Group groupOf(const QStyleOption& option) {
    return option.state.testFlag(QStyle::State_Enabled) ? QPalette::Active : QPalette::Disabled;
}

QColor faint(QColor colour, int alpha) {
    colour.setAlpha(alpha);
    return colour;
}

// What can be used has the full edge, what is disabled a fainter one, what has the focus the highlight's.
QPen edgeOf(const QStyleOption& option) {
    if (option.state.testFlag(QStyle::State_HasFocus) && option.state.testFlag(QStyle::State_Enabled))
        return QPen(option.palette.color(QPalette::Active, QPalette::Highlight), 1.5);
    return QPen(option.palette.color(groupOf(option), QPalette::Mid), 1);
}

// A bent line of one pixel is spread over two, and paler.
QPen roundEdgeOf(const QStyleOption& option) {
    QPen pen = edgeOf(option);
    pen.setWidthF(pen.widthF() * 2);
    return pen;
}

QRectF insideOf(const QRect& rect) {
    return QRectF(rect).adjusted(0.5, 0.5, -0.5, -0.5);
}

class Drawing {
public:
    explicit Drawing(QPainter& painter) : m_painter(painter) {
        m_painter.save();
        m_painter.setRenderHint(QPainter::Antialiasing);
    }
    ~Drawing() { m_painter.restore(); }
    Drawing(const Drawing&) = delete;
    Drawing& operator=(const Drawing&) = delete;

private:
    QPainter& m_painter;
};

void drawEdge(const QStyleOption& option, const QRect& rect, QPainter& painter) {
    const Drawing drawing(painter);
    painter.setPen(edgeOf(option));
    painter.setBrush(Qt::NoBrush);
    painter.drawRoundedRect(insideOf(rect), kCornerPx, kCornerPx);
}

// Also what a tool button, and a combo box that cannot be written in, is made of. What is chosen among
// several, and what Enter would press, has the highlight in it.
void drawButton(const QStyleOption& option, QPainter& painter) {
    const Drawing drawing(painter);
    const QColor text = option.palette.color(groupOf(option), QPalette::ButtonText);
    const QColor highlight = option.palette.color(QPalette::Active, QPalette::Highlight);
    const auto* push = qstyleoption_cast<const QStyleOptionButton*>(&option);
    const bool isDefault = push && push->features.testFlag(QStyleOptionButton::DefaultButton) &&
                           option.state.testFlag(QStyle::State_Enabled);
    const bool chosen = option.state.testFlag(QStyle::State_On) || isDefault;
    painter.setPen(chosen ? QPen(highlight, 1) : edgeOf(option));
    painter.setBrush(option.palette.color(groupOf(option), QPalette::Button));
    painter.drawRoundedRect(insideOf(option.rect), kCornerPx, kCornerPx);
    painter.setPen(Qt::NoPen);
    if (option.state.testFlag(QStyle::State_Sunken))
        painter.setBrush(faint(text, kPressedAlpha));
    else if (chosen)
        painter.setBrush(faint(highlight, kChosenAlpha));
    else if (option.state.testFlag(QStyle::State_MouseOver) && option.state.testFlag(QStyle::State_Enabled))
        painter.setBrush(faint(text, kHoverAlpha));
    else
        return;
    painter.drawRoundedRect(insideOf(option.rect), kCornerPx, kCornerPx);
}

void drawTick(const QStyleOption& option, QPainter& painter) {
    const QRectF box = option.rect;
    painter.setPen(QPen(option.palette.color(groupOf(option), QPalette::Text), box.width() / 7, Qt::SolidLine,
                        Qt::RoundCap, Qt::RoundJoin));
    const auto at = [&](double x, double y) {
        return box.topLeft() + QPointF(x * box.width(), y * box.height());
    };
    if (option.state.testFlag(QStyle::State_NoChange))
        painter.drawLine(at(0.28, 0.5), at(0.72, 0.5));
    else
        painter.drawPolyline(QPolygonF{at(0.24, 0.52), at(0.43, 0.71), at(0.77, 0.3)});
}

void drawCheckBox(const QStyleOption& option, QPainter& painter) {
    const Drawing drawing(painter);
    painter.setPen(edgeOf(option));
    painter.setBrush(option.palette.color(groupOf(option), QPalette::Base));
    painter.drawRoundedRect(insideOf(option.rect), kCornerPx, kCornerPx);
    if (!option.state.testFlag(QStyle::State_Off))
        drawTick(option, painter);
}

void drawRadioButton(const QStyleOption& option, QPainter& painter) {
    const Drawing drawing(painter);
    painter.setPen(roundEdgeOf(option));
    painter.setBrush(option.palette.color(groupOf(option), QPalette::Base));
    painter.drawEllipse(insideOf(option.rect));
    if (!option.state.testFlag(QStyle::State_On))
        return;
    const double inset = option.rect.width() * 0.28;
    painter.setPen(Qt::NoPen);
    painter.setBrush(option.palette.color(groupOf(option), QPalette::Text));
    painter.drawEllipse(QRectF(option.rect).adjusted(inset, inset, -inset, -inset));
}

// A line with the part up to the value in the highlight's colour, and a round handle.
void drawSlider(const QStyleOptionSlider& option, const QRect& groove, const QRect& handle,
                QPainter& painter) {
    const Drawing drawing(painter);
    const bool across = option.orientation == Qt::Horizontal;
    const QPointF centre = QRectF(handle).center();
    const QRectF line = groove;
    const QPointF from =
        across ? QPointF(line.left() + 2, centre.y()) : QPointF(centre.x(), line.bottom() - 2);
    const QPointF to = across ? QPointF(line.right() - 2, centre.y()) : QPointF(centre.x(), line.top() + 2);
    const auto stroke = [&](const QColor& colour, const QPointF& begin, const QPointF& end) {
        painter.setPen(QPen(colour, 3, Qt::SolidLine, Qt::RoundCap));
        painter.drawLine(begin, end);
    };
    stroke(option.palette.color(groupOf(option), QPalette::Mid), from, to);
    const bool turned = across && (option.upsideDown || option.direction == Qt::RightToLeft);
    stroke(option.palette.color(groupOf(option), QPalette::Highlight), turned ? to : from, centre);
    const double radius = std::min(handle.width(), handle.height()) / 2.0 - 1.5;
    painter.setPen(roundEdgeOf(option));
    painter.setBrush(option.palette.color(groupOf(option), QPalette::Button));
    painter.drawEllipse(centre, radius, radius);
}

} // namespace

const QString StudioStyle::kName = QStringLiteral("studio");

StudioStyle::StudioStyle() : QProxyStyle(QStyleFactory::create(QStringLiteral("Fusion"))) {
    setObjectName(kName);
}

int StudioStyle::styleHint(StyleHint hint, const QStyleOption* option, const QWidget* widget,
                           QStyleHintReturn* more) const {
    // Fusion's ticks and crosses are drawn for light grounds, and none of our other buttons has such.
    if (hint == SH_DialogButtonBox_ButtonsHaveIcons)
        return 0;
    return QProxyStyle::styleHint(hint, option, widget, more);
}

void StudioStyle::drawPrimitive(PrimitiveElement element, const QStyleOption* option, QPainter* painter,
                                const QWidget* widget) const {
    switch (element) {
    case PE_PanelButtonCommand:
        drawButton(*option, *painter);
        break;
    case PE_Frame: // of what scrolls; the list that a combo box opens has its own
        if (widget != nullptr && widget->inherits("QComboBoxPrivateContainer"))
            QProxyStyle::drawPrimitive(element, option, painter, widget);
        else
            drawEdge(*option, option->rect, *painter);
        break;
    case PE_FrameLineEdit:
        drawEdge(*option, option->rect, *painter);
        break;
    case PE_IndicatorCheckBox:
        drawCheckBox(*option, *painter);
        break;
    case PE_IndicatorRadioButton:
        drawRadioButton(*option, *painter);
        break;
    default:
        QProxyStyle::drawPrimitive(element, option, painter, widget);
        break;
    }
}

void StudioStyle::drawControl(ControlElement element, const QStyleOption* option, QPainter* painter,
                              const QWidget* widget) const {
    QProxyStyle::drawControl(element, option, painter, widget);
    if (element == CE_ProgressBarGroove)
        drawEdge(*option, option->rect, *painter);
}

void StudioStyle::drawComplexControl(ComplexControl control, const QStyleOptionComplex* option,
                                     QPainter* painter, const QWidget* widget) const {
    const auto part = [&](SubControl sub) { return subControlRect(control, option, sub, widget); };
    if (const auto* slider = qstyleoption_cast<const QStyleOptionSlider*>(option);
        slider && control == CC_Slider && !(slider->subControls & SC_SliderTickmarks)) {
        drawSlider(*slider, part(SC_SliderGroove), part(SC_SliderHandle), *painter);
        return;
    }
    QProxyStyle::drawComplexControl(control, option, painter, widget);
    if (const auto* spin = qstyleoption_cast<const QStyleOptionSpinBox*>(option); spin && spin->frame)
        drawEdge(*option, option->rect, *painter);
    if (control == CC_ScrollBar && option->state.testFlag(State_Enabled)) {
        const Drawing drawing(*painter);
        painter->setPen(Qt::NoPen);
        painter->setBrush(option->palette.color(QPalette::Mid));
        const int margin = kBarMarginPx;
        painter->drawRoundedRect(QRectF(part(SC_ScrollBarSlider)).adjusted(margin, margin, -margin, -margin),
                                 margin, margin);
    }
}

} // namespace nb::desktop
