#include "ui/desktop/theme/theme.h"

#include "ui/desktop/theme/studio_style.h"
#include <QApplication>
#include <algorithm>
#include <cmath>

namespace nb::desktop {
namespace {

struct Colours {
    QRgb window, base, alternate, button, text, dim, disabled, highlight, highlightedText, link, light, edge,
        faintEdge, dark;
};

constexpr Colours kLight{0xffeff0f3, 0xffffffff, 0xfff5f6f8, 0xfffafafb, 0xff1d2128, 0xff59606c, 0xff8b919b,
                         0xff1f5fbf, 0xffffffff, 0xff1a57b5, 0xffffffff, 0xff7d8490, 0xffc6cad2, 0xffa8aeb8};
constexpr Colours kDark{0xff23262d, 0xff1a1c21, 0xff20232a, 0xff2f333c, 0xffe6e8ec, 0xffa7aebb, 0xff757b87,
                        0xff3a6fc4, 0xffffffff, 0xff8ab4f8, 0xff3d424d, 0xff7d8490, 0xff3a3f49, 0xff121418};
// Nothing but black, white and two signal colours: yellow chooses, blue links.
constexpr Colours kHighContrast{0xff000000, 0xff000000, 0xff000000, 0xff000000, 0xffffffff,
                                0xffffffff, 0xff9a9a9a, 0xffffd500, 0xff000000, 0xff9ecbff,
                                0xff606060, 0xffffffff, 0xff808080, 0xff000000};

QPalette paletteOf(const Colours& c) {
    QPalette palette;
    const auto set = [&](QPalette::ColorRole role, QRgb colour) { palette.setColor(role, QColor(colour)); };
    set(QPalette::Window, c.window);
    set(QPalette::WindowText, c.text);
    set(QPalette::Base, c.base);
    set(QPalette::AlternateBase, c.alternate);
    set(QPalette::Text, c.text);
    set(QPalette::Button, c.button);
    set(QPalette::ButtonText, c.text);
    set(QPalette::BrightText, 0xffffffff);
    set(QPalette::ToolTipBase, c.base);
    set(QPalette::ToolTipText, c.text);
    set(QPalette::PlaceholderText, c.dim);
    set(QPalette::Highlight, c.highlight);
    set(QPalette::HighlightedText, c.highlightedText);
    set(QPalette::Link, c.link);
    set(QPalette::LinkVisited, c.link);
    set(QPalette::Light, c.light);
    set(QPalette::Midlight, c.light);
    set(QPalette::Mid, c.edge);
    set(QPalette::Dark, c.dark);
    set(QPalette::Shadow, 0xff000000);
    for (const auto role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText})
        palette.setColor(QPalette::Disabled, role, QColor(c.disabled));
    palette.setColor(QPalette::Disabled, QPalette::Mid, QColor(c.faintEdge));
    palette.setColor(QPalette::Disabled, QPalette::Highlight, QColor(c.faintEdge));
    palette.setColor(QPalette::Disabled, QPalette::HighlightedText, QColor(c.disabled));
    return palette;
}

double luminance(const QColor& colour) {
    const auto linear = [](double v) {
        return v <= 0.03928 ? v / 12.92 : std::pow((v + 0.055) / 1.055, 2.4);
    };
    return 0.2126 * linear(colour.redF()) + 0.7152 * linear(colour.greenF()) +
           0.0722 * linear(colour.blueF());
}

bool isDark(const QPalette& palette) {
    return palette.color(QPalette::Window).lightness() < 128;
}

// What the desktop had asked for, before anything was changed.
const QPalette& desktopPalette() {
    static const QPalette palette = QApplication::palette();
    return palette;
}

} // namespace

QPalette lightPalette() {
    return paletteOf(kLight);
}

QPalette darkPalette() {
    return paletteOf(kDark);
}

QPalette highContrastPalette() {
    return paletteOf(kHighContrast);
}

QColor errorColour(const QPalette& palette) {
    return isDark(palette) ? QColor(0xff, 0x9a, 0x8f) : QColor(0xb0, 0x1c, 0x1c);
}

QColor successColour(const QPalette& palette) {
    return isDark(palette) ? QColor(0x7f, 0xd1, 0x9b) : QColor(0x17, 0x6b, 0x3a);
}

double contrast(const QColor& a, const QColor& b) {
    const auto [darker, lighter] = std::minmax({luminance(a), luminance(b)});
    return (lighter + 0.05) / (darker + 0.05);
}

void applyTheme(Theme theme) {
    if (QApplication::style()->objectName() != StudioStyle::kName)
        QApplication::setStyle(new StudioStyle);
    const bool dark = theme == Theme::Dark || (theme == Theme::System && isDark(desktopPalette()));
    QApplication::setPalette(theme == Theme::HighContrast ? highContrastPalette()
                             : dark                       ? darkPalette()
                                                          : lightPalette());
}

QStringList themeNames() {
    return {themeName(Theme::System), themeName(Theme::Light), themeName(Theme::Dark),
            themeName(Theme::HighContrast)};
}

Theme themeFromName(const QString& name) {
    return static_cast<Theme>(std::max<qsizetype>(0, themeNames().indexOf(name)));
}

QString themeName(Theme theme) {
    switch (theme) {
    case Theme::Light:
        return QStringLiteral("light");
    case Theme::Dark:
        return QStringLiteral("dark");
    case Theme::HighContrast:
        return QStringLiteral("high-contrast");
    case Theme::System:
        break;
    }
    return QStringLiteral("system");
}

} // namespace nb::desktop
