#pragma once
// The studio's colours: palettes of our own, so that the program looks the same on every
// desktop and its contrast is known: text on its ground has at least 4.5 to 1, as WCAG asks. No widget sets
// colours of its own; it asks the palette.

#include <QPalette>
#include <QStringList>

namespace nb::desktop {

// System = as the desktop says, or light where it says nothing.
enum class Theme { System, Light, Dark, HighContrast };

[[nodiscard]] QPalette lightPalette();
[[nodiscard]] QPalette darkPalette();
[[nodiscard]] QPalette highContrastPalette(); // 7 to 1, edges too

// For messages, on the palette's Window.
[[nodiscard]] QColor errorColour(const QPalette& palette);
[[nodiscard]] QColor successColour(const QPalette& palette);

// (L1 + 0.05) / (L2 + 0.05) of the relative luminances: 1 to 21. Source: WCAG 2.1, contrast ratio.
[[nodiscard]] double contrast(const QColor& a, const QColor& b);

// Sets style, palette and style sheet of the application. Call it after the application has been made and
// whenever the choice changes.
void applyTheme(Theme theme);

// "system", "light", "dark", "high-contrast", in the order of the enum.
[[nodiscard]] QStringList themeNames();
// Anything else is System.
[[nodiscard]] Theme themeFromName(const QString& name);
[[nodiscard]] QString themeName(Theme theme);

} // namespace nb::desktop
