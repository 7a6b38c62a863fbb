#pragma once
// How controls look: Fusion, with visible edges. Fusion draws them a little darker than the window, which is
// invisible on dark themes; here each edge is the palette's Mid, which has at least 3 to 1 against
// window and fields, as WCAG asks of what shows where a control is. It knows no theme: all colours are the
// palette's.

#include <QProxyStyle>

namespace nb::desktop {

class StudioStyle : public QProxyStyle {
    Q_OBJECT

public:
    static const QString kName; // objectName()

    StudioStyle();

    int styleHint(StyleHint hint, const QStyleOption* option, const QWidget* widget,
                  QStyleHintReturn* more) const override;
    void drawPrimitive(PrimitiveElement element, const QStyleOption* option, QPainter* painter,
                       const QWidget* widget) const override;
    void drawControl(ControlElement element, const QStyleOption* option, QPainter* painter,
                     const QWidget* widget) const override;
    void drawComplexControl(ComplexControl control, const QStyleOptionComplex* option, QPainter* painter,
                            const QWidget* widget) const override;
};

} // namespace nb::desktop
